package org.sekimori.dataplane.pcap;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns what libpcap says of a bad file into one line: the file, what is wrong, and how far it got. */
final class CaptureFault {
    /** For instance {@code truncated dump file; tried to read 74 captured bytes, only got 12}. */
    private static final Pattern CUT_OFF =
            Pattern.compile("truncated (pcapng )?dump file; tried to read (\\d+) (.*?)bytes, only got (\\d+)");

    private CaptureFault() {}

    /** The file could not be opened. */
    static String onOpen(Path file, String words) {
        if (CUT_OFF.matcher(words).find()) {
            return file + ": is cut off in the file's header (only "
                    + file.toFile().length() + " bytes are there)";
        }
        if (words.contains("unknown file format") || words.contains("bad dump file format")) {
            return file + ": is not a pcap or pcapng file";
        }
        return file + ": can't be read as a capture: " + withoutName(file, words);
    }

    /** The file broke after so many whole frames. */
    static String onRead(Path file, long framesRead, String words) {
        return file + ": " + place(framesRead + 1, words) + "; " + framesRead
                + (framesRead == 1 ? " frame was read" : " frames were read");
    }

    /** Behind a file's name. */
    static String unknownLinkType(String name) {
        return ": its link type is " + name
                + "; captures can be read of Ethernet, raw IP, Linux cooked, BSD loopback, PPP and Cisco HDLC";
    }

    private static String place(long frame, String words) {
        Matcher cut = CUT_OFF.matcher(words);
        if (!cut.find()) {
            return "broken at frame " + frame + " (" + words + ")";
        }
        String wanted = cut.group(2);
        String there = cut.group(4);
        if (cut.group(1) != null) {
            return "cut off at frame " + frame + " (of the next " + wanted + " bytes " + there + " are there)";
        }
        String what = cut.group(3).contains("header") ? "in the header of frame " : "in frame ";
        return "cut off " + what + frame + " (of its " + wanted + " bytes " + there + " are there)";
    }

    private static String withoutName(Path file, String words) {
        String prefix = file + ": ";
        return words.startsWith(prefix) ? words.substring(prefix.length()) : words;
    }
}
