package org.sekimori.dataplane.ebpf.walk;

import static org.sekimori.dataplane.ebpf.Register.R0;
import static org.sekimori.dataplane.ebpf.Register.R1;
import static org.sekimori.dataplane.ebpf.Register.R2;
import static org.sekimori.dataplane.ebpf.Register.R3;

import org.sekimori.dataplane.counters.VerdictCounters.Kind;
import org.sekimori.dataplane.ebpf.Assembler;
import org.sekimori.dataplane.ebpf.Condition;
import org.sekimori.dataplane.ebpf.Helper;
import org.sekimori.dataplane.ebpf.Label;
import org.sekimori.dataplane.ebpf.MapReference;
import org.sekimori.dataplane.ebpf.Operation;
import org.sekimori.dataplane.ebpf.Register;
import org.sekimori.dataplane.ebpf.TcxDescriptor;
import org.sekimori.dataplane.ebpf.Width;

/**
 * How frames leave a program: dropped and counted; sent on and counted; or handed on, to be judged in user space.
 *
 * <p>What tcx hands on comes in a second time by the same interface, with {@link TcxDescriptor#HANDED_ON}: packet sockets
 * are asked before tcx is, so only the second time can they know that the frame is theirs.
 */
public final class ExitCode {
    /** The interface that frames leave by, for XDP: one entry, of index 0. */
    public static final MapReference EGRESS = new MapReference("egress");

    /**
     * Places that tell of matches: the verifier follows the function for each, some 400 instructions, and rewrites what lies
     * around, until jumps don't reach.
     */
    static final int MAX_TELLING = 512;

    private static final int TO_INGRESS = 1;
    private static final int NO_SLOT = -1;
    /** A tag is of 4 bytes. */
    private static final int TAG_LENGTH_SHIFT = 2;

    private final Assembler code;
    private final Station station;
    private final Label handOn;
    private final Label drop;
    private final Label forward;
    private final Label watched;
    private final Label done;
    /** The function that tells of a match. */
    private final Label match;
    /** The function that counts a match, of which nobody is told. */
    private final Label count;
    /** Null where nothing guards. */
    private final GuardCode guard;
    /** Null where a box is there. */
    private final AloneFates fates;

    private boolean canDrop;
    private boolean canForward;
    private boolean canWatch;
    private boolean countsByFunction;
    private int tellingMatches;
    /** Of the walk that this one goes over to; null for none. */
    private ExitCode following;

    private int watchedSlot;
    private int originSlot = NO_SLOT;

    ExitCode(Assembler code, Station station) {
        this(code, station, station.guards() ? new GuardCode(code) : null, null);
    }

    private ExitCode(Assembler code, Station station, GuardCode guard, AloneFates fates) {
        this.code = code;
        this.station = station;
        this.guard = guard;
        this.fates = fates;
        handOn = code.label();
        drop = code.label();
        forward = code.label();
        watched = code.label();
        done = code.label();
        match = code.label();
        count = code.label();
    }

    /** How frames leave the walk that this one goes over to where no box is there. */
    ExitCode alone(AloneFates value) {
        following = new ExitCode(code, station.alone(), guard, value);
        return following;
    }

    /**
     * Takes the context over. Lets go by what was handed on before: no program needs to see it again. Asks who decides.
     * Leaves the context in R1.
     */
    void begin() {
        if (station.isAlone()) {
            code.place(guard.alone()).move(R1, Machine.CONTEXT);
            return;
        }
        if (isRound()) {
            code.load(Width.WORD, R0, R1, TcxDescriptor.MARK)
                    .jumpIf32(Condition.EQUAL, R0, TcxDescriptor.HANDED_ON, done);
        }
        code.move(Machine.CONTEXT, R1);
        if (station.guards()) {
            guard.writeMode();
        }
    }

    /** Whether frames that are handed on come again. */
    private boolean isRound() {
        return station.forwards() && station.hook() == Hook.TCX;
    }

    /** Has the program tell of some of the frames that it sends on and counts there: where packets come from. */
    public void tellOrigins(int slot) {
        if (station.samples() && station.forwards() && !station.isAlone()) {
            originSlot = slot;
        }
    }

    /** The box decides; where none is there, the fail mode. */
    Label handOn() {
        return handOn;
    }

    /** A packet is malformed, and no box is there. */
    void writeMalformed() {
        writeFate(fates.dropsMalformed());
    }

    /** The frame passes, though nothing is known of it: no box is there. */
    void passAlone() {
        writeFate(false);
    }

    private void writeFate(boolean drops) {
        if (!drops) {
            code.move(R1, fates.slot());
            forward();
        } else if (fates.onlyWatches()) {
            watch(fates.slot(), fates.watchedSlot());
        } else {
            drop(fates.slot());
        }
    }

    /** Whether some frame may be dropped. */
    public boolean canDrop() {
        return canDrop;
    }

    /** Drops the frame, and counts it there. */
    public void drop(int slot) {
        canDrop = true;
        code.move(R1, slot).jump(drop);
    }

    /**
     * Counts that the frame would have been dropped, there; then sends it on.
     *
     * @param passedSlot where such frames are counted as passed, the same for all
     */
    public void watch(int slot, int passedSlot) {
        canWatch = true;
        watchedSlot = passedSlot;
        code.move(R1, slot).jump(watched);
    }

    /** Sends the frame on, and counts it at the slot in R1; or hands it on, where nothing is forwarded. */
    public void forward() {
        canForward = station.forwards();
        code.jump(canForward ? forward : handOn);
    }

    /**
     * Counts there that a rule which only watches matches the frame, and tells of it; goes on. Loses R0 to R5.
     *
     * @param needsMessage whether what lies behind the ports is looked at later
     */
    public void match(int slot, boolean needsMessage) {
        if (station.isAlone()) {
            writeMatchCall(slot);
            return;
        }
        Label counted = code.label();
        code.move(R1, slot);
        writeCount(Kind.MONITORED, needsMessage ? Machine.SLOT_KEY : Machine.LAST_SLOT_KEY, counted);
        if (station.matches()) {
            countTelling();
            SampleCode.ofMatches(code, station.hook()).writeCall(slot, match, counted);
        }
        code.place(counted);
    }

    /** Shorter than counting in place, so that a walk without a box is no longer than the one before it. */
    private void writeMatchCall(int slot) {
        countsByFunction = true;
        code.move(R1, Machine.CONTEXT).move(R2, Machine.FRAME).move(R3, slot).call(count);
    }

    private void writeMatchFunction() {
        Label counted = code.label();
        code.place(count).move(Machine.CONTEXT, R1).move(Machine.FRAME, R2).move(R1, R3);
        writeCount(Kind.MONITORED, Machine.LAST_SLOT_KEY, counted);
        code.place(counted).move(R0, 0).exit();
    }

    void finish() {
        if (station.isAlone()) {
            code.place(handOn);
            writeFate(station.failMode() == FailMode.CLOSED);
        }
        if (canDrop) {
            code.place(drop);
            writeTold(Kind.DROPPED);
            code.move(R0, station.hook().drop()).exit();
        }
        if (canWatch) {
            code.place(watched);
            writeTold(Kind.MONITORED);
            code.move(R1, watchedSlot);
            forward();
        }
        if (canForward) {
            code.place(forward);
            Label counted = code.label();
            writeCount(Kind.PASSED, Machine.LAST_SLOT_KEY, counted);
            if (originSlot != NO_SLOT) {
                code.load(Width.WORD, R1, Machine.STACK, Machine.LAST_SLOT_KEY)
                        .jumpIf(Condition.NOT_EQUAL, R1, originSlot, counted);
                SampleCode.ofOrigins(code, station.hook()).write(counted);
            }
            code.place(counted);
            writeForward();
        }
        if (!station.isAlone()) {
            writeHandOn();
        }
    }

    private void writeHandOn() {
        if (station.guards()) {
            int tapped = isRound() ? station.hook().drop() : station.hook().handOn();
            guard.writeBoxFirst(handOn, tapped);
            guard.writeStale();
            code.place(handOn);
            guard.writeBeat();
        } else {
            code.place(handOn);
        }
        if (isRound()) {
            writeRound();
            code.place(done);
        }
        boolean endsHere = isRound() && station.guards();
        code.move(R0, endsHere ? station.hook().drop() : station.hook().handOn())
                .exit();
    }

    /** Writes what the walks call; behind all of them. */
    void finishFunctions() {
        if (tellingMatches > 0) {
            code.place(match);
            SampleCode.ofMatches(code, station.hook()).writeFunction();
        }
        if (countsByFunction) {
            writeMatchFunction();
        }
        if (following != null) {
            following.finishFunctions();
        }
    }

    private void countTelling() {
        tellingMatches++;
        if (tellingMatches > MAX_TELLING) {
            throw new ProgramTooLargeException(
                    "its program would tell of matches in more than " + MAX_TELLING + " places");
        }
    }

    private void writeTold(Kind kind) {
        Label counted = code.label();
        writeCount(kind, Machine.LAST_SLOT_KEY, counted);
        if (station.samples()) {
            SampleCode.ofDrops(code, station.hook()).write(counted);
        }
        code.place(counted);
    }

    private void writeForward() {
        if (station.hook() == Hook.XDP) {
            code.loadMap(R1, EGRESS)
                    .move(R2, 0)
                    .move(R3, station.hook().drop())
                    .call(Helper.REDIRECT_MAP)
                    .exit();
        } else {
            code.move(R2, TcxDescriptor.FORWARDED)
                    .store(Width.WORD, Machine.CONTEXT, TcxDescriptor.MARK, R2)
                    .move(R1, station.egress())
                    .move(R2, 0)
                    .call(Helper.REDIRECT)
                    .exit();
        }
    }

    /** Has the frame come in again, marked. */
    private void writeRound() {
        code.move(R2, TcxDescriptor.HANDED_ON)
                .store(Width.WORD, Machine.CONTEXT, TcxDescriptor.MARK, R2)
                .load(Width.WORD, R1, Machine.CONTEXT, TcxDescriptor.INTERFACE)
                .move(R2, TO_INGRESS)
                .call(Helper.REDIRECT)
                .exit();
    }

    /**
     * Counts at the slot in R1. The entry, whose address is in R0 then, is this processor's own, so nobody else writes it
     * meanwhile.
     *
     * @param key where the stack has room for the slot
     * @param missing where to go on without an entry
     */
    private void writeCount(Kind kind, int key, Label missing) {
        code.store(Width.WORD, Machine.STACK, key, R1)
                .move(R2, Machine.STACK)
                .compute(Operation.ADD, R2, key)
                .loadMap(R1, VerdictSlots.MAP)
                .call(Helper.MAP_LOOKUP_ELEM)
                .jumpIf(Condition.EQUAL, R0, 0, missing);
        writeWireLength();
        add(VerdictSlots.bytesOffset(kind), R3);
        code.move(R3, 1);
        add(VerdictSlots.framesOffset(kind), R3);
    }

    /** The frame's length in R3, with the tag that the kernel has taken out of a socket buffer. */
    private void writeWireLength() {
        code.move32(R3, Machine.FRAME);
        if (station.hook().isInPieces()) {
            code.load(Width.WORD, R2, Machine.CONTEXT, TcxDescriptor.VLAN_PRESENT)
                    .compute(Operation.SHIFT_LEFT, R2, TAG_LENGTH_SHIFT)
                    .compute(Operation.ADD, R3, R2);
        }
    }

    private void add(int offset, Register number) {
        code.load(Width.DOUBLE, R2, R0, offset)
                .compute(Operation.ADD, R2, number)
                .store(Width.DOUBLE, R0, offset, R2);
    }
}
