package org.sekimori.control.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventTest {
    @Test
    void shouldBeOneLineOfJsonInTheOrderOfTheFields() {
        assertThat(SampleEvents.drop(40000).json())
                .isEqualTo("{\"time\":\"2026-11-25T04:00:00.000001Z\",\"event\":\"frame\",\"direction\":\"inbound\","
                        + "\"verdict\":\"drop\",\"rule\":\"ntp\",\"reason\":\"\",\"epoch\":3,"
                        + "\"source\":\"198.51.100.7\",\"source-port\":40000,\"destination\":\"203.0.113.5\","
                        + "\"destination-port\":123,\"protocol\":\"udp\",\"length\":60,"
                        + "\"suppressed-of-source\":0,\"suppressed-of-rule\":12}");
    }

    @Test
    void shouldStayOnOneLineWhateverItSays() {
        Event event = Event.at(0, EventKind.REFUSED)
                .with(EventField.CAUSE, "two\nlines, a \"quote\" and \u0000")
                .build();

        assertThat(event.json().lines()).hasSize(1);
        assertThat(EventJson.fields(event.json())).contains(event.fields());
    }

    @Test
    void shouldReadBackWhatItWrote() {
        Event event = SampleEvents.drop(40000);

        assertThat(EventJson.fields(event.json())).contains(event.fields());
    }

    @Test
    void shouldPassOverWhatItDoesNotKnow() {
        assertThat(EventJson.fields("{\"rule\":\"a\",\"new\":[{\"x\":1}],\"epoch\":2.5,\"pid\":7}"))
                .hasValueSatisfying(fields -> assertThat(fields)
                        .hasSize(2)
                        .containsEntry(EventField.RULE, "a")
                        .containsEntry(EventField.PID, 7L));
        assertThat(EventJson.fields("")).isEmpty();
        assertThat(EventJson.fields("[1]")).isEmpty();
        assertThat(EventJson.fields("{\"rule\":")).isEmpty();
    }

    @Test
    void shouldReadAsASentence() {
        assertThat(EventText.line(SampleEvents.drop(40000).fields()))
                .isEqualTo("2026-11-25T04:00:00.000001Z drop inbound udp 198.51.100.7:40000 -> 203.0.113.5:123, "
                        + "rule ntp, 60 bytes, 12 more of this rule");
        assertThat(EventText.line(Event.at(0, EventKind.FRAME)
                        .with(EventField.DIRECTION, "inbound")
                        .with(EventField.VERDICT, "monitored")
                        .with(EventField.REASON, "malformed-ipv6-header")
                        .with(EventField.SOURCE, "2001:db8::1")
                        .with(EventField.SOURCE_PORT, 1)
                        .with(EventField.DESTINATION, "2001:db8::2")
                        .with(EventField.PROTOCOL, "udp")
                        .with(EventField.LENGTH, 90)
                        .build()
                        .fields()))
                .endsWith(
                        " monitored inbound udp [2001:db8::1]:1 -> 2001:db8::2, reason malformed-ipv6-header, 90 bytes");
        assertThat(EventText.line(Event.at(0, EventKind.POLICY)
                        .with(EventField.EPOCH, 2)
                        .with(EventField.POLICY, "office")
                        .build()
                        .fields()))
                .isEqualTo("1970-01-01T00:00:00.000000Z policy: epoch 2, policy office");
    }
}
