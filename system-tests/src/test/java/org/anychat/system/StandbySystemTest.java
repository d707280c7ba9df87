package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.anychat.client.AnyChatClient;
import org.anychat.client.AnyChatListener;
import org.anychat.client.ClientRuntime;
import org.anychat.client.Reconnected;
import org.anychat.protocol.ServerEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hot standby as the manual has it, and what it adds: two processes, and clients that come back with their sessions. */
class StandbySystemTest {
    private static final int CLIENTS = 100;
    private static final int ROOM_SIZE = 10;
    private static final int REFUSED = 111;
    private static final int BANNED = 113;
    /** Of a machine that others load, too; the figure is printed. */
    private static final long BACK_SECONDS = 15;

    private static final AnyChatListener NOBODY = new AnyChatListener() {};

    @TempDir
    Path folder;

    private ClientRuntime runtime;
    private StandbyServers servers;

    @BeforeEach
    void open() {
        runtime = ClientRuntime.create(2);
        servers = new StandbyServers(folder);
    }

    @AfterEach
    void close() {
        runtime.close();
        servers.close();
    }

    private ServerProcess activated(ServerProcess master) throws InterruptedException {
        ServerProcess slave = servers.slaveOf(master);
        slave.awaitOutput("Successful synchronization master server license information");
        assertTrue(slave.output().contains("Success connect to master sever"), slave::output);
        master.awaitOutput("Slave server(127.0.0.1-" + slave.udpPort() + ") connect success!");
        return slave;
    }

    private int connectCode(ServerProcess server) {
        try (AnyChatClient client = StandbyServers.client(runtime, NOBODY, server)) {
            return SdkUser.codeOf(client.connect());
        }
    }

    private AnyChatClient loggedIn(String name, AnyChatListener listener, ServerProcess... where) {
        AnyChatClient client = StandbyServers.client(runtime, listener, where);
        SdkUser.await(client.connect());
        SdkUser.await(client.login(name, ""));
        return client;
    }

    /** What clients have seen since the master was killed. */
    private static final class Fates {
        private final long killedNs = System.nanoTime();
        private final CountDownLatch back = new CountDownLatch(CLIENTS);
        private final AtomicLongArray backMs = new AtomicLongArray(CLIENTS);
        private final AtomicInteger loginsAnew = new AtomicInteger();
        private final AtomicInteger left = new AtomicInteger();

        String figures() {
            long[] sorted = new long[CLIENTS];
            Arrays.setAll(sorted, backMs::get);
            Arrays.sort(sorted);
            return "master killed: " + (CLIENTS - back.getCount()) + " of " + CLIENTS + " clients back; p50 "
                    + sorted[CLIENTS / 2] + " ms, p95 " + sorted[CLIENTS * 95 / 100] + " ms, last "
                    + sorted[CLIENTS - 1] + " ms; logins anew " + loginsAnew + ", members seen to leave " + left;
        }
    }

    private static final class Watcher implements AnyChatListener {
        private final int index;
        private volatile Fates fates;

        Watcher(int index) {
            this.index = index;
        }

        @Override
        public void onReconnected(Reconnected event) {
            fates.backMs.set(index, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - fates.killedNs));
            if (!event.resumed()) {
                fates.loginsAnew.incrementAndGet();
            }
            fates.back.countDown();
        }

        @Override
        public void onUserAtRoom(ServerEvent.UserAtRoom event) {
            if (fates != null && !event.enter()) {
                fates.left.incrementAndGet();
            }
        }
    }

    @Test
    void shouldGiveAllClientsTheirSessionsBackWhenTheMasterIsKilled() throws Exception {
        ServerProcess master = servers.master();
        ServerProcess slave = activated(master);
        assertEquals(REFUSED, connectCode(slave), servers::output);
        List<Watcher> watchers = new ArrayList<>();
        List<AnyChatClient> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            watchers.add(new Watcher(i));
            // The second address comes with the answer to the login.
            clients.add(loggedIn("User " + i, watchers.get(i), master));
            SdkUser.await(clients.get(i).enterRoom(1_000 + i / ROOM_SIZE, ""));
        }

        // What was done within the last moments before a death may not have got across yet.
        for (AnyChatClient client : clients) {
            assertEquals(ROOM_SIZE, SdkUser.await(client.snapshot()).users().size(), servers::output);
        }

        Fates fates = new Fates();
        watchers.forEach(watcher -> watcher.fates = fates);
        master.kill();
        boolean allBack = fates.back.await(BACK_SECONDS, TimeUnit.SECONDS);
        System.out.println(fates.figures());

        assertTrue(allBack, () -> fates.figures() + "\n" + servers.output());
        assertTrue(slave.output().contains("The master server fails, slave server start working..."), slave::output);
        assertEquals(0, fates.loginsAnew.get(), fates.figures());
        for (AnyChatClient client : clients) {
            assertEquals(ROOM_SIZE, SdkUser.await(client.snapshot()).users().size(), servers::output);
        }
        assertEquals(0, fates.left.get(), fates.figures());
        clients.forEach(AnyChatClient::close);
    }

    @Test
    void shouldHandTheClientsBackOneByOneWhenTheMasterReturns() throws Exception {
        ServerProcess master = servers.master();
        ServerProcess slave = activated(master);
        master.kill();
        slave.awaitOutput("This server has taken its master's place");
        AnyChatClient ann = loggedIn("Ann", NOBODY, slave);

        ServerProcess again = servers.startAgain(master);

        slave.awaitOutput("this server refuses new clients and keeps those that it has");
        assertEquals(REFUSED, connectCode(slave), servers::output);
        SdkUser.await(ann.enterRoom(1, ""));
        try (AnyChatClient ben = loggedIn("Ben", NOBODY, slave, again)) {
            SdkUser.await(ben.enterRoom(1, ""));
        }
        ann.close();
        slave.awaitOutput("this server stands by again");

        again.kill();
        slave.awaitOutput("This server has taken its master's place");
    }

    @Test
    void shouldServeAfterARestartWithoutItsMaster() throws Exception {
        ServerProcess master = servers.master();
        ServerProcess slave = activated(master);
        slave.stop();
        master.kill();

        ServerProcess again = servers.startAgain(slave);

        again.awaitOutput("This server has taken its master's place");
        loggedIn("Ann", NOBODY, again).close();

        again.kill();
        Path file = slave.home().resolve("AnyChatStandby.json");
        Files.writeString(file, Files.readString(file).replace("\\\"epoch\\\":", "\\\"epoch\\\":1"));
        ServerProcess tampered = servers.startAgain(slave);
        tampered.awaitOutput("has never activated this server");
        assertTrue(tampered.output().contains("AnyChatStandby.json was changed"), tampered::output);
        assertEquals(REFUSED, connectCode(tampered), servers::output);
    }

    @Test
    void shouldSayOnBothSidesThatThePasswordsDiffer() throws Exception {
        ServerProcess master = servers.master();
        ServerProcess slave = servers.slaveOf("slave", master, "another");

        slave.awaitOutput("has another SDKAuthPass, so that this server cannot stand by for it");
        master.awaitOutput("wants to stand by for this one is refused: its SDKAuthPass is another one");
        assertFalse(master.output().contains("connect success!"), servers::output);
    }

    @Test
    void shouldRefuseAChainAndAMasterWithoutALicence() throws Exception {
        ServerProcess master = servers.master();
        ServerProcess slave = activated(master);
        ServerProcess chained = servers.slaveOf("chained", slave, StandbyServers.PASSWORD);
        chained.awaitOutput("30 MASTERISSLAVE");

        ServerProcess demo =
                servers.start(servers.home("demo"), List.of("DemoMode=1", "SDKAuthPass=" + StandbyServers.PASSWORD));
        ServerProcess unlicensed = servers.slaveOf("unlicensed", demo, StandbyServers.PASSWORD);
        unlicensed.awaitOutput("31 MASTERNOTCREDIT");
        assertEquals(REFUSED, connectCode(unlicensed), servers::output);
    }

    @Test
    @Tag("slow")
    void shouldLetTheOlderEpochYieldWhenACutHeals() throws Exception {
        ServerProcess master = servers.master();
        ServerProcess slave = activated(master);
        AnyChatClient ann = loggedIn("Ann", NOBODY, master);
        SdkUser.await(ann.enterRoom(1, ""));

        master.signal("STOP");
        slave.awaitOutput("This server has taken its master's place");
        AnyChatClient ben = loggedIn("Ben", NOBODY, slave);
        master.signal("CONT");

        master.awaitOutput("Look at the network between the two");
        assertEquals(REFUSED, connectCode(master), servers::output);
        assertFalse(slave.output().contains("this server refuses new clients"), servers::output);
        // A call that is on goes on.
        SdkUser.await(ann.sendText(-1, false, "still here"));
        ann.close();
        master.awaitOutput("this server takes new clients again");
        slave.awaitOutput("this server refuses new clients and keeps those that it has");
        SdkUser.await(ben.enterRoom(1, ""));
        ben.close();
        slave.awaitOutput("this server stands by again");
        assertEquals(0, connectCode(master), servers::output);
    }

    @Test
    @Tag("slow")
    void shouldRefuseASecondSlaveThatWouldServeToo() throws Exception {
        ServerProcess master = servers.master();
        ServerProcess slave = activated(master);
        ServerProcess second = servers.slaveOf("second", master, StandbyServers.PASSWORD);
        second.awaitOutput("13 RESOURCEUSED");
        master.awaitOutput("is refused: another one stands by for this server already");

        master.kill();

        slave.awaitOutput("This server has taken its master's place");
        assertEquals(0, connectCode(slave), servers::output);
        second.awaitOutput("has never activated this server");
        assertEquals(REFUSED, connectCode(second), servers::output);
    }

    @Test
    void shouldKeepOutWhomTheMasterHadBanned() throws Exception {
        Files.writeString(servers.home("master").resolve("AnyChatBans.txt"), "127.0.0.*\n");
        ServerProcess master = servers.master();
        ServerProcess slave = activated(master);

        master.kill();

        slave.awaitOutput("This server has taken its master's place");
        assertEquals(BANNED, connectCode(slave), servers::output);
        assertTrue(Files.readString(slave.home().resolve("AnyChatBans.txt")).contains("\n127.0.0.*\n"));
    }
}
