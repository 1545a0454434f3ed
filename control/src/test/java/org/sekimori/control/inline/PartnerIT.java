package org.sekimori.control.inline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekimori.control.inline.line.Line;
import org.sekimori.control.inline.line.SeenPacket;
import org.sekimori.control.lab.attack.Order;
import org.sekimori.control.lab.net.Addresses;
import org.sekimori.control.lab.net.Command;
import org.sekimori.control.lab.server.DomainController;

/**
 * A partner on the internet, named in {@code allow-from}, works with the site's domain controller over every kind of line, by Samba's own
 * clients. Slow, since a domain has to be made first, and needs the packages of the whole lab.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PartnerIT {
    private static final int CLDAP_PORT = 389;
    private static final int SMB_PORT = 445;
    private static final int FILE_BYTES = 300_000;
    private static final long SEED = 20_261_122;

    @TempDir
    Path folder;

    private LineLab lab;

    @BeforeAll
    void start() {
        lab = new LineLab(LineLab.policyWithPartner());
        lab.become(Line.PLAIN);
        lab.start(List.of(new DomainController(lab.site())));
    }

    @AfterAll
    void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void shouldListSharesForThePartner(Line line) {
        lab.become(line);
        for (String server : List.of(Addresses.HOST, Addresses.HOST_V6)) {
            // Its exit status is no help: it also asks for workgroups, which IPv6 has none of.
            Command.Result shares = lab.onInternet("smbclient", "-N", "-L", server);
            assertThat(shares.text()).contains("sysvol", "netlogon");
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void shouldCarryAFileToTheShareAndBack(Line line) throws Exception {
        lab.become(line);
        byte[] content = new byte[FILE_BYTES];
        new SplittableRandom(SEED).nextBytes(content);
        Path there = Files.write(folder.resolve("there"), content);
        Path back = folder.resolve("back");
        Command.Result copied = lab.onInternet(
                "smbclient",
                "//" + Addresses.HOST + "/sysvol",
                "-U",
                "LAB/Administrator%" + DomainController.PASSWORD,
                "-c",
                "put " + there + " copy; get copy " + back + "; rm copy");
        assertThat(copied.isOk()).as(copied.text()).isTrue();
        assertThat(back).hasBinaryContent(content);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void shouldTellThePartnerOfTheDomainByCldap(Line line) {
        lab.become(line);
        try (FrameCapture atSite = lab.watchSite()) {
            Command.Result info = lab.onInternet("samba-tool", "domain", "info", Addresses.HOST);
            assertThat(info.isOk()).as(info.text()).isTrue();
            assertThat(info.text()).contains("lab.example").contains("DC name");
            Predicate<SeenPacket> question = packet -> packet.isFrom(Addresses.PARTNER)
                    && packet.protocol() == SeenPacket.UDP
                    && packet.destinationPort() == CLDAP_PORT;
            assertThat(lab.await(atSite, 1, question))
                    .as("questions to UDP 389")
                    .isNotEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void shouldAnswerThePartnerAndNotAStranger(Line line) {
        lab.become(line);
        List<Order> questions = Stranger.attacks().stream()
                .filter(order -> order.port() == CLDAP_PORT || order.port() == SMB_PORT)
                .toList();
        try (FrameCapture atInternet = lab.watchInternet()) {
            Stranger.send(lab, Addresses.ATTACKER, Addresses.ATTACKER_V6, questions);
            Stranger.send(lab, Addresses.PARTNER, Addresses.PARTNER_V6, questions);
            for (int port : List.of(CLDAP_PORT, SMB_PORT)) {
                for (String partner : List.of(Addresses.PARTNER, Addresses.PARTNER_V6)) {
                    assertThat(answers(atInternet, 1, port, partner))
                            .as("answers to the partner")
                            .isNotEmpty();
                }
                for (String stranger : List.of(Addresses.ATTACKER, Addresses.ATTACKER_V6)) {
                    assertThat(answers(atInternet, 0, port, stranger))
                            .as("answers to the stranger")
                            .isEmpty();
                }
            }
        }
    }

    private List<SeenPacket> answers(FrameCapture capture, int count, int port, String to) {
        return lab.await(capture, count, packet -> packet.isTo(to) && packet.sourcePort() == port);
    }
}
