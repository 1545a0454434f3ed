package org.sekimori.dataplane.pcap;

import java.sql.Timestamp;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.Pcaps;
import org.pcap4j.packet.namednumber.DataLinkType;
import org.sekimori.dataplane.frame.LinkTypes;

/** How libpcap is called here: a missing library becomes one line that names the package, and time becomes a number. */
final class LibPcap {
    /** The longest frame libpcap takes from an Ethernet capture (its {@code MAXIMUM_SNAPLEN}). */
    static final int MAX_SNAP_LENGTH = 262_144;

    /** libpcap's own numbers for raw IP, in place of a file's 101: on Linux, and on OpenBSD. */
    private static final int RAW_HERE = 12;

    private static final int RAW_ON_OPENBSD = 14;

    private static final String MISSING =
            "libpcap is not installed; on Debian and Ubuntu it is in the package libpcap0.8: apt-get install libpcap0.8";
    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long MILLIS_PER_SECOND = TimeUnit.SECONDS.toMillis(1);

    private LibPcap() {}

    /** A call that opens something. */
    @FunctionalInterface
    interface Opening<T> {
        T open() throws PcapNativeException;
    }

    /** Opens, or throws one line: the library's absence in our words, its refusal as {@code onRefusal} puts it. */
    static <T> T open(Opening<T> opening, Function<String, String> onRefusal) {
        try {
            // Loads the library: pcap4j tells its absence from an old version nowhere else.
            Pcaps.libVersion();
            return opening.open();
        } catch (PcapNativeException refusal) {
            throw new CaptureException(onRefusal.apply(words(refusal)), refusal);
        } catch (LinkageError absence) {
            throw new CaptureException(MISSING, absence);
        }
    }

    /** What libpcap said, without the call's name that pcap4j puts before it. */
    static String words(PcapNativeException problem) {
        String message = String.valueOf(problem.getMessage()).strip().replace('\n', ' ');
        return message.replaceFirst("^Error occurred in \\w+\\(\\): ", "");
    }

    /** libpcap's description and number of a link type: pcap4j has names for few. */
    static String linkName(DataLinkType link) {
        String name = link.name();
        try {
            name = Pcaps.dataLinkValToDescription(link.value());
        } catch (PcapNativeException unknownToLibpcap) {
            // The number says it, then.
        }
        return name + " (" + link.value() + ")";
    }

    /** The same of a number as capture files have it. */
    static String linkName(int linkType) {
        try {
            return linkName(DataLinkType.getInstance(linkType));
        } catch (LinkageError absence) {
            return String.valueOf(linkType);
        }
    }

    /** The link type of {@link LinkTypes}: libpcap's number and a file's differ for raw IP only. */
    static int linkType(DataLinkType link) {
        int number = link.value();
        return number == RAW_HERE || number == RAW_ON_OPENBSD ? LinkTypes.RAW : number;
    }

    /** What libpcap calls that one of {@link LinkTypes}. */
    static DataLinkType dataLink(int linkType) {
        return DataLinkType.getInstance(linkType == LinkTypes.RAW ? RAW_HERE : linkType);
    }

    static long toNanos(Timestamp time) {
        return Math.floorDiv(time.getTime(), MILLIS_PER_SECOND) * NANOS_PER_SECOND + time.getNanos();
    }

    static Timestamp toTimestamp(long nanos) {
        Timestamp time = new Timestamp(Math.floorDiv(nanos, NANOS_PER_SECOND) * MILLIS_PER_SECOND);
        time.setNanos((int) Math.floorMod(nanos, NANOS_PER_SECOND));
        return time;
    }
}
