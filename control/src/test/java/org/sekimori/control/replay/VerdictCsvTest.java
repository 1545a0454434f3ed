package org.sekimori.control.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.policy.Direction;

class VerdictCsvTest {
    @Test
    void shouldWriteStableWords() {
        StringWriter out = new StringWriter();
        try (VerdictCsv csv = new VerdictCsv("v.csv", out)) {
            csv.accept(new FrameVerdict("a.pcap", 1, Direction.INBOUND, true, "cldap", Reason.NONE));
            csv.accept(new FrameVerdict("a.pcap", 2, Direction.OUTBOUND, false, "", Reason.NONE));
            csv.accept(new FrameVerdict("b.pcap", 1, Direction.INBOUND, true, "", Reason.MALFORMED_IPV4_LENGTH));
        }
        assertThat(out)
                .hasToString("file,frame,direction,verdict,rule,reason\n"
                        + "a.pcap,1,inbound,drop,cldap,\n"
                        + "a.pcap,2,outbound,pass,,\n"
                        + "b.pcap,1,inbound,drop,,malformed-ipv4-length\n");
    }

    @Test
    void shouldQuoteFileNamesThatNeedIt() {
        assertThat(VerdictCsv.line(new FrameVerdict("a,\"b\".pcap", 1, Direction.INBOUND, false, "", Reason.NONE)))
                .isEqualTo("\"a,\"\"b\"\".pcap\",1,inbound,pass,,\n");
    }
}
