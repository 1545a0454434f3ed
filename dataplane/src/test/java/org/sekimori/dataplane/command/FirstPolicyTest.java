package org.sekimori.dataplane.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekimori.dataplane.boxfile.PolicyNotice;

final class FirstPolicyTest {
    private final List<String> heard = new ArrayList<>();

    private static PolicyNotice notice(String name, String origin) {
        return new PolicyNotice(1, 7, name, 1, false, origin, 0, 0, true, "");
    }

    private FirstPolicy first(boolean awaited) {
        return new FirstPolicy(notice -> heard.add(notice.policyName()), awaited);
    }

    @Test
    void shouldKeepTheKeptOneToItselfUntilAnotherIsPushed() {
        FirstPolicy first = first(true);
        first.onPolicy(notice("kept", StartPolicy.LAST_GOOD));
        assertThat(first.isKnown()).isFalse();
        assertThat(heard).isEmpty();
        first.onPolicy(notice("named", StartPolicy.PUSHED));
        assertThat(first.isKnown()).isTrue();
        assertThat(heard).containsExactly("named");
    }

    @Test
    void shouldGoByTheKeptOneWhenItIsTold() {
        FirstPolicy first = first(true);
        first.onPolicy(notice("kept", StartPolicy.LAST_GOOD));
        first.settle();
        assertThat(first.isKnown()).isTrue();
        assertThat(heard).containsExactly("kept");
    }

    @Test
    void shouldTellAtOnceWhereNothingIsAwaited() {
        FirstPolicy first = first(false);
        first.onPolicy(notice("shipped", StartPolicy.SHIPPED));
        assertThat(heard).containsExactly("shipped");
    }
}
