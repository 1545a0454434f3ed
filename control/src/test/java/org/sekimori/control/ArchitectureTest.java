package org.sekimori.control;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sekimori.policy.ShippedPolicy;

/** Who may see whom, checked on the compiled classes of the program. */
@AnalyzeClasses(
        packages = "org.sekimori",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
final class ArchitectureTest {
    private static final String POLICY = "org.sekimori.policy..";
    private static final String DATAPLANE = "org.sekimori.dataplane..";
    private static final String CONTROL = "org.sekimori.control..";

    /** Where the box listens. */
    private static final String COMMAND_SOCKET = "org.sekimori.dataplane.command.socket";

    /** The packages whose code runs for every frame. */
    private static final String[] PER_FRAME = {
        "org.sekimori.dataplane.agent..",
        "org.sekimori.dataplane.event..",
        "org.sekimori.dataplane.frame..",
        "org.sekimori.dataplane.port..",
        "org.sekimori.dataplane.state..",
        "org.sekimori.policy.image.."
    };

    private static final Pattern PER_FRAME_SOURCE =
            Pattern.compile("/(dataplane/(agent|event|frame|port|state)|policy/image)/.*\\.java$");

    private static final Pattern SYNCHRONIZED_BLOCK = Pattern.compile("\\bsynchronized\\s*\\(");

    @ArchTest
    static final ArchRule onlyTheLinuxPackageCallsTheKernel =
            only("org.sekimori.dataplane.linux..").maySee("com.sun.jna..");

    /** Programs are written anywhere; only their loading needs the kernel they are for. */
    @ArchTest
    static final ArchRule programsAreWrittenWithoutTheKernel = noClasses()
            .that(resideInAPackage("org.sekimori.dataplane.ebpf.."))
            .should()
            .dependOnClassesThat(resideInAPackage("org.sekimori.dataplane.linux.."));

    @ArchTest
    static final ArchRule onlyThePcapPackageSeesPcap4j =
            only("org.sekimori.dataplane.pcap..").maySee("org.pcap4j..");

    @ArchTest
    static final ArchRule onlyControlSeesNetty = only(CONTROL).maySee("io.netty..");

    @ArchTest
    static final ArchRule onlyTheAgentsSeeTheDisruptor =
            only("org.sekimori.dataplane.agent..").maySee("com.lmax..");

    @ArchTest
    static final ArchRule policyStandsAlone = classes()
            .that(resideInAPackage(POLICY))
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(POLICY, "java..", "org.agrona..", "org.snakeyaml.engine.."));

    @ArchTest
    static final ArchRule policyReadsTextAndNothingElse = noClasses()
            .that(resideInAPackage(POLICY))
            .should()
            .dependOnClassesThat(resideInAnyPackage("java.net..", "java.nio.channels..")
                    .or(assignableTo(OutputStream.class))
                    .or(assignableTo(RandomAccessFile.class))
                    .or(assignableTo(ProcessBuilder.class))
                    .or(assignableTo(Thread.class)));

    @ArchTest
    static final ArchRule dataplaneKnowsNothingOfControl =
            noClasses().that(resideInAPackage(DATAPLANE)).should().dependOnClassesThat(resideInAPackage(CONTROL));

    /** What speaks IP, or could. */
    @ArchTest
    static final ArchRule dataplaneOpensNoNetworkSocket = noClasses()
            .that(resideInAPackage(DATAPLANE))
            .should()
            .dependOnClassesThat(assignableTo(Socket.class)
                    .or(assignableTo(ServerSocket.class))
                    .or(assignableTo(DatagramSocket.class))
                    .or(assignableTo(DatagramChannel.class))
                    .or(assignableTo(InetSocketAddress.class)));

    @ArchTest
    static final ArchRule dataplaneTakesCommandsInOnePlace = noClasses()
            .that(resideInAPackage(DATAPLANE).and(not(resideInAPackage(COMMAND_SOCKET))))
            .should()
            .dependOnClassesThat(assignableTo(NetworkChannel.class));

    /** Without a family it would be an IP socket. */
    @ArchTest
    static final ArchRule commandsComeByUnixSocketsOnly = noClasses()
            .that(resideInAPackage(COMMAND_SOCKET))
            .should()
            .callMethod(SocketChannel.class, "open")
            .orShould()
            .callMethod(SocketChannel.class, "open", SocketAddress.class)
            .orShould()
            .callMethod(ServerSocketChannel.class, "open")
            .orShould()
            .accessField(StandardProtocolFamily.class, "INET")
            .orShould()
            .accessField(StandardProtocolFamily.class, "INET6");

    /** The shipped policy is where the module's parts are put together, beside the words they all use. */
    @ArchTest
    static final ArchRule packagesAreFreeOfCycles = slices().matching("org.sekimori.(**)")
            .should()
            .beFreeOfCycles()
            .ignoreDependency(equivalentTo(ShippedPolicy.class), alwaysTrue());

    @ArchTest
    static final ArchRule perFrameCodeHasNeitherStreamsNorLocks = noClasses()
            .that()
            .resideInAnyPackage(PER_FRAME)
            .should()
            .dependOnClassesThat(resideInAnyPackage("java.util.stream..", "java.util.concurrent.locks.."));

    @ArchTest
    static final ArchRule perFrameCodeHasNoSynchronizedMethods = noMethods()
            .that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage(PER_FRAME)
            .should()
            .haveModifier(JavaModifier.SYNCHRONIZED);

    @Test
    void shouldHaveNoSynchronizedBlocksWhereCodeRunsForEveryFrame() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String module : List.of("policy", "dataplane")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
                files.filter(ArchitectureTest::isPerFrameSource).forEach(sources::add);
            }
        }

        assertThat(sources).isNotEmpty().noneMatch(ArchitectureTest::holdsSynchronizedBlock);
    }

    private static boolean isPerFrameSource(Path file) {
        return PER_FRAME_SOURCE.matcher(file.toString()).find();
    }

    private static boolean holdsSynchronizedBlock(Path source) {
        try {
            return SYNCHRONIZED_BLOCK.matcher(Files.readString(source)).find();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private static Only only(String owner) {
        return new Only(owner);
    }

    /** Half of a rule: one package is the only one that may see another. */
    private record Only(String owner) {
        ArchRule maySee(String library) {
            return noClasses()
                    .that()
                    .resideOutsideOfPackage(owner)
                    .should()
                    .dependOnClassesThat(resideInAPackage(library));
        }
    }

    /** The frame builder and its like, which other modules' tests import as a jar. */
    static final class NoTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }
}
