package org.anychat.system;

import static org.anychat.system.SdkUser.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.anychat.client.AnyChatClient;
import org.anychat.client.AnyChatException;
import org.anychat.client.AnyChatListener;
import org.anychat.client.ClientRuntime;
import org.anychat.protocol.ClientConfig;
import org.anychat.protocol.ServerEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** The configuration as an operator meets it: files, variables, options, {@code check-config} and SIGHUP. */
class ConfigSystemTest {
    /** The block of fact sheet 9.1, as an installation of the original product has it, with the keys of its log. */
    private static final String REAL_BLOCK = """
            ; 功能参数配置
            [Function Settings]
            CloseFrontLink=1
            SDKFilterPlus=libipcfilterplus.so
            AutoAddRoom=1
            AllowGuestLogin=1
            MaxUsersPerRoom=100
            VideoCallStartRoomId=1
            TempFilePath=
            ExternFlags=64
            [Video Settings]
            VideoWidth=640
            VideoHeight=480
            VideoPreset=5
            [Debug Settings]
            AutoUploadLogInfo=1
            SaveLogRootDir=
            OutputThreadStatus=0
            OutputRecordTask=0
            """;

    @TempDir
    Path home;

    private final ClientRuntime runtime = ClientRuntime.create(1);

    @AfterEach
    void closeRuntime() {
        runtime.close();
    }

    private Path ini() {
        return home.resolve("AnyChatCoreServer.ini");
    }

    private ClientConfig configOf(ServerProcess server) {
        try (SdkUser user = new SdkUser(server, runtime, new AnyChatListener() {})) {
            return await(user.client().connect()).config();
        }
    }

    @Test
    void shouldStartWithTheListingOfTheManual() throws IOException {
        byte[] listing;
        try (InputStream stream = getClass().getResourceAsStream("manual-listing.ini")) {
            listing = stream.readAllBytes();
        }
        Files.write(ini(), listing);

        try (ServerProcess server = ServerProcess.startOnFreePorts(home, Map.of())) {
            ClientConfig config = configOf(server);
            assertEquals(new ClientConfig.Video(320, 240, 8, 32, 60_000, 1, 3, 3), config.video());
            assertEquals(new ClientConfig.Audio(16_000, 1, 16, 11, 15_850), config.audio());
            assertFalse(server.output().contains("is not known"), server::output);
        }
        assertArrayEquals(listing, Files.readAllBytes(ini()), "an existing file is never changed");
    }

    @Test
    void shouldStartWithAnIniOfARealInstallationInGbk() throws IOException {
        Files.write(ini(), REAL_BLOCK.replace("\n", "\r\n").getBytes(Charset.forName("GBK")));

        try (ServerProcess server = ServerProcess.startOnFreePorts(home, Map.of())) {
            ClientConfig.Video video = configOf(server).video();
            assertEquals(640, video.width());
            assertEquals(480, video.height());
            assertEquals(5, video.preset());
            assertTrue(server.output().contains("was read as GBK"), server::output);
            assertTrue(
                    server.output().contains("line 16: [Debug Settings] AutoUploadLogInfo is known, not used: "),
                    server::output);
            assertFalse(server.output().contains("is not known"), server::output);
        }
    }

    @Test
    void shouldWriteTheDefaultsWhereThereIsNoFileAndTakeVariablesBeforeThem() throws IOException {
        try (ServerProcess server = ServerProcess.startOnFreePorts(home, Map.of())) {
            assertEquals(320, configOf(server).video().width());
            String text = Files.readString(ini());
            assertTrue(text.contains("TCPListenPort=8906\n"), text);
            assertTrue(text.contains("服务器"), text);
        }
    }

    @Test
    void shouldTakeTheCommandLineBeforeTheEnvironmentBeforeTheFile() throws Exception {
        Files.writeString(ini(), "[Video Settings]\nVideoFPS=9\nVideoGOPSize=33\nVideoBitrate=61000\n");
        Path secret = Files.writeString(home.resolve("secret"), "hunter2\n");
        Map<String, String> environment = Map.of(
                "ANYCHAT_VIDEOFPS", "10",
                "ANYCHAT_VIDEOGOPSIZE", "34",
                "ANYCHAT_SDKAUTHPASS_FILE", secret.toString(),
                "ANYCHAT_VIDEOFSP", "1");

        try (ServerProcess server = ServerProcess.startOnFreePorts(home, environment, "--set", "videofps=11")) {
            ClientConfig.Video video = configOf(server).video();
            assertEquals(11, video.fps());
            assertEquals(34, video.gop());
            assertEquals(61_000, video.bitrate());
            assertTrue(server.output().contains("ANYCHAT_VIDEOFSP names no key"), server::output);
            assertFalse(server.output().contains("hunter2"), server::output);
            try (AnyChatClient stranger = AnyChatClient.builder()
                    .server("127.0.0.1", server.tcpPort())
                    .serverPassword("hunter2")
                    .runtime(runtime)
                    .build()) {
                await(stranger.connect());
                await(stranger.login("Ann", ""));
            }
        }
    }

    @Test
    void shouldNameEverythingThatIsWrongWhereverItStands() throws Exception {
        Files.writeString(ini(), "[Audio Settings]\nAudioCodec=11\nAudioBitrate=16000\n[Video Settings]\nVideoFPS=0\n");

        try (ServerProcess server = ServerProcess.startAsIs(
                home, Map.of("ANYCHAT_DEMOMODE", "yes"), "--set", "VideoQuality=9", "--set", "NoSuchKey=1")) {
            assertEquals(78, server.awaitExit(), server::output);
            for (String words : new String[] {
                "AnyChatCoreServer.ini, line 2: [Audio Settings] AudioCodec=11 is not allowed",
                "15850, 18250",
                "AnyChatCoreServer.ini, line 5: [Video Settings] VideoFPS=0 is not allowed; allowed: 1 to 25",
                "environment variable ANYCHAT_DEMOMODE: [Base Settings] DemoMode=yes is not allowed",
                "command line, --set VideoQuality: [Video Settings] VideoQuality=9 is not allowed; allowed: 1 to 5",
                "command line, --set NoSuchKey: no such key."
            }) {
                assertTrue(server.output().contains(words), () -> words + "\n\nis not in\n\n" + server.output());
            }
        }
    }

    @Test
    void shouldEndWithOneMessageForAFileThatIsNoIni() throws Exception {
        byte[] noise = new byte[4096];
        new Random(1).nextBytes(noise);
        assertRefused("AnyChatCoreServer.ini", noise);
        assertRefused("has more than 1048576 bytes", new byte[10 * 1024 * 1024]);
        assertRefused(
                "line 2: a text file does not hold the byte 0x00",
                "[Base Settings]\n\0".getBytes(StandardCharsets.UTF_8));
        Files.delete(ini());
        Files.createDirectory(ini());
        assertRefused("is a folder, not a file");
    }

    private void assertRefused(String words, byte[] file) throws Exception {
        Files.write(ini(), file);
        assertRefused(words);
    }

    private void assertRefused(String words) throws Exception {
        try (ServerProcess server = ServerProcess.startAsIs(home)) {
            assertEquals(78, server.awaitExit(), server::output);
            assertTrue(server.output().contains(words), server::output);
            assertFalse(server.output().contains("\tat "), server::output);
        }
    }

    @Test
    void shouldPrintTheSettingsThatCountWithTheirOrigins() throws Exception {
        Files.writeString(ini(), "[Base Settings]\nServerID=5\nSDKAuthPass=hunter2\n[Video Settings]\nVideoFSP=3\n");

        try (ServerProcess check = ServerProcess.startAsIs(
                home, Map.of("ANYCHAT_VIDEOFPS", "12"), "check-config", "--set", "VideoQuality=4")) {
            assertEquals(0, check.awaitExit(), check::output);
            assertRow(check, "ServerID", "5", "AnyChatCoreServer.ini:2");
            assertRow(check, "SDKAuthPass", "***", "AnyChatCoreServer.ini:3");
            assertRow(check, "VideoFPS", "12", "environment variable ANYCHAT_VIDEOFPS");
            assertRow(check, "VideoQuality", "4", "command line, --set VideoQuality");
            assertRow(check, "VideoPreset", "3", "default");
            assertTrue(check.output().contains("line 5: [Video Settings] VideoFSP is not known"), check::output);
            assertFalse(check.output().contains("hunter2"), check::output);
        }
        try (ServerProcess check = ServerProcess.startAsIs(home, "check-config", "--set", "VideoFPS=99")) {
            assertEquals(78, check.awaitExit(), check::output);
            assertTrue(check.output().contains("command line, --set VideoFPS: "), check::output);
        }
        try (Stream<Path> files = Files.list(home)) {
            assertEquals(1, files.count(), "a check writes nothing");
        }
    }

    private static void assertRow(ServerProcess check, String key, String value, String origin) {
        String row = "[* ] " + key + " +" + value.replace("*", "\\*") + " +" + origin + ".*";
        assertTrue(check.output().lines().anyMatch(line -> line.matches(row)), () -> row + "\n" + check.output());
    }

    @Test
    void shouldChangeWithoutARestartWhatCan() throws Exception {
        BlockingQueue<ServerEvent> events = new LinkedBlockingQueue<>();
        try (ServerProcess server = ServerProcess.start(home, "[Video Settings]", "VideoFPS=9");
                SdkUser ann = new SdkUser(server, runtime, recording(events));
                SdkUser ben = new SdkUser(server, runtime, new AnyChatListener() {})) {
            await(ann.client().connect());
            await(ann.client().login("Ann", "password"));
            await(ann.client().enterRoom(1, ""));

            String before = Files.readString(ini());
            Files.writeString(
                    ini(),
                    before.replace("VideoFPS=9", "VideoFPS=15\nVideoBitrate=300000\nVideoGOPSize=60")
                            + "[Function Settings]\nMaxUsersPerRoom=1\nCloseFrontLink=0\nRelayLoops=1\n");
            server.hangUp();

            ClientConfig update = ((ServerEvent.ServerConfigUpdate) events.poll(30, TimeUnit.SECONDS)).config();
            assertEquals(new ClientConfig.Video(320, 240, 15, 60, 300_000, 1, 3, 3), update.video(), server::output);
            assertEquals(update, await(ben.client().connect()).config());
            await(ben.client().login("Ben", ""));
            assertEquals(302, codeOf(() -> await(ben.client().enterRoom(1, ""))));
            assertTrue(server.output().contains("VideoFPS: 9 -> 15"), server::output);
            assertTrue(server.output().contains("RelayLoops: 0 -> 1 needs a restart"), server::output);

            assertWrongFileChangesNothing(server, ben);
            assertUserDisplacesWhereAllowed(server, events);
        }
    }

    @Test
    void shouldSurviveASignalThatComesWhileItStarts() throws Exception {
        Files.writeString(ini(), "[Base Settings]\nTCPListenPort=0\nUDPServicePort=0\n");

        try (ServerProcess server = ServerProcess.startAsIs(home)) {
            server.awaitOutput("License service started");
            server.hangUp();
            server.awaitOutput("AnyChatCoreServer is ready");
            server.awaitOutput("Configuration reload: nothing has changed");
            server.stop();
            assertEquals(0, server.awaitExit(), server::output);
        }
    }

    private void assertWrongFileChangesNothing(ServerProcess server, SdkUser ben) throws Exception {
        String good = Files.readString(ini());
        Files.writeString(
                ini(), good.replace("VideoFPS=15", "VideoFPS=20").replace("MaxUsersPerRoom=1", "MaxUsersPerRoom=0"));
        server.hangUp();
        server.awaitOutput("Configuration reload refused, nothing has changed");
        server.awaitOutput("MaxUsersPerRoom=0 is not allowed");
        assertEquals(15, configOf(server).video().fps());
        assertEquals(302, codeOf(() -> await(ben.client().enterRoom(1, ""))));

        Files.writeString(
                ini(),
                good.replace("MaxUsersPerRoom=1", "MaxUsersPerRoom=2").replace("CloseFrontLink=0", "CloseFrontLink=1"));
        server.hangUp();
        server.awaitOutput("CloseFrontLink: 0 -> 1");
        // The services hear of it a moment after the log.
        server.awaitOutput("MaxUsersPerRoom: 1 -> 2");
    }

    private void assertUserDisplacesWhereAllowed(ServerProcess server, BlockingQueue<ServerEvent> events)
            throws InterruptedException {
        try (SdkUser again = new SdkUser(server, runtime, new AnyChatListener() {})) {
            await(again.client().connect());
            await(again.client().login("Ann", "password"));
            ServerEvent.LinkClose close = (ServerEvent.LinkClose) events.poll(30, TimeUnit.SECONDS);
            assertEquals(209, close.code());
        }
    }

    private static AnyChatListener recording(BlockingQueue<ServerEvent> events) {
        return new AnyChatListener() {
            @Override
            public void onServerConfigUpdate(ServerEvent.ServerConfigUpdate event) {
                events.add(event);
            }

            @Override
            public void onLinkClose(ServerEvent.LinkClose event) {
                events.add(event);
            }
        };
    }

    private static int codeOf(Executable call) {
        AssertionError failure = assertThrows(AssertionError.class, call);
        ExecutionException cause = (ExecutionException) failure.getCause();
        return ((AnyChatException) cause.getCause()).code();
    }
}
