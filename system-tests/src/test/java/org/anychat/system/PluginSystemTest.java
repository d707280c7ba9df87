package org.anychat.system;

import static org.anychat.system.SdkUser.codeOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.anychat.client.AnyChatClient;
import org.anychat.client.AnyChatListener;
import org.anychat.client.ClientRuntime;
import org.anychat.protocol.ServerEvent;
import org.anychat.testsupport.CompiledJar;
import org.anychat.testsupport.CompiledLibrary;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SDK Filter Plus as an operator has it: a file in the server's folder, a line in the ini, real clients. */
class PluginSystemTest {
    private static final String SAMPLE_JAR = "sample-filter.jar";
    private static final String SAMPLE_LIBRARY = "libsamplefilter.so";
    private static final String FAULTY_LIBRARY = "libfaulty.so";
    private static final long WAIT_SECONDS = 60;

    @TempDir
    static Path plugins;

    private static ClientRuntime runtime;

    @TempDir
    Path home;

    @BeforeAll
    static void build() throws IOException {
        Path samples = ServerProcess.repository().resolve("plugin-samples");
        Files.copy(samples.resolve("java/target").resolve(SAMPLE_JAR), plugins.resolve(SAMPLE_JAR));
        CompiledLibrary.make(plugins.resolve(SAMPLE_LIBRARY), samples.resolve("native/sample_filter.c"));
        CompiledLibrary.make(plugins.resolve(FAULTY_LIBRARY), samples.resolve("native/test/faulty_filter.c"));
        runtime = ClientRuntime.create(2);
    }

    @AfterAll
    static void close() {
        runtime.close();
    }

    private ServerProcess serverWith(String plugin, String... more) throws IOException {
        Files.copy(plugins.resolve(plugin), home.resolve(plugin));
        List<String> lines = new ArrayList<>(List.of("[Function Settings]", "SDKFilterPlus=" + plugin));
        lines.addAll(List.of(more));
        return ServerProcess.start(home, lines.toArray(String[]::new));
    }

    private static int loginCode(ServerProcess server, String name, String password) {
        try (Listening user = new Listening(server)) {
            return codeOf(user.client().login(name, password));
        }
    }

    /** Waits for a line of the server's log. */
    private static void awaitLog(ServerProcess server, String text) {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(WAIT_SECONDS));
        while (!server.output().contains(text)) {
            assertTrue(Instant.now().isBefore(deadline), () -> "no \"" + text + "\" in\n" + server.output());
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {SAMPLE_JAR, SAMPLE_LIBRARY})
    void shouldLetThePluginDecideAndTellItEverything(String plugin) throws Exception {
        try (ServerProcess server = serverWith(plugin);
                Listening ann = new Listening(server);
                Listening guest = new Listening(server)) {
            awaitLog(server, "Load SDK Filter Plus:" + plugin + " Success, ver:Sample filter (");
            assertEquals(200, loginCode(server, "ann", "wrong"));
            assertEquals(205, loginCode(server, "nobody", "x"));
            var login = SdkUser.await(ann.client().login("ann", "apple"));
            assertEquals(List.of(101, "Ann A.", 5), List.of(login.userId(), login.name(), login.level()));
            assertEquals("welcome Ann A.", ann.nextData());
            SdkUser.await(ann.client().sendSdkFilterData("ping".getBytes(StandardCharsets.UTF_8)));
            assertEquals("echo ping", ann.nextData());
            SdkUser.await(guest.client().login("Guest", ""));
            assertEquals("welcome Guest", guest.nextData());

            assertEquals(90_001, codeOf(guest.client().enterRoom(9, "")));
            SdkUser.await(ann.client().enterRoom(9, ""));
            SdkUser.await(ann.client().enterRoom(1, ""));
            SdkUser.await(guest.client().enterRoom(1, ""));
            SdkUser.await(ann.client().sendText(AnyChatClient.EVERYBODY, false, "good morning 早上好"));
            awaitLog(server, "text of 101 to -1 in room 1: good morning 早上好");
            guest.dropLink();
            awaitLog(server, "-2 leaves room 1");
            awaitLog(server, "logout of -2");
            for (String line : List.of("101 enters room 9", "101 leaves room 9", "101 enters room 1")) {
                assertTrue(server.output().contains(line), line);
            }
            server.stop();
            assertEquals(0, server.awaitExit());
            String log = Files.readString(home.resolve("AnyChatCoreServer.log"));
            assertTrue(log.contains("released"), log);
        }
    }

    @Test
    void shouldLockOutWhoGuessesPasswordsOfThePlugin() throws IOException {
        try (ServerProcess server = serverWith(SAMPLE_LIBRARY, "[User Source Settings]", "AccountLockoutFailures=2")) {
            assertEquals(200, loginCode(server, "ann", "wrong"));
            assertEquals(200, loginCode(server, "ann", "wrong"));
            assertEquals(202, loginCode(server, "ann", "apple"));
            assertEquals(0, loginCode(server, "ben", "banana"));
        }
    }

    @Test
    void shouldStartWithAnIniOfTheProductWhosePluginIsNotHere() {
        try (ServerProcess server = ServerProcess.start(
                        home,
                        "[Function Settings]",
                        "CloseFrontLink=1",
                        "SDKFilterPlus=libipcfilterplus.so",
                        "AutoAddRoom=1",
                        "AllowGuestLogin=1",
                        "MaxUsersPerRoom=100",
                        "VideoCallStartRoomId=1",
                        "TempFilePath=",
                        "ExternFlags=64");
                Listening guest = new Listening(server)) {
            awaitLog(server, "libipcfilterplus.so Failed: there is no such file");
            assertEquals(206, loginCode(server, "ann", "apple"));
            SdkUser.await(guest.client().login("Guest", ""));
            SdkUser.await(guest.client().enterRoom(1, ""));
            assertEquals(206, codeOf(guest.client().sendSdkFilterData(new byte[] {1})));
        }
    }

    @Test
    void shouldNameAFileThatCanBeNoPluginAndExitWith78() throws Exception {
        Files.writeString(
                home.resolve("AnyChatCoreServer.ini"), "[Function Settings]\nSDKFilterPlus=IPCFilterPlus.exe\n");
        try (ServerProcess server = ServerProcess.startAsIs(home)) {
            assertEquals(78, server.awaitExit(), server::output);
            assertTrue(server.output().contains("line 2: [Function Settings] SDKFilterPlus"), server::output);
        }
    }

    /** As in production: no demo mode, a licence of the operator's own, no guests. */
    @ParameterizedTest
    @ValueSource(strings = {SAMPLE_JAR, SAMPLE_LIBRARY})
    void shouldVerifyTheUsersOfALicensedServer(String plugin) throws IOException {
        assertEquals(
                0, ServerCommand.run(home, "license", "issue", "--self").exitCode(), "the licence could not be issued");
        Files.copy(plugins.resolve(plugin), home.resolve(plugin));
        try (ServerProcess server = ServerProcess.start(
                        home,
                        "DemoMode=0",
                        "[Function Settings]",
                        "SDKFilterPlus=" + plugin,
                        "AllowGuestLogin=0",
                        "AutoAddRoom=1");
                Listening ann = new Listening(server)) {
            awaitLog(server, "Authorized certification success");
            assertEquals(200, loginCode(server, "ann", "wrong"));
            assertEquals(205, loginCode(server, "nobody", "x"));
            assertEquals(204, loginCode(server, "Guest", ""));
            assertEquals(101, SdkUser.await(ann.client().login("ann", "apple")).userId());
            assertEquals("welcome Ann A.", ann.nextData());
            SdkUser.await(ann.client().enterRoom(50, ""));
        }
    }

    @Test
    void shouldKeepServingWhileThePluginCrashesAgainAndAgain() throws IOException {
        try (ServerProcess server = serverWith(FAULTY_LIBRARY);
                Listening ann = new Listening(server);
                Listening ben = new Listening(server)) {
            SdkUser.await(ann.client().login("ann", "apple"));
            SdkUser.await(ben.client().login("ben", "banana"));
            SdkUser.await(ann.client().enterRoom(1, ""));
            SdkUser.await(ben.client().enterRoom(1, ""));
            for (int crash = 1; crash <= 3; crash++) {
                crashUnderLoad(server, ann, ben, crash);
            }
            assertEquals(3, count(server, "has crashed"));
            assertEquals(4, count(server, "Success, ver:Sample filter (C)"));
            assertTrue(Files.exists(home.resolve("SDKFilterPlus-crash.log")), "Java says where it crashed");
        }
    }

    private static void crashUnderLoad(ServerProcess server, Listening ann, Listening ben, int crash) {
        List<CompletableFuture<Void>> texts = new ArrayList<>();
        try (Listening attacker = new Listening(server)) {
            CompletableFuture<?> login = attacker.client().login("segv", "x");
            while (!login.isDone()) {
                texts.add(ann.client().sendText(AnyChatClient.EVERYBODY, false, "crash " + crash));
                SdkUser.await(texts.get(texts.size() - 1));
                assertEquals("crash " + crash, ben.nextText());
            }
            assertEquals(206, codeOf(login));
        }
        assertTrue(texts.size() > 1, "no load");
        ann.data.clear();
        awaitLogin(server);
        assertEquals("welcome Ann A.", ann.nextData(), "the next plug-in knows who is there");
        SdkUser.await(ann.client().sendSdkFilterData("again".getBytes(StandardCharsets.UTF_8)));
        assertEquals("echo again", ann.nextData());
    }

    /** Asks until the plug-in is there again. */
    private static void awaitLogin(ServerProcess server) {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(WAIT_SECONDS));
        int code = loginCode(server, "ann", "wrong");
        while (code != 200 && Instant.now().isBefore(deadline)) {
            code = loginCode(server, "ann", "wrong");
        }
        assertEquals(200, code, server::output);
    }

    private static int count(ServerProcess server, String text) {
        return server.output().split(java.util.regex.Pattern.quote(text), -1).length - 1;
    }

    @Test
    void shouldLeaveNoProcessBehindWhenTheServerIsKilled() throws Exception {
        try (ServerProcess server = serverWith(SAMPLE_LIBRARY)) {
            ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();
            List<ProcessHandle> children = process.children().toList();
            assertEquals(1, children.size());
            process.destroyForcibly();
            children.get(0).onExit().get(WAIT_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldAnswer207ForALibraryThatHangsAndLoadItAgain() throws IOException {
        try (ServerProcess server = serverWith(FAULTY_LIBRARY, "SDKFilterTimeout=500")) {
            assertEquals(207, loginCode(server, "hang", "x"));
            assertEquals(0, loginCode(server, "Guest", ""));
            awaitLog(server, "hangs; its process is killed");
            awaitLogin(server);
        }
    }

    @Test
    void shouldAnswer206And207ForAJarThatThrowsAndHangs() throws IOException {
        CompiledJar.make(
                home.resolve("broken.jar"),
                "Broken",
                """
                import org.anychat.plugin.SdkFilter;
                import org.anychat.plugin.Verdict;

                public final class Broken implements SdkFilter {
                    public int apiVersion() { return API_VERSION; }
                    public String version() { return "broken"; }
                    public Verdict verifyUser(String name, String password) throws Exception {
                        if (name.equals("hang")) {
                            new java.util.concurrent.CountDownLatch(1).await();
                        }
                        if (name.equals("ann")) {
                            return Verdict.refuse(200);
                        }
                        throw new IllegalStateException("broken on purpose");
                    }
                }
                """,
                ServerProcess.repository().resolve("plugin-api/target/classes").toString(),
                List.of("org.anychat.plugin.SdkFilter=Broken"));
        try (ServerProcess server = ServerProcess.start(
                home, "[Function Settings]", "SDKFilterPlus=" + home.resolve("broken.jar"), "SDKFilterTimeout=500")) {
            assertEquals(206, loginCode(server, "x", "x"));
            awaitLog(server, "IllegalStateException: broken on purpose");
            assertEquals(207, loginCode(server, "hang", "x"));
            assertEquals(0, loginCode(server, "Guest", ""));
            awaitLogin(server);
        }
    }

    /** A connected client that keeps what it hears. */
    private static final class Listening implements AutoCloseable {
        private final BlockingQueue<String> data = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
        private final SdkUser user;

        Listening(ServerProcess server) {
            user = new SdkUser(server, runtime, new AnyChatListener() {
                @Override
                public void onSdkFilterData(ServerEvent.SdkFilterData event) {
                    data.add(new String(event.data(), StandardCharsets.UTF_8));
                }

                @Override
                public void onTextMessage(ServerEvent.TextMessage event) {
                    texts.add(event.text());
                }
            });
            SdkUser.await(user.client().connect());
        }

        AnyChatClient client() {
            return user.client();
        }

        void dropLink() {
            user.close();
        }

        String nextData() {
            return next(data);
        }

        String nextText() {
            return next(texts);
        }

        private static String next(BlockingQueue<String> queue) {
            try {
                return queue.poll(WAIT_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void close() {
            user.close();
        }
    }
}
