package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.anychat.runtime.tls.ServerCertificate;
import org.anychat.testsupport.CompiledLibrary;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code AnyChatCoreServer doctor} and the page /check name the culprit of each trouble, at real servers. */
class DoctorSystemTest {
    /** Nobody has it (RFC 5737). */
    private static final String NOWHERE = "203.0.113.9";

    /** Of a certificate that the server makes. */
    private static final int LIFE_DAYS = 825;

    private static final String CLOCK_AHEAD = """
            #define _GNU_SOURCE
            #include <dlfcn.h>
            #include <sys/time.h>
            #include <time.h>
            #define AHEAD 3600
            __attribute__((visibility("default"))) int clock_gettime(clockid_t id, struct timespec *now) {
                int (*real)(clockid_t, struct timespec *);
                *(void **) &real = dlsym(RTLD_NEXT, "clock_gettime");
                int result = real(id, now);
                if (id == CLOCK_REALTIME) {
                    now->tv_sec += AHEAD;
                }
                return result;
            }
            __attribute__((visibility("default"))) int gettimeofday(struct timeval *restrict now, void *restrict zone) {
                struct timespec time;
                (void) zone;
                clock_gettime(CLOCK_REALTIME, &time);
                now->tv_sec = time.tv_sec;
                now->tv_usec = time.tv_nsec / 1000;
                return 0;
            }
            """;

    private static Playwright playwright;

    @TempDir
    Path home;

    @BeforeAll
    static void start() {
        playwright = Participant.playwright();
    }

    @AfterAll
    static void stop() {
        playwright.close();
    }

    /** What the doctor found. */
    private record Diagnosis(int exitCode, JsonArray findings, String text) {
        static Diagnosis of(Path home, Map<String, String> environment, String... more) {
            String[] arguments = new String[more.length + 2];
            arguments[0] = "doctor";
            arguments[1] = "--json";
            System.arraycopy(more, 0, arguments, 2, more.length);
            ServerCommand command = ServerCommand.run(home, environment, arguments);
            String json = command.output().substring(command.output().indexOf('{'));
            return new Diagnosis(command.exitCode(), new JsonObject(json).getJsonArray("findings"), command.output());
        }

        static Diagnosis of(Path home) {
            return of(home, Map.of("LC_ALL", "C.UTF-8"));
        }

        /** What the lines of a check with that verdict have seen. */
        List<String> seen(String verdict, String check) {
            return findings.stream()
                    .map(JsonObject.class::cast)
                    .filter(line -> line.getString("verdict").equals(verdict)
                            && line.getString("check").equals(check))
                    .map(line -> line.getString("seen"))
                    .toList();
        }

        void assertSees(String verdict, String check, String words) {
            assertTrue(
                    seen(verdict, check).stream().anyMatch(seen -> seen.contains(words)),
                    verdict + " " + check + " with '" + words + "' is not in:\n" + text);
        }

        /** Checks with a FAIL, each once. */
        List<String> failed() {
            return findings.stream()
                    .map(JsonObject.class::cast)
                    .filter(line -> line.getString("verdict").equals("FAIL"))
                    .map(line -> line.getString("check"))
                    .distinct()
                    .toList();
        }
    }

    private static HttpResponse<String> deep(int monitorPort) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + monitorPort + "/health/deep"))
                                .timeout(Duration.ofSeconds(30))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void shouldFindNothingWrongWithAGoodServer() throws Exception {
        int monitorPort = ServerProcess.freeTcpPort();
        try (ServerProcess server = ServerProcess.start(home, "[Monitor Settings]", "MonitorPort=" + monitorPort)) {
            HttpResponse<String> health = deep(monitorPort);
            System.out.println("FIGURES " + health.body().trim());
            assertEquals(200, health.statusCode(), health.body());
            assertTrue(health.body().startsWith("ok relay "), health.body());

            Diagnosis diagnosis = Diagnosis.of(home);
            assertEquals(List.of(), diagnosis.failed(), diagnosis.text());
            assertEquals(0, diagnosis.exitCode());
            diagnosis.assertSees("OK", "port.tcp." + server.tcpPort(), "is open in this server");
            diagnosis.assertSees("OK", "websocket", "answers over TLS and WebSocket");
            diagnosis.assertSees("OK", "media.echo", "media comes back through the relay in");
            diagnosis.assertSees("OK", "ice.tcp", "127.0.0.1:" + server.udpPort());
            diagnosis.assertSees("OK", "ice.tcp", "127.0.0.1:" + server.tcpPort());
            diagnosis.assertSees("OK", "port.tcp." + server.udpPort(), "is open in this server");
            diagnosis.assertSees("OK", "licence", "demo mode");
            assertTrue(
                    diagnosis.seen("OK", "certificate.names").stream().noneMatch(seen -> seen.contains("[")),
                    "IPv6 addresses of a certificate have no brackets: " + diagnosis.text());

            ServerCommand chinese = ServerCommand.run(home, "doctor", "--lang", "zh");
            assertTrue(chinese.output().contains("媒体经中继往返"), chinese.output());
        }
    }

    @Test
    void shouldShowPeopleThatAllIsWell() {
        try (ServerProcess server = ServerProcess.start(home);
                CheckPage page = CheckPage.open(playwright)) {
            Map<String, String> verdicts = page.run(server.pageUrl());
            page.page().locator("#check-devices").click();
            page.page().waitForCondition(() -> page.words("camera").contains("It works"));

            System.out.println("FIGURES " + page.words("udp") + " | " + page.words("echo"));
            page.screenshot("check-good");
            assertEquals(List.of(), page.errors());
            assertEquals("ok", verdicts.get("udp"), verdicts::toString);
            assertTrue(
                    page.words("udp").matches(".*Connected to [0-9a-f.:\\[\\]]+:" + server.udpPort() + " \\(UDP\\).*"),
                    page.words("udp"));
            assertEquals("ok", verdicts.get("tcp"), verdicts::toString);
            assertTrue(page.words("tcp").matches(".*Connected to \\S+ \\(TCP\\).*"), page.words("tcp"));
            assertEquals("ok", verdicts.get("relay"), verdicts::toString);
            assertFalse(verdicts.containsValue("fail"), verdicts::toString);
            assertTrue(List.of("ok", "warn").contains(verdicts.get("echo")), verdicts::toString);
            assertTrue(page.words("echo").contains("packets came back"), page.words("echo"));
            String report = page.page().locator("#check-report").inputValue();
            assertTrue(report.contains("[OK] Media over UDP: Connected to"), report);

            page.page().setViewportSize(360, 720);
            page.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
            page.page().locator("#check-language").click();
            page.screenshot("check-phone-zh-dark");
            assertTrue(page.words("udp").contains("已连接"), page.words("udp"));
            assertEquals(
                    true,
                    page.page().evaluate("document.documentElement.scrollWidth <= window.innerWidth"),
                    "nothing to scroll sideways");
        }
    }

    @Test
    void shouldNameAFirewallThatBlocksUdp() throws Exception {
        assumeTrue(NetworkLab.isPossible(), "needs root, ip and nft");
        try (NetworkLab lab = new NetworkLab()) {
            NetworkLab.Machine machine = lab.machine("server");
            Files.writeString(home.resolve("AnyChatCoreServer.ini"), "[Base Settings]\nShowTrayIcon=0\n");
            lab.blockUdp("server", 8907);
            try (ServerProcess server = ServerProcess.memberOn(machine, home, Map.of());
                    CheckPage page = CheckPage.open(playwright)) {
                server.awaitReady();
                Path elsewhere = Files.createDirectories(home.resolve("elsewhere"));

                Diagnosis outside =
                        Diagnosis.of(elsewhere, Map.of("LC_ALL", "C.UTF-8"), "--server", machine.address() + ":8906");
                assertEquals(List.of("udp.reach"), outside.failed(), outside.text());
                outside.assertSees("FAIL", "udp.reach", machine.address() + ":8907");
                outside.assertSees("OK", "ice.tcp", machine.address() + ":8907");
                outside.assertSees("OK", "ice.tcp", machine.address() + ":8906");
                outside.assertSees("OK", "media.echo", "media comes back through the relay in");
                assertEquals(1, outside.exitCode());

                Map<String, String> verdicts = page.run("https://" + machine.address() + ":8906/");
                page.screenshot("check-udp-blocked");
                assertEquals("ok", verdicts.get("server"), verdicts::toString);
                assertEquals("warn", verdicts.get("udp"), verdicts::toString);
                assertTrue(
                        page.words("udp").contains("Nothing comes back from UDP " + machine.address() + ":8907")
                                && page.words("udp").contains("A firewall blocks UDP"),
                        page.words("udp"));
                assertEquals("ok", verdicts.get("tcp"), verdicts::toString);
                assertTrue(page.words("echo").contains("packets came back"), page.words("echo"));
            }
        }
    }

    @Test
    void shouldNameAWrongAdvertisedAddress() {
        try (ServerProcess server = ServerProcess.start(home, "AdvertisedAddress=" + NOWHERE);
                CheckPage page = CheckPage.open(playwright)) {
            Diagnosis diagnosis = Diagnosis.of(home);
            diagnosis.assertSees("WARN", "address", NOWHERE + " (AdvertisedAddress) is on no network card");
            diagnosis.assertSees("FAIL", "udp.reach", NOWHERE + ":" + server.udpPort());
            assertEquals(1, diagnosis.exitCode());

            Map<String, String> verdicts = page.run(server.pageUrl());
            page.screenshot("check-wrong-address");
            assertEquals("fail", verdicts.get("udp"), verdicts::toString);
            assertTrue(page.words("udp").contains("(AdvertisedAddress)"), page.words("udp"));
        }
    }

    @Test
    void shouldNameAnExpiredCertificate() throws IOException {
        ServerCertificate expired = ServerCertificate.selfSigned(
                Files.createDirectories(home.resolve("tls")),
                List.of("a.example"),
                Instant.now().minus(Duration.ofDays(900)),
                new SecureRandom());
        Files.writeString(
                home.resolve("AnyChatCoreServer.ini"),
                "[Base Settings]\nTCPListenPort=" + ServerProcess.freeTcpPort() + "\nUDPServicePort="
                        + ServerProcess.freeUdpPort() + "\nTLSCertificateFile=" + expired.certificateFile()
                        + "\nTLSPrivateKeyFile=" + expired.privateKeyFile() + "\n");

        Diagnosis diagnosis = Diagnosis.of(home);

        assertEquals(List.of("certificate"), diagnosis.failed(), diagnosis.text());
        diagnosis.assertSees("FAIL", "certificate", "has expired on");
    }

    @Test
    void shouldNameACertificateThatHasExpiredSinceTheStart() throws IOException {
        Instant ends = Instant.now().plusSeconds(20);
        ServerCertificate brief = ServerCertificate.selfSigned(
                Files.createDirectories(home.resolve("tls")),
                List.of(),
                ends.minus(Duration.ofDays(LIFE_DAYS)),
                new SecureRandom());
        String files =
                "TLSCertificateFile=" + brief.certificateFile() + "\nTLSPrivateKeyFile=" + brief.privateKeyFile();
        try (ServerProcess server = ServerProcess.start(home, files);
                CheckPage page = CheckPage.open(playwright)) {
            page.page().waitForFunction("ends => Date.now() > ends", (double)
                    ends.plusSeconds(2).toEpochMilli());

            Diagnosis diagnosis = Diagnosis.of(
                    Files.createDirectories(home.resolve("elsewhere")),
                    Map.of("LC_ALL", "C.UTF-8"),
                    "--server",
                    "127.0.0.1:" + server.tcpPort());
            assertEquals(List.of("tls"), diagnosis.failed(), diagnosis.text());
            diagnosis.assertSees("FAIL", "tls", "has expired on");

            Map<String, String> verdicts = page.run("https://127.0.0.1:" + server.tcpPort() + "/");
            page.screenshot("check-expired");
            assertEquals("fail", verdicts.get("certificate"), verdicts::toString);
            assertTrue(page.words("certificate").contains("has expired on"), page.words("certificate"));
            assertEquals("ok", verdicts.get("udp"), verdicts::toString);
        }
    }

    @Test
    void shouldNameWhoHasThePort() throws IOException {
        try (ServerSocket tcp = new ServerSocket(0);
                DatagramSocket udp = new DatagramSocket(0)) {
            Files.writeString(
                    home.resolve("AnyChatCoreServer.ini"),
                    "[Base Settings]\nTCPListenPort=" + tcp.getLocalPort() + "\nUDPServicePort=" + udp.getLocalPort()
                            + "\n");

            Diagnosis diagnosis = Diagnosis.of(home);

            String holder = "is held by process " + ProcessHandle.current().pid() + ":";
            diagnosis.assertSees("FAIL", "port.tcp." + tcp.getLocalPort(), holder);
            diagnosis.assertSees("FAIL", "port.udp." + udp.getLocalPort(), holder);
        }
    }

    @Test
    void shouldNameAClockThatIsOff() throws IOException {
        Path library =
                CompiledLibrary.make(home.resolve("clock.so"), Files.writeString(home.resolve("clock.c"), CLOCK_AHEAD));
        Path elsewhere = Files.createDirectories(home.resolve("elsewhere"));
        String future = "const real = Date.now; Date.now = () => real() + 3600_000;";
        try (ServerProcess server = ServerProcess.start(home);
                CheckPage page =
                        new CheckPage(playwright, new Browser.NewContextOptions().setLocale("en-US"), future)) {
            Diagnosis diagnosis = Diagnosis.of(
                    elsewhere,
                    Map.of("LC_ALL", "C.UTF-8", "LD_PRELOAD", library.toString()),
                    "--server",
                    "127.0.0.1:" + server.tcpPort());
            assertEquals(List.of("clock.peer"), diagnosis.failed(), diagnosis.text());
            diagnosis.assertSees("FAIL", "clock.peer", "differs from this one by 3600 s");

            Map<String, String> verdicts = page.run(server.pageUrl());
            assertEquals("warn", verdicts.get("clock"), verdicts::toString);
            assertTrue(page.words("clock").contains("differ by 3600 s"), page.words("clock"));
        }
    }

    @Test
    void shouldNameALicenceThatDoesNotCount() throws IOException {
        Files.writeString(
                home.resolve("AnyChatCoreServer.ini"),
                "[Base Settings]\nDemoMode=0\nTCPListenPort=" + ServerProcess.freeTcpPort() + "\nUDPServicePort="
                        + ServerProcess.freeUdpPort() + "\n");

        Diagnosis none = Diagnosis.of(home);
        assertEquals(List.of("licence"), none.failed(), none.text());
        none.assertSees("FAIL", "licence", "28 CERTVERIFYFAILED");

        assertEquals(0, ServerCommand.run(home, "license", "issue", "--self").exitCode());
        Diagnosis issued = Diagnosis.of(home);
        assertEquals(List.of(), issued.failed(), issued.text());
        issued.assertSees("OK", "licence", "Authorized certification success");
    }

    @Test
    void shouldSayThatThereIsNoRelay() throws Exception {
        int monitorPort = ServerProcess.freeTcpPort();
        Map<String, String> environment = Map.of("ANYCHAT_MONITORPORT", Integer.toString(monitorPort));
        try (ClusterProcesses cluster = new ClusterProcesses(home, 1, environment);
                CheckPage page = CheckPage.open(playwright)) {
            ServerProcess server = cluster.start("control", "gateway,auth,license,room");
            server.awaitReady();

            HttpResponse<String> health = deep(monitorPort);
            assertEquals(503, health.statusCode(), health.body());
            assertEquals(
                    "FAILED at step relays: no relay takes rooms", health.body().trim());

            Diagnosis diagnosis = Diagnosis.of(
                    Files.createDirectories(home.resolve("elsewhere")),
                    Map.of("LC_ALL", "C.UTF-8"),
                    "--server",
                    "127.0.0.1:" + server.tcpPort());
            assertEquals(List.of("media.echo"), diagnosis.failed(), diagnosis.text());
            diagnosis.assertSees("FAIL", "media.echo", "no relay takes media");

            Map<String, String> verdicts = page.run(server.pageUrl());
            page.screenshot("check-no-relay");
            assertEquals("fail", verdicts.get("relay"), verdicts::toString);
            assertEquals("skip", verdicts.get("udp"), verdicts::toString);
            assertTrue(page.words("relay").contains("no relay for picture and sound"), page.words("relay"));
        }
    }
}
