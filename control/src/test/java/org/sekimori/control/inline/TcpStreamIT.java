package org.sekimori.control.inline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real TCP, with the super-frames and partial checksums that hosts on virtual links send. */
class TcpStreamIT {
    private static final int PORT = 8080;
    private static final int STREAM_BYTES = 200_000_000;

    @ParameterizedTest
    @ValueSource(
            strings = {"--threading=shared", "--threading=dedicated", "--workers=0", "--workers=3", "--pipelines=2"})
    void shouldCarryAStreamUnharmedInBothDirections(String option) {
        try (InlineBox inline = new InlineBox()) {
            address(inline);
            inline.run(option, "--json", "--offload=off");
            assertThat(download(inline, "10.99.0.2")).isEqualTo(checksumSent());
            String report = inline.stop();
            assertThat(report).contains("\"received-cut\":0", "\"transmit-too-long\":0");
            assertThat(report).as("super-frames were seen").containsPattern("\"received-super-frames\":[1-9]");
        }
    }

    /** Super-frames and partial checksums outlive a redirect at tcx; the box sees next to none of the stream. */
    @Test
    void shouldCarryAStreamThroughTheKernel() {
        try (InlineBox inline = new InlineBox()) {
            address(inline);
            inline.run("--offload", "forward-tcx", "--json");
            assertThat(download(inline, "10.99.0.2")).isEqualTo(checksumSent());
            assertThat(inline.stop()).as("super-frames").doesNotContainPattern("\"received-super-frames\":[1-9]");
        }
    }

    @Test
    void shouldCarryAStreamOverIpv6() {
        try (InlineBox inline = new InlineBox()) {
            inline.wan.exec("sysctl", "-qw", "net.ipv6.conf.wanh0.disable_ipv6=0");
            inline.lan.exec("sysctl", "-qw", "net.ipv6.conf.lanh0.disable_ipv6=0");
            inline.wan.exec("ip", "addr", "add", "fd00::1/64", "dev", "wanh0", "nodad");
            inline.lan.exec("ip", "addr", "add", "fd00::2/64", "dev", "lanh0", "nodad");
            inline.run();
            assertThat(download(inline, "fd00::2")).isEqualTo(checksumSent());
        }
    }

    private static void address(InlineBox inline) {
        inline.wan.exec("ip", "addr", "add", "10.99.0.1/24", "dev", "wanh0");
        inline.lan.exec("ip", "addr", "add", "10.99.0.2/24", "dev", "lanh0");
    }

    /** The LAN host serves, the WAN host fetches; the client first sends as much as it then gets. */
    private static long download(InlineBox inline, String address) {
        ServerSocket server = inline.lan.call(() -> new ServerSocket(PORT, 1, InetAddress.getByName(address)));
        CompletableFuture<Long> uploaded = CompletableFuture.supplyAsync(() -> {
            try (Socket connection = server.accept()) {
                long checksum = drain(connection.getInputStream());
                fill(connection.getOutputStream());
                return checksum;
            } catch (java.io.IOException problem) {
                throw new java.io.UncheckedIOException(problem);
            }
        });
        long downloaded = inline.wan.call(() -> {
            try (Socket connection = new Socket()) {
                connection.setSoTimeout(30_000);
                connection.connect(new InetSocketAddress(InetAddress.getByName(address), PORT), 10_000);
                fill(connection.getOutputStream());
                connection.shutdownOutput();
                return drain(connection.getInputStream());
            }
        });
        assertThat(uploaded.join()).as("upload").isEqualTo(checksumSent());
        return downloaded;
    }

    private static void fill(OutputStream out) throws java.io.IOException {
        byte[] block = block();
        for (int sent = 0; sent < STREAM_BYTES; sent += block.length) {
            out.write(block);
        }
        out.flush();
    }

    private static long drain(InputStream in) throws java.io.IOException {
        CRC32C checksum = new CRC32C();
        byte[] buffer = new byte[65536];
        int read;
        while ((read = in.read(buffer)) >= 0) {
            checksum.update(buffer, 0, read);
        }
        return checksum.getValue();
    }

    private static long checksumSent() {
        CRC32C checksum = new CRC32C();
        byte[] block = block();
        for (int sent = 0; sent < STREAM_BYTES; sent += block.length) {
            checksum.update(block);
        }
        return checksum.getValue();
    }

    private static byte[] block() {
        byte[] block = new byte[100_000];
        new SplittableRandom(7).nextBytes(block);
        return block;
    }
}
