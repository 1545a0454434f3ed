package org.sekimori.control.lab.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class NtpPeerTest {
    @Test
    void shouldReadTheTableOfPeers() {
        String text = """
                     remote           refid      st t when poll reach   delay   offset   jitter
                ===============================================================================
                *198.51.100.1    127.0.0.1        5 u    1    8   17   0.0650   0.0208   0.0127
                 2001:db8:51::1  .INIT.          16 u    -    8    0   0.0000   0.0000   0.0001
                """;

        assertThat(NtpPeer.parse(text))
                .containsExactly(new NtpPeer("*198.51.100.1", 0b1111), new NtpPeer("2001:db8:51::1", 0));
        assertThat(NtpPeer.parse(text)).extracting(NtpPeer::isReached).containsExactly(true, false);
    }

    @Test
    void shouldReadNoPeersFromAnErrorMessage() {
        assertThat(NtpPeer.parse("***Request timed out\n")).isEmpty();
        assertThat(NtpPeer.parse("")).isEmpty();
    }
}
