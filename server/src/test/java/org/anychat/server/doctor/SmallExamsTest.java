package org.anychat.server.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.anychat.server.echo.EchoOutcome;
import org.anychat.server.echo.EchoOutcome.Step;
import org.anychat.server.echo.EchoOutcome.Way;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clock, licence, configuration, media and the report: each with its culprit. */
class SmallExamsTest {
    @TempDir
    Path home;

    private List<String> clock(Boolean kept) {
        return DoctorWords.lines(new ClockExam(() -> Optional.ofNullable(kept)), DoctorWords.patient(home));
    }

    private static List<String> compared(long aheadMs, double rttMs) {
        Findings findings = new Findings();
        ClockExam.compare(
                "peer:8906",
                new GatewayVisit.Hello("AnyChatCoreServer 1.2.3", 0),
                new GatewayVisit.Pong(rttMs, 1_000_000 + aheadMs),
                1_000_000,
                findings);
        return DoctorWords.lines(findings);
    }

    @Test
    void shouldNameAClockThatIsOff() {
        assertEquals(List.of("OK clock"), clock(true));
        assertEquals(List.of("WARN clock"), clock(false));
        assertEquals(List.of("SKIP clock"), clock(null));

        Patient early = DoctorWords.patient(home);
        Patient stopped = new Patient(
                home, early.config(), early.judged(), early.build(), early.pid(), Instant.EPOCH, early.licence());
        assertEquals(List.of("FAIL clock"), DoctorWords.lines(new ClockExam(() -> Optional.of(true)), stopped));

        assertEquals(List.of("OK clock.peer"), compared(900, 10));
        assertEquals(List.of("WARN clock.peer"), compared(-5_000, 10));
        assertEquals(List.of("OK clock.peer"), compared(-5_000, 4_000));
        assertEquals(List.of("FAIL clock.peer"), compared(3_600_000, 10));
        assertEquals(List.of("FAIL clock.peer"), compared(-3_600_000, 10));
    }

    private List<String> licence(Patient.Licence licence, String... settings) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("DemoMode=0");
        Patient patient = DoctorWords.patient(home, all.toArray(String[]::new));
        return DoctorWords.lines(
                new LicenceExam(),
                new Patient(
                        home,
                        patient.config(),
                        patient.judged(),
                        patient.build(),
                        patient.pid(),
                        patient.now(),
                        () -> licence));
    }

    @Test
    void shouldNameALicenceThatDoesNotCountAndOneThatEnds() {
        assertEquals(List.of("OK licence"), licence(new Patient.Licence(true, "good", OptionalLong.of(100), 50)));
        assertEquals(List.of("WARN licence"), licence(new Patient.Licence(true, "good", OptionalLong.of(14), 50)));
        assertEquals(List.of("FAIL licence"), licence(new Patient.Licence(false, "28", OptionalLong.empty(), 0)));
        assertEquals(
                List.of("SKIP licence"),
                licence(new Patient.Licence(false, "28", OptionalLong.empty(), 0), "Services=relay"));
    }

    @Test
    void shouldNameEachViolationOfTheConfiguration() {
        Findings good = new Findings();
        new ConfigurationExam().examine(DoctorWords.patient(home), good);
        assertEquals(0, good.count(Verdict.FAIL), good.all().toString());
        assertEquals(1, good.count(Verdict.OK), good.all().toString());
        List<String> wrong = DoctorWords.lines(
                new ConfigurationExam(), DoctorWords.patient(home, "VideoFPS=many", "UDPServicePort=99999"));
        assertEquals(
                List.of("FAIL config", "FAIL config"),
                wrong.stream().filter(line -> line.startsWith("FAIL")).toList());
    }

    private static List<String> media(Step failed, boolean answers) {
        Way way = new Way(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 8907),
                true,
                answers ? OptionalDouble.of(2) : OptionalDouble.empty());
        Findings findings = new Findings();
        MediaExam.tell(
                new EchoOutcome(failed, "why", failed == Step.PUBLISH ? List.of() : List.of(way), 10, 10, 3), findings);
        return DoctorWords.lines(findings);
    }

    @Test
    void shouldTellAMissingRelayFromAMissingWay() {
        assertEquals(List.of("OK udp.reach", "WARN ice.tcp", "OK media.echo"), media(null, true));
        assertEquals(List.of("SKIP ice.tcp", "FAIL media.echo"), media(Step.PUBLISH, false));
        assertEquals(List.of("FAIL udp.reach", "WARN ice.tcp", "FAIL media.echo"), media(Step.ICE, false));
        assertEquals(List.of("OK udp.reach", "WARN ice.tcp", "FAIL media.echo"), media(Step.DTLS, true));
        assertEquals(List.of("OK udp.reach", "WARN ice.tcp", "FAIL media.echo"), media(Step.MEDIA, true));
    }

    private static Way tcp(int port, boolean answers) {
        return new Way(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                true,
                true,
                answers ? OptionalDouble.of(2) : OptionalDouble.empty());
    }

    private static List<String> byTcp(Way... ways) {
        Findings findings = new Findings();
        MediaExam.tell(new EchoOutcome(null, "", List.of(ways), 10, 10, 3), findings);
        return DoctorWords.lines(findings);
    }

    @Test
    void shouldWarnWhereNoMediaComesByTcp() {
        assertEquals(List.of("OK ice.tcp", "OK ice.tcp", "OK media.echo"), byTcp(tcp(8906, true), tcp(8907, false)));
        assertEquals(List.of("WARN ice.tcp", "OK media.echo"), byTcp(tcp(8906, false)));
    }

    @Test
    void shouldReportInBothLanguagesAndAsJson() {
        Findings findings = new Findings();
        findings.ok("java", Words.same("Java 21"));
        findings.fail("disk", Words.of("%d MB free", "剩余 %d MB", 5), Words.of("Make room.", "请清理磁盘。"));

        StringWriter english = new StringWriter();
        new Report(findings, false).print(new PrintWriter(english, true));
        assertTrue(english.toString().contains("FAIL  disk  5 MB free"), english.toString());
        assertTrue(english.toString().contains("-> Make room."), english.toString());
        StringWriter chinese = new StringWriter();
        new Report(findings, true).print(new PrintWriter(chinese, true));
        assertTrue(chinese.toString().contains("剩余 5 MB"), chinese.toString());
        assertTrue(chinese.toString().contains("-> 请清理磁盘。"), chinese.toString());

        JsonObject json = new JsonObject(new Report(findings, false).json());
        assertFalse(json.getBoolean("ok"));
        assertEquals("FAIL", json.getJsonArray("findings").getJsonObject(1).getString("verdict"));
    }
}
