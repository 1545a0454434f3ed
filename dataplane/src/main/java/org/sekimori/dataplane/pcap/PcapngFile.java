package org.sekimori.dataplane.pcap;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sekimori.dataplane.frame.LinkTypes;

/**
 * A pcapng file. libpcap reads those whose interfaces agree in link type and snap length; those of a machine with several
 * interfaces mostly don't, and no frame of theirs may be lost. Blocks of other kinds are skipped.
 */
final class PcapngFile implements FrameSource {
    private final Path file;
    private final InputStream in;
    private final List<PcapngInterface> interfaces = new ArrayList<>();
    private ByteOrder order = ByteOrder.BIG_ENDIAN;
    private int linkType;
    private long framesRead;

    private PcapngFile(Path file, InputStream in) {
        this.file = file;
        this.in = in;
    }

    /** Whether that file begins as pcapng files do; not asked of a pipe, which can be read only once. */
    static boolean isOne(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(Integer.BYTES);
            return start.length == Integer.BYTES && ByteBuffer.wrap(start).getInt() == PcapngDescriptor.SECTION;
        } catch (IOException e) {
            throw new CaptureException(file + ": " + e.getMessage(), e);
        }
    }

    static PcapngFile open(Path file) {
        int linkType;
        try (PcapngFile scan = start(file)) {
            linkType = scan.scanLinkTypes();
        }
        if (linkType != CaptureFileReader.SEVERAL_LINK_TYPES && !LinkTypes.isKnown(linkType)) {
            throw new CaptureException(file + CaptureFault.unknownLinkType(LibPcap.linkName(linkType)));
        }
        PcapngFile opened = start(file);
        opened.linkType = linkType;
        return opened;
    }

    private static PcapngFile start(Path file) {
        try {
            return new PcapngFile(file, new BufferedInputStream(Files.newInputStream(file)));
        } catch (IOException e) {
            throw new CaptureException(file + ": " + e.getMessage(), e);
        }
    }

    /** The one link type of all frames up to where the file ends or breaks; that of the interfaces where no frame is. */
    private int scanLinkTypes() {
        int found = CaptureFileReader.SEVERAL_LINK_TYPES;
        try {
            for (Packet packet = nextPacket(); packet != null; packet = nextPacket()) {
                int type = packet.source().linkType();
                if (framesRead > 0 && type != found) {
                    return CaptureFileReader.SEVERAL_LINK_TYPES;
                }
                found = type;
                framesRead++;
            }
        } catch (CaptureException broken) {
            if (framesRead == 0 && interfaces.isEmpty()) {
                throw broken;
            }
        }
        if (framesRead > 0) {
            return found;
        }
        return interfaces.isEmpty() ? LinkTypes.ETHERNET : interfaces.get(0).linkType();
    }

    @Override
    public CaptureFrame next() {
        Packet packet = nextPacket();
        if (packet == null) {
            return null;
        }
        int type = packet.source().linkType();
        if (!LinkTypes.isKnown(type)) {
            throw broken("its interface's link type is " + LibPcap.linkName(type) + ", which can't be read");
        }
        framesRead++;
        int wireLength = Math.max(packet.bytes().length, packet.wireLength());
        return new CaptureFrame(packet.bytes(), wireLength, packet.timestampNs(), framesRead, type);
    }

    @Override
    public int linkType() {
        return linkType;
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new CaptureException(file + ": " + e.getMessage(), e);
        }
    }

    private record Packet(PcapngInterface source, byte[] bytes, int wireLength, long timestampNs) {}

    private Packet nextPacket() {
        try {
            for (ByteBuffer header = header(); header != null; header = header()) {
                int type = header.getInt(0);
                ByteBuffer body = type == PcapngDescriptor.SECTION ? section(header) : body(header, order);
                switch (type) {
                    case PcapngDescriptor.INTERFACE:
                        require(body, PcapngDescriptor.INTERFACE_LENGTH);
                        interfaces.add(PcapngInterface.of(body));
                        break;
                    case PcapngDescriptor.ENHANCED_PACKET:
                        require(body, PcapngDescriptor.PACKET_LENGTH);
                        return packet(body, body.getInt(0));
                    case PcapngDescriptor.OBSOLETE_PACKET:
                        require(body, PcapngDescriptor.PACKET_LENGTH);
                        return packet(body, Short.toUnsignedInt(body.getShort(0)));
                    case PcapngDescriptor.SIMPLE_PACKET:
                        require(body, PcapngDescriptor.SIMPLE_PACKET_LENGTH);
                        return simplePacket(body);
                    default:
                        break;
                }
            }
            return null;
        } catch (IOException e) {
            throw broken(String.valueOf(e.getMessage()));
        }
    }

    /** The next block's type and length; null at the end. */
    private ByteBuffer header() throws IOException {
        byte[] bytes = in.readNBytes(PcapngDescriptor.BLOCK_HEADER_LENGTH);
        if (bytes.length == 0) {
            return null;
        }
        return whole(bytes, PcapngDescriptor.BLOCK_HEADER_LENGTH).order(order);
    }

    /** A new section may be in the other byte order, and has interfaces of its own. */
    private ByteBuffer section(ByteBuffer header) throws IOException {
        ByteBuffer magic = whole(in.readNBytes(Integer.BYTES), Integer.BYTES);
        if (magic.getInt(0) == PcapngDescriptor.BYTE_ORDER_MAGIC) {
            order = ByteOrder.BIG_ENDIAN;
        } else if (magic.order(ByteOrder.LITTLE_ENDIAN).getInt(0) == PcapngDescriptor.BYTE_ORDER_MAGIC) {
            order = ByteOrder.LITTLE_ENDIAN;
        } else {
            throw broken("a section's byte order is none");
        }
        interfaces.clear();
        int length = length(header.order(order), PcapngDescriptor.SECTION_LENGTH) - Integer.BYTES;
        ByteBuffer body = ByteBuffer.allocate(length + Integer.BYTES).order(order);
        body.put(magic.array()).put(whole(in.readNBytes(length), length).array());
        checkTrailer(header.getInt(Integer.BYTES), trailer(), order);
        int version = body.getShort(PcapngDescriptor.MAJOR_VERSION_OFFSET);
        if (version != PcapngDescriptor.MAJOR_VERSION) {
            throw broken("a section is of pcapng version " + version + "; version 1 can be read");
        }
        return body;
    }

    private ByteBuffer body(ByteBuffer header, ByteOrder inOrder) throws IOException {
        int length = length(header, 0);
        byte[] bytes = in.readNBytes(length + Integer.BYTES);
        ByteBuffer body = whole(bytes, length + Integer.BYTES).order(inOrder);
        checkTrailer(header.getInt(Integer.BYTES), body.slice(length, Integer.BYTES), inOrder);
        return body.limit(length);
    }

    private ByteBuffer trailer() throws IOException {
        return whole(in.readNBytes(Integer.BYTES), Integer.BYTES);
    }

    /** Bytes of the body, of a block that has at least that many. */
    private int length(ByteBuffer header, int least) {
        int length = header.getInt(Integer.BYTES);
        if (length < PcapngDescriptor.BLOCK_OVERHEAD + least
                || length > PcapngDescriptor.MAX_BLOCK_LENGTH
                || length % PcapngDescriptor.ALIGNMENT != 0) {
            throw broken("a block's length is " + Integer.toUnsignedString(length));
        }
        return length - PcapngDescriptor.BLOCK_OVERHEAD;
    }

    private void checkTrailer(int length, ByteBuffer trailer, ByteOrder inOrder) {
        int again = trailer.order(inOrder).getInt(0);
        if (again != length) {
            throw broken("a block's length is " + length + " before it and " + Integer.toUnsignedString(again)
                    + " behind it");
        }
    }

    private Packet packet(ByteBuffer body, int interfaceIndex) {
        PcapngInterface source = source(interfaceIndex);
        long count = (long) body.getInt(PcapngDescriptor.TIME_HIGH_OFFSET) << Integer.SIZE
                | Integer.toUnsignedLong(body.getInt(PcapngDescriptor.TIME_LOW_OFFSET));
        int captured = body.getInt(PcapngDescriptor.CAPTURE_LENGTH_OFFSET);
        int wireLength = body.getInt(PcapngDescriptor.WIRE_LENGTH_OFFSET);
        return new Packet(
                source, bytes(body, PcapngDescriptor.PACKET_LENGTH, captured), wireLength, source.toNanos(count));
    }

    /** Of the first interface, without a time, cut to that interface's snap length. */
    private Packet simplePacket(ByteBuffer body) {
        PcapngInterface source = source(0);
        int wireLength = body.getInt(0);
        int captured = Math.min(
                Integer.compareUnsigned(wireLength, body.limit()) < 0 ? wireLength : body.limit(),
                body.limit() - PcapngDescriptor.SIMPLE_PACKET_LENGTH);
        if (source.snapLength() > 0) {
            captured = Math.min(captured, source.snapLength());
        }
        return new Packet(source, bytes(body, PcapngDescriptor.SIMPLE_PACKET_LENGTH, captured), wireLength, 0);
    }

    private PcapngInterface source(int index) {
        if (index < 0 || index >= interfaces.size()) {
            throw broken("it comes from interface " + Integer.toUnsignedString(index) + " of " + interfaces.size());
        }
        return interfaces.get(index);
    }

    private byte[] bytes(ByteBuffer body, int from, int length) {
        if (length < 0 || length > body.limit() - from || length > LibPcap.MAX_SNAP_LENGTH) {
            throw broken("its captured length is " + Integer.toUnsignedString(length));
        }
        byte[] bytes = new byte[length];
        body.get(from, bytes);
        return bytes;
    }

    private void require(ByteBuffer body, int length) {
        if (body.limit() < length) {
            throw broken("a block has " + body.limit() + " of its " + length + " bytes");
        }
    }

    /** Says it as libpcap does, which {@link CaptureFault} turns into a place. */
    private ByteBuffer whole(byte[] bytes, int length) {
        if (bytes.length < length) {
            throw broken("truncated pcapng dump file; tried to read " + length + " bytes, only got " + bytes.length);
        }
        return ByteBuffer.wrap(bytes);
    }

    private CaptureException broken(String words) {
        return new CaptureException(CaptureFault.onRead(file, framesRead, words));
    }
}
