package org.sekimori.policy;

/** UDP or TCP ports from {@code first} to {@code last}, both included. */
public record PortRange(int first, int last) {
    /** The greatest port number. */
    public static final int MAX_PORT = 65535;

    private static final int MAX_DIGITS = 9;

    /** Checks the bounds. */
    public PortRange {
        checkPort(first);
        checkPort(last);
        if (first > last) {
            throw new IllegalArgumentException(
                    "port range " + first + "-" + last + " runs backwards; write " + last + "-" + first);
        }
    }

    /** The range that holds one port. */
    public static PortRange of(int port) {
        return new PortRange(port, port);
    }

    /** Reads {@code 53} or {@code 137-139}: decimal digits only, no sign, no leading zero, no space. */
    public static PortRange parse(String text) {
        int dash = text.indexOf('-');
        if (dash < 0) {
            return of(number(text, text));
        }
        return new PortRange(number(text.substring(0, dash), text), number(text.substring(dash + 1), text));
    }

    /** Whether the port lies in the range. */
    public boolean contains(int port) {
        return first <= port && port <= last;
    }

    @Override
    public String toString() {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }

    private static int number(String digits, String whole) {
        boolean decimal = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!decimal || digits.length() > 1 && digits.charAt(0) == '0') {
            throw new IllegalArgumentException(
                    "'" + whole + "' is no port; expected a number from 0 to " + MAX_PORT + " or a range like 137-139");
        }
        if (digits.length() > MAX_DIGITS) {
            throw outOfBounds(digits);
        }
        return Integer.parseInt(digits);
    }

    private static void checkPort(int port) {
        if (port < 0 || port > MAX_PORT) {
            throw outOfBounds(Integer.toString(port));
        }
    }

    private static IllegalArgumentException outOfBounds(String port) {
        return new IllegalArgumentException("port " + port + " is out of bounds; ports go from 0 to " + MAX_PORT);
    }
}
