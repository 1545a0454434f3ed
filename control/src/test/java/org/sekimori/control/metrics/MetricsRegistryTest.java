package org.sekimori.control.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekimori.control.events.EventTally;
import org.sekimori.control.history.Author;
import org.sekimori.control.history.EntryKind;
import org.sekimori.control.history.EntryNotes;
import org.sekimori.control.history.HistoryEntry;
import org.sekimori.control.history.PolicyFacts;
import org.sekimori.control.history.SetNote;
import org.sekimori.control.history.Trigger;
import org.sekimori.control.reload.PolicyChange;
import org.sekimori.control.reload.PolicyOutcome;
import org.sekimori.control.reload.PolicyReport;
import org.sekimori.control.reload.PolicyStanding;
import org.sekimori.dataplane.boxfile.BoxFile;
import org.sekimori.dataplane.boxfile.BoxFileShape;
import org.sekimori.dataplane.boxfile.BoxState;
import org.sekimori.dataplane.boxfile.GuardNotice;
import org.sekimori.dataplane.boxfile.PolicyNotice;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.PortCounter;
import org.sekimori.dataplane.line.LinkState;
import org.sekimori.dataplane.line.PortRole;
import org.sekimori.dataplane.line.PortState;

class MetricsRegistryTest {
    private final BoxFile box = BoxFile.inMemory(BoxFileShape.of(2));
    private final BoxCounters counters = box.counters("eth0", "eth1");
    private final MetricsRegistry metrics = new MetricsRegistry(
            () -> Optional.of(box.reader()),
            new EventTally(),
            () -> new ListenFacts(Map.of("mgmt0:8443", false), Optional.of(Instant.ofEpochSecond(2_000_000_000L))),
            () -> Optional.of(report()));

    @BeforeEach
    void run() {
        link(PortRole.WAN, LinkState.UP);
        link(PortRole.LAN, LinkState.UP);
        box.header().state(BoxState.FILTERING);
        box.header().heartbeat(System.nanoTime());
        box.header().policy(new PolicyNotice(7, 0xc104fd2a, "office \"a\"", 2, false, "pushed", 0, 0, true, ""));
    }

    @Test
    void shouldTellWhatTheBoxCounts() {
        counters.port(0).add(PortCounter.RECEIVED_FRAMES, 5);
        counters.port(1).add(PortCounter.TRANSMIT_TOO_LONG, 3);
        int rule = counters.ruleCounter("ntp");
        counters.worker(0).countRule(rule, true, 60);
        counters.worker(1).countRule(rule, true, 61);
        counters.worker(1).countDirection(0, true, 61);

        assertThat(text())
                .contains("# TYPE sekimori_port_received_frames_total counter")
                .contains("sekimori_box_up 1.0")
                .contains("sekimori_policy_epoch 7.0")
                .contains("sekimori_policy_info{checksum=\"c104fd2a\",origin=\"pushed\",policy=\"office \\\"a\\\"\"} 1")
                .contains("sekimori_port_received_frames_total{interface=\"eth0\",port=\"wan\"} 5.0")
                .contains("sekimori_port_transmit_errors_total{cause=\"too-long\",interface=\"eth1\",port=\"lan\"} 3.0")
                .contains("sekimori_rule_frames_total{rule=\"ntp\",verdict=\"dropped\"} 2.0")
                .contains("sekimori_rule_bytes_total{rule=\"ntp\",verdict=\"dropped\"} 121.0")
                .contains("sekimori_frame_bytes_total{direction=\"inbound\",verdict=\"dropped\"} 61.0")
                .contains("sekimori_gc_collections_total{process=\"box\"} 0.0");
    }

    @Test
    void shouldTellWhoDecides() {
        assertThat(text()).doesNotContain("sekimori_guard_mode{");
        box.header().guard(guard(false));
        assertThat(text())
                .contains("sekimori_guard_mode{mode=\"alone\"} 0.0")
                .contains("sekimori_guard_mode{mode=\"kernel-first\"} 1.0")
                .contains("sekimori_guard_mode{mode=\"box-first\"} 0.0")
                .contains("sekimori_guard_mode_change_time_seconds 1.7E9")
                .contains("sekimori_guard_trips_total 3.0")
                .contains("sekimori_guard_last_trip_time_seconds 1.699999999E9");

        box.header().heartbeat(System.nanoTime() - 60_000_000_000L);

        assertThat(text()).contains("sekimori_guard_mode{mode=\"kernel-first\"} 1.0");
        box.header().guard(guard(true));
        assertThat(text())
                .contains("sekimori_guard_mode{mode=\"alone\"} 1.0")
                .contains("sekimori_guard_mode{mode=\"kernel-first\"} 0.0");
    }

    private static GuardNotice guard(boolean outlives) {
        return new GuardNotice(
                "kernel-first",
                1_700_000_000_000L,
                3,
                1_699_999_999_000L,
                50,
                "open",
                "tcx",
                outlives,
                false,
                "office",
                7);
    }

    @Test
    void shouldTellHowThePortsAre() {
        assertThat(text())
                .contains("sekimori_line_up 1.0")
                .contains("sekimori_line_swap_suspected 0.0")
                .contains("sekimori_port_up{interface=\"eth0\",port=\"wan\"} 1.0")
                .contains("sekimori_port_speed_bytes{interface=\"eth0\",port=\"wan\"} 1.25E8")
                .contains("sekimori_port_state_change_time_seconds{interface=\"eth0\",port=\"wan\"} 1.7E9");

        link(PortRole.WAN, LinkState.NO_CARRIER);
        link(PortRole.LAN, LinkState.HELD);

        assertThat(text())
                .contains("sekimori_box_up 1.0")
                .contains("sekimori_line_up 0.0")
                .contains("sekimori_port_up{interface=\"eth0\",port=\"wan\"} 0.0")
                .contains("sekimori_port_state{interface=\"eth0\",port=\"wan\",state=\"no-carrier\"} 1.0")
                .contains("sekimori_port_state{interface=\"eth1\",port=\"lan\",state=\"held\"} 1.0")
                .contains("sekimori_port_state{interface=\"eth1\",port=\"lan\",state=\"up\"} 0.0");
    }

    @Test
    void shouldCallNoPortUpOfABoxThatHangs() {
        box.header().heartbeat(System.nanoTime() - 60_000_000_000L);

        assertThat(text()).contains("sekimori_line_up 0.0").doesNotContain("sekimori_port_up{");
    }

    @Test
    void shouldCallTheLineDownWhileSomethingBlocksAPort() {
        box.line().condition(PortRole.WAN, "a program drops everything");

        assertThat(text()).contains("sekimori_line_up 0.0");
    }

    private void link(PortRole role, LinkState state) {
        box.line().link(role, new PortState(state, 1_700_000_000_000L, 1, 1000, 0, "", ""));
    }

    @Test
    void shouldTellWhereControlListensAndUntilWhenItsCertificateIsTaken() {
        assertThat(text())
                .contains("sekimori_listener_up{listener=\"mgmt0:8443\"} 0.0")
                .contains("sekimori_tls_certificate_expiry_timestamp_seconds 2.0E9");
    }

    @Test
    void shouldTellHowLongFramesTook() {
        box.transit(0).record(1_500);
        box.transit(0).record(3_000_000_000L);

        assertThat(text())
                .contains("# TYPE sekimori_transit_seconds histogram")
                .contains("sekimori_transit_seconds_bucket{le=\"1.0E-6\"} 0")
                .contains("sekimori_transit_seconds_bucket{le=\"2.0E-6\"} 1")
                .contains("sekimori_transit_seconds_bucket{le=\"1.048576\"} 1")
                .contains("sekimori_transit_seconds_bucket{le=\"+Inf\"} 2")
                .contains("sekimori_transit_seconds_count 2")
                .contains("sekimori_transit_seconds_sum 3.0000015");
    }

    @Test
    void shouldBoundHowManyRulesAreListed() {
        for (int i = 0; i < BoxSamples.MAX_RULES + 5; i++) {
            counters.ruleCounter("rule-" + i);
        }

        assertThat(text()).contains("sekimori_rules_omitted 5.0").doesNotContain("rule-" + BoxSamples.MAX_RULES);
    }

    @Test
    void shouldSayThatThereIsNoBox() {
        String text = page(new MetricsRegistry(Optional::empty, new EventTally()), "");

        assertThat(text)
                .contains("sekimori_box_up 0.0")
                .contains("sekimori_line_up 0.0")
                .contains("sekimori_events_read_total 0.0");
        assertThat(text).doesNotContain("sekimori_frames_total");
    }

    @Test
    void shouldSayThatTheBoxIsSilent() {
        box.header().heartbeat(System.nanoTime() - 60_000_000_000L);

        assertThat(text()).contains("sekimori_box_up 0.0").contains("sekimori_box_heartbeat_age_seconds 60.");
    }

    @Test
    void shouldTellOfReloadsAndSets() {
        assertThat(text())
                .contains("sekimori_policy_last_reload_successful 0.0")
                .contains("sekimori_policy_last_reload_timestamp_seconds 1.7672256E9")
                .contains("sekimori_policy_last_reload_success_timestamp_seconds 1.7672E9")
                .contains("sekimori_policy_last_reload_duration_seconds 0.25")
                .contains("sekimori_policy_changes_total 3.0")
                .contains("sekimori_policy_refusals_total{reason=\"bad-policy\"} 2.0")
                .contains("sekimori_policy_refusals_total{reason=\"unreachable\"} 0.0")
                .contains("sekimori_policy_file_differs 1.0")
                .contains("sekimori_policy_file_usable 0.0")
                .contains("sekimori_policy_source_info{from=\"push\"} 1")
                .contains("sekimori_policy_warnings 1.0")
                .contains("sekimori_set_entries{set=\"bad\"} 100.0")
                .contains("sekimori_set_file_modified_timestamp_seconds{set=\"bad\"} 1.7672E9")
                .contains("sekimori_set_held{set=\"bad\"} 1.0");
    }

    static PolicyReport report() {
        Instant time = Instant.parse("2026-01-01T00:00:00Z");
        SetNote set = new SetNote("bad", "bad.netset", 100, 100, 1_767_200_000_000L, "it became empty");
        EntryNotes notes = new EntryNotes(EntryKind.PUSH, "", List.of("a warning"), List.of(set));
        HistoryEntry entry = HistoryEntry.draft(
                new HistoryEntry.Origin(time, Author.CONTROL, Trigger.COMMAND, "hotfix.yaml", ""),
                new PolicyFacts("hotfix", 1, 7, 100),
                List.of(),
                notes);
        PolicyStanding standing = new PolicyStanding(
                Optional.of(entry), false, "office.yaml", true, true, "it is gone", PolicyStanding.Next.IN_FORCE);
        PolicyChange refused = new PolicyChange(
                time,
                Trigger.FILE,
                Author.CONTROL,
                EntryKind.FILE,
                PolicyOutcome.Kind.BAD_POLICY,
                "it is gone",
                250,
                List.of(),
                List.of());
        return new PolicyReport(
                standing,
                Optional.of(refused),
                Optional.of(refused),
                1_767_200_000_000L,
                Map.of(
                        PolicyOutcome.Kind.BAD_POLICY, 2L,
                        PolicyOutcome.Kind.IN_FORCE, 2L,
                        PolicyOutcome.Kind.UNCONFIRMED, 1L));
    }

    @Test
    void shouldSpeakOpenMetricsToThoseWhoAskForIt() {
        String accept = "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.2";

        assertThat(metrics.scrape(accept).contentType()).startsWith("application/openmetrics-text");
        assertThat(page(metrics, accept)).endsWith("# EOF\n").contains("# TYPE sekimori_frames counter");
        assertThat(metrics.scrape("*/*").contentType()).startsWith("text/plain; version=0.0.4");
    }

    @Test
    void shouldServeEveryFamilyWithItsLabels() {
        box.header().guard(guard(true));
        counters.ruleCounter("ntp");
        String text = text();

        List<MetricFamily> served = Arrays.stream(MetricFamily.values())
                .filter(family -> text.contains("\n# HELP " + family.metricName() + " " + family.help() + "\n")
                        || text.startsWith("# HELP " + family.metricName() + " "))
                .toList();
        assertThat(MetricFamily.values()).allSatisfy(family -> {
            if (!family.name().matches("EVENTS_(WRITTEN|DROPPED|FAILURES)")) {
                assertThat(served).contains(family);
                assertThat(labels(text, family)).containsExactlyInAnyOrderElementsOf(family.labels());
            }
        });
    }

    private static List<String> labels(String text, MetricFamily family) {
        String line = text.lines()
                .filter(candidate -> candidate.matches(family.metricName() + "(_sum)?[ {].*"))
                .findFirst()
                .orElseThrow();
        return Pattern.compile("[{,]([a-z]+)=\"")
                .matcher(line)
                .results()
                .map((MatchResult label) -> label.group(1))
                .toList();
    }

    private String text() {
        return page(metrics, "");
    }

    private static String page(MetricsRegistry metrics, String accept) {
        return new String(metrics.scrape(accept).body(), StandardCharsets.UTF_8);
    }
}
