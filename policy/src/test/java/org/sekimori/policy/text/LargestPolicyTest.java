package org.sekimori.policy.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.Verdict;
import org.sekimori.policy.compile.PolicyCompiler;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The largest policies that the manual promises are read, compiled and verified in a heap of a small machine. */
@Tag("long")
class LargestPolicyTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"RULES, 192", "NETWORKS, 192", "PORTS, 320"})
    void shouldFitTheHeap(Shape shape, int heapMegabytes) throws Exception {
        Path output = folder.resolve("output");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heapMegabytes + "m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                        "-cp",
                        classPath(),
                        Child.class.getName(),
                        shape.name())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(child.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(output).content().isEqualTo("compiled " + shape.name() + System.lineSeparator());
    }

    /** Of those classes only that reading and compiling needs, however this test was started. */
    private static String classPath() throws URISyntaxException {
        List<String> places = new ArrayList<>();
        for (Class<?> one : List.of(Child.class, PolicyReader.class, UnsafeBuffer.class, LoadSettings.class)) {
            places.add(Path.of(one.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString());
        }
        return String.join(File.pathSeparator, places);
    }

    /** What is promised. */
    enum Shape {
        RULES,
        NETWORKS,
        PORTS
    }

    /** Compiles one of them in a JVM of its own. */
    static final class Child {
        private Child() {}

        public static void main(String[] args) throws IOException {
            Shape shape = Shape.valueOf(args[0]);
            byte[] networks = shape == Shape.NETWORKS ? networks() : new byte[0];
            PolicyReading reading = PolicyReader.read("largest", text(shape), name -> networks);
            PolicyTable.over(PolicyCompiler.compile(reading.policy().orElseThrow()));
            System.out.println("compiled " + shape);
        }

        private static String text(Shape shape) {
            SplittableRandom random = new SplittableRandom(7);
            StringBuilder text = new StringBuilder("version: 1\n");
            switch (shape) {
                case RULES -> {
                    text.append("rules:\n");
                    for (int i = 0; i < Verdict.MAX_RULES; i++) {
                        rule(text, i, random, List.of(1 + random.nextInt(65_535)));
                    }
                }
                case PORTS -> {
                    text.append("rules:\n");
                    for (int i = 0; i < 9_000; i++) {
                        rule(text, i, random, random.ints(60, 1, 65_536).boxed().toList());
                    }
                }
                case NETWORKS ->
                    text.append("sets: {list: {file: networks}}\n")
                            .append("rules: [{name: a, direction: inbound, sources: 'set:list'}]\n");
            }
            return text.toString();
        }

        private static void rule(StringBuilder text, int number, SplittableRandom random, List<Integer> ports) {
            text.append("- {name: r").append(number).append(", direction: inbound, protocol: udp, sources: 198.");
            text.append(random.nextInt(256))
                    .append('.')
                    .append(random.nextInt(256))
                    .append(".0/24, destination-ports: ");
            text.append(ports).append("}\n");
        }

        private static byte[] networks() {
            SplittableRandom random = new SplittableRandom(7);
            StringBuilder list = new StringBuilder();
            for (int i = 0; i < 1_000_000; i++) {
                int address = random.nextInt();
                for (int shift = 24; shift >= 0; shift -= 8) {
                    list.append(address >>> shift & 255).append(shift == 0 ? '\n' : '.');
                }
            }
            return list.toString().getBytes(StandardCharsets.US_ASCII);
        }
    }
}
