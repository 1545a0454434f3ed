package org.sekimori.control.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentEventsTest {
    @Test
    void shouldKeepTheYoungest() {
        RecentEvents recent = new RecentEvents();
        List<Event> offered = new ArrayList<>();
        for (int i = 0; i < RecentEvents.CAPACITY + 5; i++) {
            offered.add(SampleEvents.drop(i));
            recent.offer(offered.get(i));
        }

        assertThat(recent.last(3)).isEqualTo(offered.subList(RecentEvents.CAPACITY + 2, RecentEvents.CAPACITY + 5));
        assertThat(recent.last(10_000)).isEqualTo(offered.subList(5, RecentEvents.CAPACITY + 5));
        assertThat(recent.last(0)).isEmpty();
    }

    @Test
    void shouldHandEventsToThoseWhoListen() {
        LiveEvents live = new LiveEvents();
        List<Event> heard = new ArrayList<>();
        try (LiveEvents.Subscription listening = live.subscribe(heard::add)) {
            live.offer(SampleEvents.drop(1));
        }
        live.offer(SampleEvents.drop(2));

        assertThat(heard).hasSize(1);
    }
}
