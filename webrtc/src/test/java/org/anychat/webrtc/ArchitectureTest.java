package org.anychat.webrtc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.anychat.webrtc", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String STUN = "org.anychat.webrtc.stun..";
    private static final String ICE = "org.anychat.webrtc.ice..";
    private static final String DTLS = "org.anychat.webrtc.dtls..";
    private static final String SRTP = "org.anychat.webrtc.srtp..";
    private static final String RTP = "org.anychat.webrtc.rtp..";
    private static final String RTCP = "org.anychat.webrtc.rtcp..";
    private static final String SDP = "org.anychat.webrtc.sdp..";
    private static final String TRANSPORT = "org.anychat.webrtc.transport..";
    private static final String UDP = "org.anychat.webrtc.udp..";
    private static final String TCP = "org.anychat.webrtc.tcp..";
    private static final String STREAM = "org.anychat.webrtc.stream..";
    private static final String OURS = "org.anychat..";

    @ArchTest
    static final ArchRule SHOULD_NOT_KNOW_THE_PLATFORM = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "com.hazelcast..", "org.anychat.contracts..", "org.anychat.protocol..");

    @ArchTest
    static final ArchRule SHOULD_HAVE_NO_CYCLES =
            slices().matching("org.anychat.webrtc.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule CODECS_SHOULD_KNOW_CODECS_ALONE = noClasses()
            .that()
            .resideInAnyPackage(STUN, RTP, RTCP, SDP)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ICE, DTLS, SRTP, TRANSPORT, UDP, TCP, STREAM);

    @ArchTest
    static final ArchRule ICE_SHOULD_USE_STUN_AND_ADDRESSES_ALONE = classes()
            .that()
            .resideInAPackage(ICE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(ICE, STUN, STREAM, "java..");

    @ArchTest
    static final ArchRule TRANSPORT_SHOULD_NOT_LOOK_INTO_MEDIA = noClasses()
            .that()
            .resideInAPackage(TRANSPORT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(RTP, RTCP, SDP, UDP, TCP);

    @ArchTest
    static final ArchRule NOTHING_BUT_SOCKETS_SHOULD_KNOW_NETTY = noClasses()
            .that()
            .resideOutsideOfPackages(UDP, TCP)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty..");

    @ArchTest
    static final ArchRule SOCKETS_SHOULD_KNOW_THE_SEAM_ALONE = noClasses()
            .that()
            .resideInAnyPackage(UDP, TCP)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(STUN, ICE, DTLS, SRTP, RTP, RTCP, SDP);

    @ArchTest
    static final ArchRule NOTHING_BUT_DTLS_AND_SIGNATURES_SHOULD_KNOW_BOUNCY_CASTLE = noClasses()
            .that()
            .resideInAPackage(OURS)
            .and()
            .resideOutsideOfPackages(DTLS, "org.anychat.webrtc.signature..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bouncycastle..");
}
