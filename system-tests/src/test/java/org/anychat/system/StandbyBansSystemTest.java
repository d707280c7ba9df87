package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.anychat.client.AnyChatClient;
import org.anychat.client.AnyChatListener;
import org.anychat.client.ClientRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators decide at a standby while it serves, which the master is to know when it is back. */
class StandbyBansSystemTest {
    private static final int BANNED = 113;
    private static final String[] OPERATED = {"ControlLevel=5", "[User Source Settings]", "UserSource=sql"};
    private static final AnyChatListener NOBODY = new AnyChatListener() {};

    @TempDir
    Path folder;

    private ClientRuntime runtime;
    private StandbyServers servers;

    @BeforeEach
    void open() {
        runtime = ClientRuntime.create(1);
        servers = new StandbyServers(folder);
    }

    @AfterEach
    void close() {
        runtime.close();
        servers.close();
    }

    private AnyChatClient operator(String name, ServerProcess server) {
        AnyChatClient client = StandbyServers.client(runtime, NOBODY, server);
        SdkUser.await(client.connect());
        SdkUser.await(client.login(name, "a word"));
        return client;
    }

    private void addOperator(String name, ServerProcess server) throws Exception {
        assertEquals(
                0,
                UserCommandProcess.run(server.home(), "a word\n", "add", name, "--level", "5")
                        .exitCode());
    }

    private static String bans(ServerProcess server) throws IOException {
        return Files.readString(server.home().resolve("AnyChatBans.txt"));
    }

    @Test
    void shouldKeepOutAtTheMasterWhomTheStandbyHasBanned() throws Exception {
        ServerProcess master = servers.master(OPERATED);
        addOperator("boss", master);
        try (AnyChatClient boss = operator("boss", master)) {
            SdkUser.await(boss.directory().ban("192.0.2.1", 0));
            SdkUser.await(boss.directory().ban("192.0.2.2", 0));
        }
        ServerProcess slave = servers.slaveOf(master, OPERATED);
        addOperator("boss", slave);
        slave.awaitOutput("Successful synchronization master server license information");
        master.kill();
        slave.awaitOutput("This server has taken its master's place");
        AnyChatClient boss = operator("boss", slave);
        SdkUser.await(boss.directory().admit("192.0.2.1"));
        SdkUser.await(boss.directory().ban("198.51.100.*", 0));

        ServerProcess again = servers.startAgain(master);

        again.awaitOutput("Bans are taken over from the other server: 2 hold now");
        assertTrue(bans(again).contains("\n198.51.100.*\n"), servers::output);
        assertFalse(bans(again).contains("\n192.0.2.1\n"), servers::output);
        assertTrue(bans(again).contains("\n192.0.2.2\n"), servers::output);

        // Both serve now, and what is decided at either holds at both.
        addOperator("chief", again);
        try (AnyChatClient there = operator("chief", again)) {
            SdkUser.await(there.directory().ban("203.0.113.7", 0));
        }
        slave.awaitOutput("Bans are taken over from the other server: 3 hold now");
        SdkUser.codeOf(boss.directory().ban("127.0.0.*", 0));
        boss.close();
        slave.awaitOutput("this server stands by again");
        try (AnyChatClient banned = StandbyServers.client(runtime, NOBODY, again)) {
            assertEquals(BANNED, SdkUser.codeOf(banned.connect()), servers::output);
        }
    }
}
