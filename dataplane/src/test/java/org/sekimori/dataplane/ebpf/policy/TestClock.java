package org.sekimori.dataplane.ebpf.policy;

import static org.sekimori.dataplane.ebpf.Register.R0;
import static org.sekimori.dataplane.ebpf.Register.R1;
import static org.sekimori.dataplane.ebpf.Register.R2;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.ebpf.Assembler;
import org.sekimori.dataplane.ebpf.Condition;
import org.sekimori.dataplane.ebpf.Helper;
import org.sekimori.dataplane.ebpf.Label;
import org.sekimori.dataplane.ebpf.MapReference;
import org.sekimori.dataplane.ebpf.MapType;
import org.sekimori.dataplane.ebpf.Operation;
import org.sekimori.dataplane.ebpf.Width;
import org.sekimori.dataplane.ebpf.flow.TimeCode;
import org.sekimori.dataplane.ebpf.walk.Machine;
import org.sekimori.dataplane.linux.EbpfMap;

/** A clock for programs that a test sets: a map with one entry. */
final class TestClock implements TimeCode, AutoCloseable {
    static final MapReference MAP = new MapReference("clock");

    /** Below all else that programs keep on their stack. */
    private static final int KEY = -216;

    private final EbpfMap map = EbpfMap.create(MapType.ARRAY, Integer.BYTES, Long.BYTES, 1);
    private final UnsafeBuffer value = new UnsafeBuffer(new byte[Long.BYTES]);

    EbpfMap map() {
        return map;
    }

    void set(long nowNs) {
        value.putLong(0, nowNs);
        map.update(0, value);
    }

    @Override
    public void write(Assembler code) {
        Label none = code.label();
        code.store(Width.WORD, Machine.STACK, KEY, 0)
                .move(R2, Machine.STACK)
                .compute(Operation.ADD, R2, KEY)
                .loadMap(R1, MAP)
                .call(Helper.MAP_LOOKUP_ELEM)
                .jumpIf(Condition.EQUAL, R0, 0, none)
                .load(Width.DOUBLE, R0, R0, 0)
                .place(none);
    }

    @Override
    public void close() {
        map.close();
    }
}
