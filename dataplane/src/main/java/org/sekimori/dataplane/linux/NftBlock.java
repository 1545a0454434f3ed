package org.sekimori.dataplane.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** The block as an nftables netdev table, by the {@code nft} program, where the kernel has no tcx (before 6.6). */
final class NftBlock implements StackBlock {
    private static final int TIMEOUT_SECONDS = 10;

    private final String table;

    private NftBlock(String table) {
        this.table = table;
    }

    /**
     * Makes the table; one left over from a box that was killed is replaced.
     *
     * @throws IOException where nft is missing or refuses, with its own words
     */
    static NftBlock attach(String interfaceName) throws IOException {
        String table = "sekimori_" + interfaceName.replaceAll("[^A-Za-z0-9]", "_");
        String chain = "type filter hook %s device \"%s\" priority -500; policy drop;";
        nft("add table netdev " + table
                + "\ndelete table netdev " + table
                + "\ntable netdev " + table
                + " {\n chain in { " + String.format(chain, "ingress", interfaceName) + " }\n"
                + " chain out { " + String.format(chain, "egress", interfaceName)
                + " meta mark " + PacketSocket.FORWARDED_MARK + " accept; }\n}\n");
        return new NftBlock(table);
    }

    private static void nft(String script) throws IOException {
        Process process =
                new ProcessBuilder("nft", "-f", "-").redirectErrorStream(true).start();
        process.getOutputStream().write(script.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("nft: no answer within " + TIMEOUT_SECONDS + " s");
            }
        } catch (InterruptedException interruption) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("nft: interrupted", interruption);
        }
        if (process.exitValue() != 0) {
            throw new IOException("nft: " + output.lines().findFirst().orElse("exit " + process.exitValue()));
        }
    }

    @Override
    public String kind() {
        return "nft";
    }

    @Override
    public void close() {
        try {
            nft("delete table netdev " + table + "\n");
        } catch (IOException gone) {
            // The interface, and the table's chains with it, may have vanished: there is nothing left to lift.
            return;
        }
    }
}
