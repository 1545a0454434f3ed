package org.sekimori.policy.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekimori.policy.Action;
import org.sekimori.policy.Direction;
import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.Match;
import org.sekimori.policy.Mode;
import org.sekimori.policy.PerDirection;
import org.sekimori.policy.Policy;
import org.sekimori.policy.Rule;
import org.sekimori.policy.text.PolicyReader;
import org.sekimori.policy.text.PolicyReading;

class ProfileTest {
    private static final List<String> SHIPPED_RULES =
            List.of("cldap", "ntp", "dns", "ssdp", "smb", "netbios", "rpc-smb-outbound");

    /** A commented line of the language: nothing, or the two blanks of a deeper level, stand between '#' and the text. */
    private static final Pattern EXAMPLE = Pattern.compile("(?m)^( *)#(?=(  )*[-a-z])");

    @ParameterizedTest
    @EnumSource
    void shouldReadWithoutFinding(Profile profile) {
        assertThat(profile.read().findings()).isEmpty();
        assertThat(profile.policy().name()).isEqualTo(profile.word());
        assertThat(profile.policy().mode()).isEqualTo(Mode.ENFORCE);
        assertThat(profile.policy().description()).isNotEmpty();
        assertThat(profile.table().ruleCount())
                .isEqualTo(profile.policy().rules().size());
    }

    @ParameterizedTest
    @EnumSource
    void shouldHoldAReadersWidthAndSayWhomItIsFor(Profile profile) {
        assertThat(profile.text()).startsWith("# ").contains("version: 1\nname: " + profile.word() + "\n");
        assertThat(profile.text().lines()).allMatch(line -> line.length() <= 130 && line.equals(line.stripTrailing()));
    }

    @ParameterizedTest
    @EnumSource
    void shouldHaveExamplesThatCanBeUsed(Profile profile) {
        String withExamples = EXAMPLE.matcher(profile.text()).replaceAll("$1");
        PolicyReading reading = PolicyReader.read(profile.sourceName(), withExamples);
        assertThat(reading.hasErrors())
                .as("%s\n%s", reading.findings(), withExamples)
                .isFalse();
        int more = reading.policy().orElseThrow().rules().size()
                - profile.policy().rules().size();
        int expected = switch (profile) {
            case OFFICE, DEFAULT_DROP -> 2;
            case SCHOOL -> 1;
            default -> 0;
        };
        assertThat(more).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void shouldUseTheStableNamesForTheSameServices(Profile profile) {
        assertThat(profile.policy().rules()).extracting(Rule::name).containsAll(SHIPPED_RULES);
        Policy shipped = Profile.SHIPPED.policy();
        for (Rule rule : profile.policy().rules()) {
            shipped.rules().stream()
                    .filter(same -> same.name().equals(rule.name()))
                    .forEach(same -> {
                        assertThat(rule.direction()).isEqualTo(same.direction());
                        assertThat(rule.traffic().protocols())
                                .isEqualTo(same.traffic().protocols());
                        assertThat(rule.traffic().destinationPorts())
                                .isEqualTo(same.traffic().destinationPorts());
                        assertThat(rule.action()).isEqualTo(Action.DROP);
                    });
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldEnforceTheBarometerInSchoolsOnly(Profile profile) {
        Rule barometer = rule(profile, "rpc-smb-outbound");
        assertThat(barometer.mode()).isEqualTo(profile == Profile.SCHOOL ? Mode.ENFORCE : Mode.MONITOR);
        assertThat(barometer.direction()).isEqualTo(Direction.OUTBOUND);
        assertThat(barometer.traffic().protocols()).containsExactly(IpProtocol.TCP, IpProtocol.UDP);
    }

    @ParameterizedTest
    @EnumSource
    void shouldDropOrphansInTheShieldAndByDefaultInDefaultDropOnly(Profile profile) {
        Policy policy = profile.policy();
        PerDirection inboundDrop = new PerDirection(Action.DROP, Action.PASS);
        assertThat(policy.orphans()).isEqualTo(profile == Profile.SHIELD ? inboundDrop : Policy.ORPHANS);
        assertThat(policy.defaults()).isEqualTo(profile == Profile.DEFAULT_DROP ? inboundDrop : Policy.DEFAULTS);
        assertThat(policy.malformed()).isEqualTo(Policy.UNJUDGED);
        assertThat(policy.undecodable()).isEqualTo(Policy.UNJUDGED);
    }

    @Test
    void shouldBeWarnedOfCutAnswersWherePortsOnlyDoesNotSayThatTheyAreMeant() {
        String unsaid = Profile.PORTS_ONLY.text().replace("    match: all\n", "");
        assertThat(PolicyReader.read("unsaid", unsaid).findings())
                .extracting(finding -> finding.message().replaceAll("; .*", ""))
                .containsExactly(
                        "rule 'ntp' cuts off NTP answers to clients that ask from port 123 (ntpd, Windows, many devices)",
                        "rule 'dns' cuts off DNS answers to resolvers that ask from port 53");
    }

    @Test
    void shouldLookAtPortsAloneInPortsOnly() {
        assertThat(Profile.PORTS_ONLY.policy().rules())
                .allMatch(rule -> rule.traffic().match() == Match.ALL);
    }

    @Test
    void shouldAskForSolicitedAnswersWithAGraceInStrict() {
        assertThat(Profile.STRICT.policy().graceSeconds()).isEqualTo(60);
        for (String name : List.of("dns", "ntp", "dns-unsolicited", "ntp-unsolicited")) {
            assertThat(rule(Profile.STRICT, name).traffic().match()).isEqualTo(Match.UNSOLICITED);
        }
    }

    @Test
    void shouldCloseTheReflectorsPortsInTheShield() {
        for (int port : new int[] {53, 123, 389, 1900, 19, 161, 11211, 3702, 111, 137}) {
            assertThat(Profile.SHIELD.policy().rules())
                    .as("port %d", port)
                    .anyMatch(rule -> rule.direction() == Direction.INBOUND
                            && rule.traffic().match() == Match.UNSOLICITED
                            && rule.decides()
                            && rule.traffic().sourcePorts().stream().anyMatch(range -> range.contains(port)));
        }
    }

    @Test
    void shouldBeFoundByName() {
        assertThat(Profile.words())
                .containsExactly(
                        "shipped", "office", "school", "isp-support", "shield", "strict", "default-drop", "ports-only");
        assertThat(Profile.of("isp-support")).contains(Profile.ISP_SUPPORT);
        assertThat(Profile.of("Office")).isEmpty();
    }

    private static Rule rule(Profile profile, String name) {
        return profile.policy().rules().stream()
                .filter(rule -> rule.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
