package org.sekimori.dataplane.linux;

import java.nio.file.Path;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.ebpf.MapPlan;
import org.sekimori.dataplane.ebpf.MapType;

/**
 * A map that programs and this process share. Numbers in keys and values are in the machine's order, unless the programs
 * that use it agree otherwise. Of a type with a value for each processor, values are sums of all, by 8 bytes. Belongs to
 * whoever made it, and to one thread at a time; no look-up or update allocates.
 */
public final class EbpfMap implements AutoCloseable {
    private static final int NO_PREALLOC = 1;
    private static final int MAPPABLE = 1 << 10;

    private final OwnedDescriptor descriptor;
    private final int valueBytes;
    private final UnsafeBuffer key;
    private final UnsafeBuffer values;
    private final BpfCall lookup;
    private final BpfCall update;
    private final BpfCall delete;

    private EbpfMap(OwnedDescriptor descriptor, int keyBytes, int valueBytes, int copies) {
        this.descriptor = descriptor;
        this.valueBytes = valueBytes;
        this.key = NativeMemory.struct(keyBytes);
        this.values = NativeMemory.struct(copies * valueBytes);
        this.lookup = call("MAP_LOOKUP_ELEM", BpfDescriptor.MAP_LOOKUP).with(BpfDescriptor.ELEMENT_VALUE, values);
        this.update = call("MAP_UPDATE_ELEM", BpfDescriptor.MAP_UPDATE).with(BpfDescriptor.ELEMENT_VALUE, values);
        this.delete = call("MAP_DELETE_ELEM", BpfDescriptor.MAP_DELETE);
    }

    private BpfCall call(String name, int command) {
        return new BpfCall(name, command).with(BpfDescriptor.ELEMENT_KEY, key);
    }

    /**
     * Makes a map without flags but those its type must have.
     *
     * @throws NativeCallException as {@link #create(MapType, int, int, int, int)}
     */
    public static EbpfMap create(MapType type, int keyBytes, int valueBytes, int maxEntries) {
        return create(type, keyBytes, valueBytes, maxEntries, 0);
    }

    /**
     * Makes a map.
     *
     * @param flags {@code BPF_F_*} of {@code linux/bpf.h}
     * @throws NativeCallException where the kernel knows no such map, a size is out of its bounds, memory is short, or
     *     CAP_BPF is missing
     * @throws IllegalArgumentException where there is a value for each processor that is not a multiple of 8 bytes
     */
    public static EbpfMap create(MapType type, int keyBytes, int valueBytes, int maxEntries, int flags) {
        if (type.isPerProcessor() && !BitUtil.isAligned(valueBytes, Long.BYTES)) {
            throw new IllegalArgumentException("Values of " + valueBytes + " bytes in a " + type + ", must be of 8");
        }
        int copies = type.isPerProcessor() ? Processors.possibleCount() : 1;
        int fd = new BpfCall("MAP_CREATE " + type, BpfDescriptor.MAP_CREATE)
                .with(BpfDescriptor.CREATE_TYPE, type.code())
                .with(BpfDescriptor.CREATE_KEY_BYTES, keyBytes)
                .with(BpfDescriptor.CREATE_VALUE_BYTES, valueBytes)
                .with(BpfDescriptor.CREATE_ENTRIES, maxEntries)
                .with(BpfDescriptor.CREATE_FLAGS, type.growsOnDemand() ? flags | NO_PREALLOC : flags)
                .run();
        return new EbpfMap(new OwnedDescriptor("The map", fd), keyBytes, valueBytes, copies);
    }

    /**
     * Makes a map as planned, with its contents.
     *
     * @throws NativeCallException as {@link #create(MapType, int, int, int, int)}; no map stays
     */
    public static EbpfMap create(MapPlan plan) {
        int flags = plan.isMappable() ? MAPPABLE : 0;
        EbpfMap map = create(plan.type(), plan.keyBytes(), plan.valueBytes(), plan.maxEntries(), flags);
        try {
            for (MapPlan.Entry entry : plan.entries()) {
                map.update(new UnsafeBuffer(entry.key()), new UnsafeBuffer(entry.value()));
            }
            return map;
        } catch (NativeCallException problem) {
            map.close();
            throw problem;
        }
    }

    /**
     * Opens a map by its name in a {@link BpfFileSystem}.
     *
     * @param plan what it was made by
     * @throws NativeCallException where there is none, or it belongs to another user
     */
    public static EbpfMap pinned(Path path, MapPlan plan) {
        int copies = plan.type().isPerProcessor() ? Processors.possibleCount() : 1;
        return new EbpfMap(new OwnedDescriptor("The map", Pin.get(path)), plan.keyBytes(), plan.valueBytes(), copies);
    }

    /**
     * Gives the map a name in a {@link BpfFileSystem}: it stays until the name is deleted and nobody uses it.
     *
     * @throws NativeCallException where that name is taken, or the folder is no such file system or not writable
     */
    public void pin(Path path) {
        Pin.put(fd(), path);
    }

    /**
     * Looks a key up.
     *
     * @param value where the value goes
     * @return false where there is no such key; {@code value} is as it was
     */
    public boolean lookup(DirectBuffer wanted, MutableDirectBuffer value) {
        key.putBytes(0, wanted, 0, key.capacity());
        return lookup(value);
    }

    /** As {@link #lookup(DirectBuffer, MutableDirectBuffer)}, with an index as the key of 4 bytes. */
    public boolean lookup(int index, MutableDirectBuffer value) {
        key.putInt(0, index);
        return lookup(value);
    }

    private boolean lookup(MutableDirectBuffer value) {
        if (!isThere(lookup)) {
            return false;
        }
        addUp();
        value.putBytes(0, values, 0, valueBytes);
        return true;
    }

    private void addUp() {
        for (int copy = valueBytes; copy < values.capacity(); copy += valueBytes) {
            for (int offset = 0; offset < valueBytes; offset += Long.BYTES) {
                values.putLong(offset, values.getLong(offset) + values.getLong(copy + offset));
            }
        }
    }

    /**
     * Sets a key's value, whether there was one or not.
     *
     * @throws NativeCallException where the map is full, or takes no such key or value
     */
    public void update(DirectBuffer changed, DirectBuffer value) {
        key.putBytes(0, changed, 0, key.capacity());
        update(value);
    }

    /** As {@link #update(DirectBuffer, DirectBuffer)}, with an index as the key of 4 bytes. */
    public void update(int index, DirectBuffer value) {
        key.putInt(0, index);
        update(value);
    }

    /** Of values for each processor, the first is set and the others are zero, so that their sum is right. */
    private void update(DirectBuffer value) {
        values.setMemory(0, values.capacity(), (byte) 0);
        values.putBytes(0, value, 0, valueBytes);
        update.with(BpfDescriptor.ELEMENT_MAP, fd()).run();
    }

    /** Takes a key out; false where there is none. */
    public boolean delete(DirectBuffer unwanted) {
        key.putBytes(0, unwanted, 0, key.capacity());
        return isThere(delete);
    }

    private boolean isThere(BpfCall call) {
        int result = call.with(BpfDescriptor.ELEMENT_MAP, fd()).tryRun();
        if (result < 0 && result != -Errno.ENOENT) {
            throw call.failure(-result, "");
        }
        return result >= 0;
    }

    int fd() {
        return descriptor.fd();
    }

    /** Lets go of the map; programs that are loaded keep theirs. */
    @Override
    public void close() {
        descriptor.close();
    }
}
