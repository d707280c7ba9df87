package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.anychat.client.AnyChatClient;
import org.anychat.client.ClientRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The licence as an operator meets it: command line, file, start, log, and what clients are told. */
class LicenceSystemTest {
    private static final String LICENSED = "DemoMode=0";
    private static final String WITHOUT_THE_RIGHT = "AutoAddRoom=1, but the licence does not have";
    private static final int ANDROID = 2;
    private static final int LINUX = 5;

    @TempDir
    Path home;

    private ServerCommand run(String... arguments) {
        ServerCommand command = ServerCommand.run(home, arguments);
        assertEquals(0, command.exitCode(), command::output);
        return command;
    }

    private void issue(String... options) {
        String[] arguments = new String[options.length + 5];
        System.arraycopy(
                new String[] {"license", "issue", "--force", "--holder", "Example School"}, 0, arguments, 0, 5);
        System.arraycopy(options, 0, arguments, 5, options.length);
        run(arguments);
    }

    /** Starts a server that is not to become ready, and gives what it has said. */
    private String refusedStart(String... iniLines) throws IOException, InterruptedException {
        Files.writeString(
                home.resolve("AnyChatCoreServer.ini"),
                "[Base Settings]\nTCPListenPort=0\nUDPServicePort=0\nDemoMode=0\n" + String.join("\n", iniLines)
                        + "\n");
        try (ServerProcess server = ServerProcess.startAsIs(home)) {
            assertEquals(77, server.awaitExit(), server::output);
            return server.output();
        }
    }

    private static AnyChatClient connected(ServerProcess server, ClientRuntime runtime) {
        return connected(server, runtime, LINUX);
    }

    private static AnyChatClient connected(ServerProcess server, ClientRuntime runtime, int device) {
        AnyChatClient client = AnyChatClient.builder()
                .server("127.0.0.1", server.tcpPort())
                .runtime(runtime)
                .device(device)
                .build();
        SdkUser.await(client.connect());
        return client;
    }

    @Test
    void shouldStartWithALicenceOfTheOperatorsOwnInOneCommand() {
        run("license", "issue", "--self");
        assertTrue(run("license", "verify").output().contains("Authorized certification success"));
        assertTrue(run("license", "show").output().contains("Signature: good"));

        try (ServerProcess server = ServerProcess.start(home, LICENSED)) {
            assertTrue(server.output().contains("Authorized certification success"), server.output());
            assertFalse(server.output().contains("Start Server At Demo Mode"), server.output());
        }
    }

    @Test
    void shouldAdmitTheLicensedUsersAndMakeNoRoomsWithoutTheRight() {
        run("license", "keygen");
        issue("--this-machine", "--users", "1", "--functions", "Standby");

        try (ServerProcess server = ServerProcess.start(home, LICENSED, "[Function Settings]", "AutoAddRoom=1");
                ClientRuntime runtime = ClientRuntime.create(1);
                AnyChatClient ann = connected(server, runtime);
                AnyChatClient ben = connected(server, runtime)) {
            SdkUser.await(ann.login("Ann", ""));
            assertEquals(104, SdkUser.codeOf(ben.login("Ben", "")));
            assertEquals(303, SdkUser.codeOf(ann.enterRoom(77, "")));
            assertTrue(server.output().contains(WITHOUT_THE_RIGHT), server.output());
        }
    }

    @Test
    void shouldAdmitOnlyTheDevicesThatTheLicenceNames() {
        run("license", "keygen");
        issue("--this-machine", "--devices", "web,Android");
        assertTrue(run("license", "show").output().contains("\"devices\" : [ \"android\", \"web\" ]"));

        try (ServerProcess server = ServerProcess.start(home, LICENSED);
                ClientRuntime runtime = ClientRuntime.create(1);
                AnyChatClient phone = connected(server, runtime, ANDROID);
                AnyChatClient desk = connected(server, runtime, LINUX)) {
            SdkUser.await(phone.login("Ann", ""));
            assertEquals(109, SdkUser.codeOf(desk.login("Ben", "")));
            SdkUser.await(phone.enterRoom(1, ""));
        }
    }

    @Test
    void shouldMakeRoomsWithTheRight() {
        run("license", "keygen");
        issue("--anywhere", "--functions", "AutoAddRoom");

        try (ServerProcess server =
                        ServerProcess.start(home, LICENSED, "[Function Settings]", "AutoAddRoom=1", "ExternFlags=64");
                ClientRuntime runtime = ClientRuntime.create(1);
                AnyChatClient ann = connected(server, runtime)) {
            SdkUser.await(ann.login("Ann", ""));
            SdkUser.await(ann.enterRoom(77, ""));
            assertTrue(server.output().contains("\"holder\" : \"Example School\""), server.output());
        }
    }

    @Test
    void shouldNotStartWithoutALicence() throws Exception {
        String output = refusedStart();
        assertTrue(output.contains("28 CERTVERIFYFAILED, 800 GETINFOFAILED"), output);
        assertTrue(output.contains("A server does not start with a licence that does not match."), output);
        assertTrue(output.contains("license issue --self"), output);
    }

    @Test
    void shouldJudgeTheLicenceWithTheConfiguration() throws Exception {
        assertTrue(run("check-config").output().contains("Licence: none is needed in demo mode"));
        ServerCommand missing = ServerCommand.run(home, "check-config", "--set", LICENSED);
        assertEquals(77, missing.exitCode(), missing::output);
        assertTrue(missing.output().contains("28 CERTVERIFYFAILED, 800 GETINFOFAILED"), missing.output());
        assertTrue(missing.output().contains("A server does not start with a licence that does not match."));

        run("license", "keygen");
        issue("--this-machine");
        assertTrue(run("check-config", "--set", LICENSED)
                .output()
                .contains("Licence: Authorized certification success, licence of Example School."));
        issue("--anywhere", "--expires", "2020-12-31");
        ServerCommand expired = ServerCommand.run(home, "check-config", "--set", LICENSED);
        assertEquals(77, expired.exitCode(), expired::output);
        assertTrue(expired.output().contains("801 EXPIRED"), expired.output());
        assertEquals(
                78,
                ServerCommand.run(home, "check-config", "--set", LICENSED, "--set", "VideoFPS=99")
                        .exitCode());
    }

    @Test
    void shouldFollowAutoAddRoomAndAllowGuestLoginWhileItRuns() throws Exception {
        run("license", "keygen");
        issue("--this-machine", "--functions", "AutoAddRoom");
        try (ServerProcess server = ServerProcess.start(
                        home, LICENSED, "[Function Settings]", "AutoAddRoom=0", "AllowGuestLogin=1");
                ClientRuntime runtime = ClientRuntime.create(1);
                AnyChatClient ann = connected(server, runtime);
                AnyChatClient ben = connected(server, runtime)) {
            SdkUser.await(ann.login("Ann", ""));
            assertEquals(303, SdkUser.codeOf(ann.enterRoom(77, "")));

            change(server, "AutoAddRoom=0", "AutoAddRoom=1");
            awaitCode(0, () -> SdkUser.codeOf(ann.enterRoom(77, "")));

            change(server, "AutoAddRoom=1", "AutoAddRoom=0");
            change(server, "AllowGuestLogin=1", "AllowGuestLogin=0");
            awaitCode(204, () -> LoginUser.login(server, runtime, "Guest", ""));
            // Who is in stays in, and a room that is there stays open.
            SdkUser.await(ann.snapshot());
            change(server, "AllowGuestLogin=0", "AllowGuestLogin=1");
            awaitCode(0, () -> LoginUser.login(server, runtime, "Guest", ""));
            SdkUser.await(ben.login("Ben", ""));
            SdkUser.await(ben.enterRoom(77, ""));
            assertEquals(303, SdkUser.codeOf(ben.enterRoom(78, "")));
        }
    }

    @Test
    void shouldWarnOfAutoAddRoomThatIsSwitchedOnWithoutTheRight() throws Exception {
        run("license", "keygen");
        issue("--this-machine", "--functions", "none");
        try (ServerProcess server = ServerProcess.start(home, LICENSED, "[Function Settings]", "AutoAddRoom=0");
                ClientRuntime runtime = ClientRuntime.create(1);
                AnyChatClient ann = connected(server, runtime)) {
            assertFalse(server.output().contains(WITHOUT_THE_RIGHT), server.output());
            SdkUser.await(ann.login("Ann", ""));

            change(server, "AutoAddRoom=0", "AutoAddRoom=1");

            server.awaitOutput(WITHOUT_THE_RIGHT);
            assertEquals(303, SdkUser.codeOf(ann.enterRoom(77, "")));
        }
    }

    /** Changes a line of the ini and has it read. */
    private void change(ServerProcess server, String before, String after) throws Exception {
        Path ini = home.resolve("AnyChatCoreServer.ini");
        Files.writeString(ini, Files.readString(ini).replace(before, after));
        server.hangUp();
        String key = after.substring(0, after.indexOf('='));
        server.awaitOutput(
                key + ": " + before.substring(key.length() + 1) + " -> " + after.substring(key.length() + 1));
    }

    /** The services hear of a change a moment after the log. */
    private static void awaitCode(int wanted, IntSupplier request) {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        int code = request.getAsInt();
        while (code != wanted && System.nanoTime() < endNs) {
            code = request.getAsInt();
        }
        assertEquals(wanted, code);
    }

    @Test
    void shouldNotStartWithALicenceThatWasChanged() throws Exception {
        run("license", "keygen");
        issue("--anywhere", "--users", "10");
        Path file = home.resolve("AnyChat.cer");
        Files.writeString(file, Files.readString(file).replace("\"users\" : 10", "\"users\" : 99"));

        String output = refusedStart();

        assertTrue(output.contains("28 CERTVERIFYFAILED, 802 DECODEFAIL"), output);
        assertTrue(output.contains("was changed after it was signed"), output);
        assertEquals(77, ServerCommand.run(home, "license", "verify").exitCode());
        assertTrue(run("license", "show").output().contains("Signature: WRONG"));
    }

    @Test
    void shouldNotStartWithALicenceForAnotherMachine() throws Exception {
        run("license", "keygen");
        run("license", "fingerprint", "--out", home.resolve("machine.json").toString());
        Path fingerprint = home.resolve("machine.json");
        Files.writeString(
                fingerprint,
                Files.readString(fingerprint).replaceAll("\"[0-9a-f]{32}\"", "\"" + "0".repeat(32) + "\""));
        issue("--hardware", fingerprint.toString());

        String output = refusedStart();

        assertTrue(output.contains("28 CERTVERIFYFAILED, 810 HDSIGFAIL"), output);
        assertTrue(output.contains("processor model"), output);
    }

    @Test
    void shouldNotStartWithAnExpiredLicenceOrGarbageOrMegabytes() throws Exception {
        run("license", "keygen");
        issue("--anywhere", "--expires", "2020-12-31");
        assertTrue(refusedStart().contains("801 EXPIRED"));

        Files.write(home.resolve("AnyChat.cer"), new byte[] {0, 1, 2, (byte) 0xFF});
        assertTrue(refusedStart().contains("802 DECODEFAIL"));

        Files.write(home.resolve("AnyChat.cer"), new byte[1024 * 1024]);
        assertTrue(refusedStart().contains("more than 65536 bytes"));
    }

    @Test
    void shouldProveItsDomainOverItsOwnPort() throws Exception {
        run("license", "keygen");
        issue("--domain", "localhost");
        try (ServerProcess server = ServerProcess.start(home, LICENSED)) {
            assertTrue(server.output().contains("Authorized certification success"), server.output());
        }

        try (ServerProcess other = ServerProcess.start(Files.createDirectory(home.resolve("other")))) {
            String output = refusedStart("[License Settings]", "LicenseDomainPort=" + other.tcpPort());
            assertTrue(output.contains("28 CERTVERIFYFAILED, 860 DOMAINFAIL"), output);
        }
        issue("--domain", "no..such.host");
        assertTrue(refusedStart().contains("842 DNSFAIL"));
    }

    @Test
    void shouldStartWithItsUKey() throws Exception {
        SoftHsm token = new SoftHsm(home);
        Files.writeString(
                home.resolve("AnyChatCoreServer.ini"),
                "[License Settings]\nUKeyLibrary=" + SoftHsm.library() + "\nUKeyPin=" + SoftHsm.PIN + "\n");
        Map<String, String> environment = token.environment();
        ServerCommand made = ServerCommand.run(home, environment, "license", "ukey");
        assertEquals(0, made.exitCode(), made::output);
        run("license", "keygen");
        issue("--ukey", home.resolve("AnyChatUKey.pub").toString());

        ServerCommand verified = ServerCommand.run(home, environment, "license", "verify");
        assertEquals(0, verified.exitCode(), verified::output);
        // Without SoftHSM's configuration in its environment the library sees no token of ours.
        ServerCommand unplugged = ServerCommand.run(
                home, Map.of("SOFTHSM2_CONF", token.emptyConfiguration().toString()), "license", "verify");
        assertEquals(77, unplugged.exitCode(), unplugged::output);
        assertTrue(unplugged.output().contains("831 UKEYNOTFOUND"), unplugged.output());
    }

    @Test
    void shouldKeepWhatIsThere() {
        run("license", "issue", "--self");
        assertEquals(1, ServerCommand.run(home, "license", "keygen").exitCode());
        assertEquals(1, ServerCommand.run(home, "license", "issue", "--self").exitCode());
        assertEquals(64, ServerCommand.run(home, "license").exitCode());
        assertEquals(64, ServerCommand.run(home, "license", "issue", "--force").exitCode());
        assertEquals(
                64,
                ServerCommand.run(home, "license", "issue", "--force", "--self", "--functions", "Fly")
                        .exitCode());
        assertEquals(
                64,
                ServerCommand.run(home, "license", "issue", "--force", "--self", "--devices", "toaster")
                        .exitCode());
    }
}
