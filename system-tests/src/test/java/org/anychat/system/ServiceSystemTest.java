package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.anychat.client.AnyChatClient;
import org.anychat.client.AnyChatListener;
import org.anychat.client.ClientRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unpacked distribution as an operator runs it: in the foreground, in the background, twice, killed. */
class ServiceSystemTest {
    private static final int LOGINS_UNTIL_LOGGED = 200;

    @TempDir
    static Path unpacked;

    private static Distribution distribution;

    @TempDir
    Path home;

    private int tcpPort;
    private int udpPort;

    @BeforeAll
    static void unpack() throws Exception {
        distribution = Distribution.unpack(unpacked);
    }

    @BeforeEach
    void configure() throws IOException {
        tcpPort = ServerProcess.freeTcpPort();
        udpPort = ServerProcess.freeUdpPort();
        Files.writeString(home.resolve("AnyChatCoreServer.ini"), ini(tcpPort, udpPort));
    }

    private static String ini(int tcpPort, int udpPort) {
        return "[Base Settings]\nTCPListenPort=" + tcpPort + "\nUDPServicePort=" + udpPort + "\n";
    }

    @AfterEach
    void endDaemon() throws Exception {
        Path file = home.resolve("AnyChatCoreServer.pid");
        String pid = Files.exists(file) ? Files.readString(file).trim() : "";
        if (!pid.isEmpty()) {
            ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private String log() throws IOException {
        return Files.readString(home.resolve("AnyChatCoreServer.log"));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void shouldExplainItselfWithoutArguments() throws Exception {
        CommandProcess server = distribution.run(home, "AnyChatCoreServer");

        assertEquals(64, server.awaitExit(), server::output);
        for (String word : List.of("Nothing was started", "-r ", "-d ", "-i ", "-u ", "install.sh", "--help")) {
            assertTrue(server.output().contains(word), server::output);
        }
        assertEquals(List.of("AnyChatCoreServer.ini"), files());
        assertFalse(Files.exists(unpacked.resolve("AnyChatCoreServer.log")));
    }

    @Test
    void shouldLogTheLinesThatOperatorsSearchForAndEndOnASignal() throws Exception {
        try (CommandProcess server = distribution.run(home, "run.sh", "-r").awaitReady()) {
            server.terminate();
            assertEquals(0, server.awaitExit(), server::output);
        }

        int from = 0;
        String log = log();
        for (String line : List.of(
                "---------------------------Init Service---------------------------\n",
                "Current File Version[",
                "],Build time:20",
                "Start Server At Demo Mode\n",
                "Run Service\n",
                "Start TCP Server Successed(port=" + tcpPort + ")\n",
                "Start UDP Server Successed(port=" + udpPort + ")\n",
                "Firewalls must let TCP " + tcpPort + " and UDP " + udpPort + " in",
                "AnyChatCoreServer has exited with error code:0\n")) {
            int at = log.indexOf(line, from);
            assertTrue(at >= from, "'" + line + "' missing or too early in:\n" + log);
            from = at + line.length();
        }
        assertEquals(log.length(), from, "something after the last line:\n" + log);
    }

    @Test
    void shouldEndWhenQIsTypedAtATerminal() throws Exception {
        String command = "'" + unpacked.resolve("run.sh") + "' -r --home '" + home + "'";
        try (CommandProcess terminal = CommandProcess.start(home, List.of("script", "-qec", command, "/dev/null"))
                .awaitReady()) {
            terminal.awaitOutput("Press q");
            terminal.type("help\nq\n");

            assertEquals(0, terminal.awaitExit(), terminal::output);
        }
        assertTrue(log().endsWith("AnyChatCoreServer has exited with error code:0\n"), this::describe);
    }

    @Test
    void shouldServeAsADaemonUntilItIsStopped() throws Exception {
        Files.writeString(
                home.resolve("AnyChatCoreServer.ini"), ini(tcpPort, udpPort) + "[Log Settings]\nLogLevel=error\n");
        CommandProcess start = distribution.run(home, "AnyChatCoreServer", "-d");
        assertEquals(0, start.awaitExit(), start::output);
        String pid = Files.readString(home.resolve("AnyChatCoreServer.pid")).trim();
        assertTrue(start.output().contains("process " + pid), start::output);
        assertTrue(start.output().contains("http://localhost:" + tcpPort + "/"), start::output);

        assertEquals(pid, session(pid), "not the leader of a session of its own");
        assertEquals(200, pageStatus());

        CommandProcess again = distribution.run(home, "AnyChatCoreServer", "-d");
        assertEquals(69, again.awaitExit(), again::output);
        assertTrue(
                again.output().contains("MULTIRUNERROR") && again.output().contains("process " + pid), again::output);
        assertEquals(200, pageStatus());
        assertEquals(1, log().split("Init Service", -1).length - 1, "the second wrote into the log of the first");

        CommandProcess stop = distribution.run(home, "AnyChatCoreServer", "--stop");
        assertEquals(0, stop.awaitExit(), stop::output);
        assertFalse(ProcessHandle.of(Long.parseLong(pid)).isPresent());
        assertTrue(log().endsWith("AnyChatCoreServer has exited with error code:0\n"), this::describe);
        assertEquals("", Files.readString(home.resolve("AnyChatCoreServer.pid")));
    }

    @Test
    void shouldTellWhyADaemonDidNotStart() throws Exception {
        Files.writeString(home.resolve("AnyChatCoreServer.ini"), "[Video Settings]\nVideoFPS=99\n");

        CommandProcess start = distribution.run(home, "AnyChatCoreServer", "-d");

        assertEquals(78, start.awaitExit(), start::output);
        assertTrue(start.output().contains("VideoFPS") && start.output().contains("1 to 25"), start::output);
        assertTrue(start.output().contains("The server did not start"), start::output);
    }

    @Test
    void shouldSayWhichProcessHoldsThePort(@TempDir Path other) throws Exception {
        try (CommandProcess first = distribution.run(home, "run.sh", "-r").awaitReady()) {
            assertRefused(
                    other,
                    ini(tcpPort, 0),
                    first.pid(),
                    "Start TCP Server Failed, Maybe port(" + tcpPort + ") in use?");
            assertRefused(
                    other,
                    ini(0, udpPort),
                    first.pid(),
                    "Start UDP Server Failed, Maybe port(" + udpPort + ") in use?");
            assertEquals(200, pageStatus());
        }
    }

    private void assertRefused(Path other, String ini, long holder, String line) throws Exception {
        Files.writeString(other.resolve("AnyChatCoreServer.ini"), ini);
        CommandProcess second = distribution.run(other, "run.sh", "-r");
        assertEquals(69, second.awaitExit(), second::output);
        assertTrue(second.output().contains(line), second::output);
        assertTrue(second.output().contains("error 26 (MULTIRUNERROR)"), second::output);
        assertTrue(second.output().contains("held by process " + holder + ": "), second::output);
        assertTrue(second.output().endsWith("AnyChatCoreServer has exited with error code:26"), second::output);
    }

    @Test
    void shouldStartAgainAfterACrashThatLeavesItsReportInTheServersFolder() throws Exception {
        try (CommandProcess server = distribution.run(home, "run.sh", "-r").awaitReady()) {
            long pid = server.pid();
            CommandProcess kill = CommandProcess.start(home, List.of("kill", "-SEGV", Long.toString(pid)));
            assertEquals(0, kill.awaitExit(), kill::output);

            assertNotEquals(0, server.awaitExit());
            assertTrue(files().contains("hs_err_pid" + pid + ".log"), () -> server.output());
            assertEquals(pid + "\n", Files.readString(home.resolve("AnyChatCoreServer.pid")));
        }
        try (CommandProcess server = distribution.run(home, "run.sh", "-r").awaitReady()) {
            assertEquals(server.pid() + "\n", Files.readString(home.resolve("AnyChatCoreServer.pid")));
        }
    }

    /** A limit on the size of files stands for a full disk: to the server both are writes that fail. */
    @Test
    void shouldServeOnWhileTheLogCannotBeWrittenAndLogAgainAfterwards() throws Exception {
        try (CommandProcess server = distribution.run(home, "run.sh", "-r").awaitReady();
                ClientRuntime runtime = ClientRuntime.create(1)) {
            limitFiles(server, Integer.toString(log().length()));
            String whileFull = logIn(runtime);
            server.awaitOutput("AnyChatCoreServer.log cannot be written (File too large). The server goes on");
            assertEquals(200, pageStatus());
            // Later it may be there all the same: the first line that could not be written is kept and tried again.
            assertFalse(log().contains(whileFull), this::describe);

            limitFiles(server, "unlimited");
            String afterwards = "";
            for (int i = 0; i < LOGINS_UNTIL_LOGGED && (i == 0 || !log().contains(afterwards)); i++) {
                afterwards = logIn(runtime);
            }
            assertTrue(log().contains(afterwards), this::describe);
            assertEquals(1, server.output().split("cannot be written", -1).length - 1, server::output);
        }
    }

    private static void limitFiles(CommandProcess server, String bytes) throws Exception {
        CommandProcess limit = CommandProcess.start(
                unpacked, List.of("prlimit", "--pid", Long.toString(server.pid()), "--fsize=" + bytes + ":"));
        assertEquals(0, limit.awaitExit(), limit::output);
    }

    /** Logs a guest in and out; returns what the log then says. */
    private String logIn(ClientRuntime runtime) throws Exception {
        try (AnyChatClient client = AnyChatClient.builder()
                .server("127.0.0.1", tcpPort)
                .runtime(runtime)
                .listener(new AnyChatListener() {})
                .build()) {
            client.connect().get(1, TimeUnit.MINUTES);
            return "User " + client.login("Guest", "").get(1, TimeUnit.MINUTES).userId() + " logged in";
        }
    }

    @Test
    void shouldRotateTheLogAndChangeItsLevelWhileItRuns() throws Exception {
        String limits = "[Log Settings]\nLogMaxFileMB=1\nLogKeepDays=2\n";
        Files.writeString(home.resolve("AnyChatCoreServer.ini"), ini(tcpPort, udpPort) + limits + "LogLevel=error\n");
        Files.writeString(home.resolve("AnyChatCoreServer.log"), "yesterday\n" + "x".repeat(1024 * 1024) + "\n");
        LocalDate longAgo = LocalDate.now(ZoneId.systemDefault()).minusDays(20);
        Files.writeString(home.resolve("AnyChatCoreServer." + longAgo + ".0.log"), "long ago\n");

        try (CommandProcess server = distribution.run(home, "run.sh", "-r").awaitReady()) {
            assertFalse(server.output().contains("Room service started"), server::output);
            Files.writeString(
                    home.resolve("AnyChatCoreServer.ini"), ini(tcpPort, udpPort) + limits + "LogLevel=info\n");
            CommandProcess reload = CommandProcess.start(home, List.of("kill", "-HUP", Long.toString(server.pid())));
            assertEquals(0, reload.awaitExit(), reload::output);
            server.awaitOutput("ConfigService - Configuration reload: ");
            server.terminate();
            assertEquals(0, server.awaitExit(), server::output);
        }

        List<String> set = files().stream()
                .filter(name -> name.matches("AnyChatCoreServer\\.\\d{4}-.*\\.log"))
                .toList();
        assertEquals(1, set.size(), () -> home + " holds " + listing() + "; the log: " + describe());
        assertTrue(Files.readString(home.resolve(set.get(0))).startsWith("yesterday"));
        assertTrue(log().contains("has exited with error code:0"), this::describe);
    }

    @Test
    void shouldWriteAUnitThatSystemdAccepts(@TempDir Path root) throws Exception {
        CommandProcess install = distribution.run(home, "install.sh", "--root", root.toString());
        assertEquals(0, install.awaitExit(), install::output);
        Path unit = root.resolve("etc/systemd/system/anychat-core-server.service");

        // Programs of a unit are looked for, so that this also proves that the launcher is where the unit says.
        CommandProcess verify = CommandProcess.start(home, List.of("systemd-analyze", "verify", unit.toString()));
        assertEquals(0, verify.awaitExit(), verify::output);
        assertEquals("", verify.output());
        CommandProcess security = CommandProcess.start(
                home,
                List.of(
                        "systemd-analyze",
                        "security",
                        "--offline=yes",
                        "--threshold=25",
                        "--no-pager",
                        unit.toString()));
        assertEquals(0, security.awaitExit(), security::output);

        CommandProcess again = distribution.run(home, "install.sh", "--root", root.toString());
        assertEquals(0, again.awaitExit(), again::output);
        assertTrue(again.output().startsWith("Already installed"), again::output);
        CommandProcess remove = distribution.run(home, "uninstall.sh", "--root", root.toString());
        assertEquals(0, remove.awaitExit(), remove::output);
        try (Stream<Path> left = Files.list(unit.getParent())) {
            assertEquals(List.of(), left.toList());
        }
        CommandProcess removeAgain = distribution.run(home, "uninstall.sh", "--root", root.toString());
        assertEquals(0, removeAgain.awaitExit(), removeAgain::output);
        assertTrue(removeAgain.output().startsWith("Nothing to remove"), removeAgain::output);
    }

    private int pageStatus() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + tcpPort + "/"))
                .timeout(Duration.ofMinutes(1))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** The sixth field of Linux's process state: pid (name) state parent group session. */
    private static String session(String pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", pid, "stat"));
        return List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)).get(3);
    }

    /** The server's folder, each file with its size. */
    private String listing() {
        try (Stream<Path> files = Files.list(home)) {
            return files.map(file -> file.getFileName() + " of " + file.toFile().length() + " bytes")
                    .sorted()
                    .collect(Collectors.joining(", "));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private String describe() {
        try {
            return log();
        } catch (IOException e) {
            return e.toString();
        }
    }
}
