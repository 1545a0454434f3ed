package org.sekimori.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekimori.policy.compile.PolicyCompiler;
import org.sekimori.policy.image.ImageDescriptor;

/** What a packet costs that many rules match and none decides: told by the reads of the image, which no clock is needed for. */
class RuleMergeTest {
    /** Reads for each rule met, some for its entry and some to find the next one. */
    private static final long READS_PER_RULE = 24;
    /** Reads before the first rule. */
    private static final long FIRST_READS = 400;

    private static final long SOURCE = 0x0A01_0203L;

    /** Rules that a packet from 10.1.2.3 matches, whatever their number. */
    private enum Kind {
        EVERYTHING {
            @Override
            Rule rule(int number) {
                return watching(number, AddressSet.EMPTY, List.of());
            }
        },
        ONE_PORT {
            @Override
            Rule rule(int number) {
                return watching(number, AddressSet.EMPTY, List.of(PortRange.of(5000)));
            }
        },
        /** In 25 tuples in turn, so that each next rule lies in another list. */
        NETWORKS_IN_TURN {
            @Override
            Rule rule(int number) {
                Cidr network = Cidr.around(Cidr.IPV4, 0, SOURCE, 8 + number % 25);
                return watching(number, AddressSet.of(List.of(network)), List.of());
            }
        },
        LIMIT {
            @Override
            Rule rule(int number) {
                return Rule.drop("r" + number, Direction.INBOUND, traffic(AddressSet.EMPTY, List.of()))
                        .withLimit(new Limit(1_000, 1_000, 0, Limit.Per.SOURCE, 32, 64));
            }
        };

        abstract Rule rule(int number);
    }

    private static Rule watching(int number, AddressSet sources, List<PortRange> ports) {
        return Rule.of("r" + number, Direction.INBOUND, traffic(sources, ports), Action.DROP, Mode.MONITOR);
    }

    private static Traffic traffic(AddressSet sources, List<PortRange> ports) {
        return new Traffic(List.of(IpProtocol.UDP), List.of(), ports, sources, AddressSet.EMPTY, Match.ALL);
    }

    /** Counts the reads that go through it. */
    private static final class CountingBuffer extends UnsafeBuffer {
        private long reads;

        CountingBuffer(byte[] bytes) {
            super(bytes);
        }

        @Override
        public byte[] byteArray() {
            reads++;
            return super.byteArray();
        }

        @Override
        public int getInt(int index, ByteOrder order) {
            reads++;
            return super.getInt(index, order);
        }

        @Override
        public long getLong(int index, ByteOrder order) {
            reads++;
            return super.getLong(index, order);
        }
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource
    void shouldMeetEachRuleOnce(Kind kind) {
        for (int count : new int[] {64, 1_000, 20_000}) {
            List<Rule> rules = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                rules.add(kind.rule(i));
            }
            UnsafeBuffer image = PolicyCompiler.compile(Policy.of("p", rules));
            assertThat(PolicyTable.over(image).isSearched()).isTrue();
            assertThat(reads(image, count))
                    .as("reads for %d rules", count)
                    .isLessThan(FIRST_READS + READS_PER_RULE * count);
        }
    }

    private static long reads(UnsafeBuffer image, int expected) {
        byte[] bytes = new byte[image.capacity()];
        image.getBytes(0, bytes);
        CountingBuffer counting = new CountingBuffer(bytes);
        int classifier = image.getInt(ImageDescriptor.classifierOffset(0, false), ImageDescriptor.BYTE_ORDER);
        MatchFields fields = new MatchFields();
        fields.clear();
        fields.direction(Direction.INBOUND);
        fields.ipv4((int) SOURCE, 2);
        fields.transport(IpProtocol.UDP, 4000, 5000);
        Met met = new Met();
        int verdict = RuleSearch.judge(counting, classifier, fields, met, Verdict.pass(Verdict.NO_RULE));
        assertThat(verdict).isEqualTo(Verdict.pass(Verdict.NO_RULE));
        assertThat(met.rules).isEqualTo(expected);
        return counting.reads;
    }

    /** Hears of every rule. */
    private static final class Met implements PacketMemory {
        private int rules;

        @Override
        public void onMonitorMatch(int ruleIndex) {
            isNext(ruleIndex);
        }

        @Override
        public boolean exceedsLimit(int ruleIndex, MatchFields fields) {
            isNext(ruleIndex);
            return false;
        }

        private void isNext(int ruleIndex) {
            if (ruleIndex != rules++) {
                throw new AssertionError("rule " + ruleIndex + " was met as number " + rules);
            }
        }
    }
}
