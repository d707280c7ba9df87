package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.anychat.client.AnyChatListener;
import org.anychat.client.ClientRuntime;
import org.anychat.client.Reconnected;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerEvent;
import org.anychat.protocol.User;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes that are one server: their services talk over the cluster's bus, and outlive each other. */
class ClusterSystemTest {
    private static final String CONTROL = "auth,room,license";
    private static final long SECONDS = 20;

    @TempDir
    Path folder;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private ClientRuntime runtime;

    @BeforeEach
    void open() {
        runtime = ClientRuntime.create(1);
    }

    @AfterEach
    void close() {
        runtime.close();
    }

    @Test
    void shouldBeOneServerAndOutliveItsActiveControlProcess() throws Exception {
        try (ClusterProcesses cluster = new ClusterProcesses(folder, 5, Map.of())) {
            // The relay has nobody to join yet, and waits.
            ServerProcess relay = cluster.start("relay", "relay");
            relay.awaitOutput("Waiting for a process that runs gateway, auth, license or room");
            ServerProcess first = cluster.start("first", CONTROL);
            first.awaitReady();
            ServerProcess second = cluster.start("second", CONTROL);
            ServerProcess east = cluster.start("east", "gateway");
            ServerProcess west = cluster.start("west", "gateway");
            for (ServerProcess process : List.of(second, east, west, relay)) {
                process.awaitReady();
            }

            outliveActive(cluster, first, second, List.of(east, west));
        }
    }

    private void outliveActive(
            ClusterProcesses cluster, ServerProcess first, ServerProcess second, List<ServerProcess> gateways)
            throws Exception {
        try (SdkUser ann = inRoom(gateways.get(0), "Ann");
                SdkUser ben = inRoom(gateways.get(1), "Ben")) {
            FrameMeter meter = new FrameMeter();
            ann.publishing();
            SdkUser.await(ben.client().subscribe(meter));
            meter.awaitMore(20, SECONDS);
            SdkUser.await(ann.client().sendText(-1, false, "over two gateways"));
            assertEquals("Ann sees somebody enter", heard.poll(SECONDS, TimeUnit.SECONDS), cluster::output);
            assertEquals("Ben hears over two gateways", heard.poll(SECONDS, TimeUnit.SECONDS), cluster::output);
            ReplyBody.Room before = SdkUser.await(ben.client().snapshot());

            meter.restart();
            long killedNs = System.nanoTime();
            first.kill();
            visit(gateways.get(1), "Cho");
            long recoveredMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killedNs);
            assertTrue(second.output().contains("Room service started"), second::output);

            meter.awaitMore(20, SECONDS);
            long gapMs = meter.longestGapMs();
            System.out.println("control process killed: a new user was in and out of the room after " + recoveredMs
                    + " ms; longest time without a frame " + gapMs + " ms");
            assertTrue(gapMs < 1_500, "media stood still for " + gapMs + " ms");
            assertEquals("Ann sees somebody enter", heard.poll(SECONDS, TimeUnit.SECONDS), cluster::output);
            assertEquals("Ann sees somebody leave", heard.poll(SECONDS, TimeUnit.SECONDS), cluster::output);
            assertEquals(members(before), members(SdkUser.await(ben.client().snapshot())), cluster::output);
            assertEquals(List.of(), List.copyOf(heard), cluster::output);
        }
    }

    private void visit(ServerProcess gateway, String name) {
        try (SdkUser user = inRoom(gateway, name)) {
            assertEquals(
                    List.of("Ann", "Ben", name),
                    members(SdkUser.await(user.client().snapshot())));
        }
    }

    @Test
    void shouldLetTheLastLinkOfAUserWinWhateverItsGateway() throws Exception {
        BlockingQueue<Integer> ends = new LinkedBlockingQueue<>();
        try (ClusterProcesses cluster = new ClusterProcesses(folder, 2, Map.of("ANYCHAT_CLOSEFRONTLINK", "1"))) {
            ServerProcess east = cluster.start("east", "all");
            east.awaitReady();
            ServerProcess west = cluster.start("west", "gateway");
            west.awaitReady();
            SdkUser before = new SdkUser(east, runtime, new AnyChatListener() {
                @Override
                public void onLinkClose(ServerEvent.LinkClose event) {
                    ends.add(event.code());
                }
            });
            try (before;
                    SdkUser after = new SdkUser(west, runtime, new AnyChatListener() {})) {
                SdkUser.await(before.client().connect());
                int user = SdkUser.await(before.client().login("Ann", "secret")).userId();
                SdkUser.await(after.client().connect());
                assertEquals(
                        user,
                        SdkUser.await(after.client().login("Ann", "secret")).userId());
                assertEquals(209, ends.poll(SECONDS, TimeUnit.SECONDS), cluster::output);
            }
        }
    }

    @Test
    void shouldTellClientsOfTheOtherGateways() throws Exception {
        BlockingQueue<Boolean> resumed = new LinkedBlockingQueue<>();
        try (ClusterProcesses cluster = new ClusterProcesses(folder, 2, Map.of())) {
            int port = ServerProcess.freeTcpPort();
            ServerProcess east = cluster.start(
                    "east",
                    "all",
                    Map.of(
                            "ANYCHAT_TCPLISTENPORT",
                            Integer.toString(port),
                            "ANYCHAT_GATEWAYADDRESSES",
                            "127.0.0.1:" + port));
            east.awaitReady();
            ServerProcess west = cluster.start("west", "gateway");
            west.awaitReady();
            SdkUser ann = new SdkUser(west, runtime, new AnyChatListener() {
                @Override
                public void onReconnected(Reconnected event) {
                    resumed.add(event.resumed());
                }
            });
            try (ann) {
                SdkUser.await(ann.client().connect());
                SdkUser.await(ann.client().login("Ann", ""));

                west.kill();

                assertEquals(true, resumed.poll(SECONDS, TimeUnit.SECONDS), cluster::output);
            }
        }
    }

    @Test
    void shouldKeepOutAProcessThatDoesNotKnowTheSecret() throws Exception {
        try (ClusterProcesses cluster = new ClusterProcesses(folder, 2, Map.of())) {
            ServerProcess inside = cluster.start("inside", "all");
            inside.awaitReady();

            ServerProcess outside = cluster.start(
                    "outside", CONTROL, Map.of("ANYCHAT_CLUSTERSECRET", "something that they do not know"));
            outside.awaitOutput("has not let this one in");

            try (SdkUser ann = inRoom(inside, "Ann")) {
                assertEquals(List.of("Ann"), members(SdkUser.await(ann.client().snapshot())));
            }
            assertFalse(outside.output().contains("is ready"), outside::output);
            assertFalse(inside.output().contains("outside"), inside::output);
        }
    }

    @Test
    void shouldRefuseAClusterWithoutASecret() throws Exception {
        try (ServerProcess server = ServerProcess.startAsIs(
                folder, "-r", "--services=relay", "--set", "ClusterMembers=control", "--set", "ClusterSecret=short")) {
            assertEquals(78, server.awaitExit());
            assertTrue(
                    server.output().contains("a cluster needs a secret of 16 bytes or more, and this one has 5"),
                    server::output);
        }
    }

    private SdkUser inRoom(ServerProcess gateway, String name) {
        SdkUser user = new SdkUser(gateway, runtime, new AnyChatListener() {
            @Override
            public void onTextMessage(ServerEvent.TextMessage event) {
                heard.add(name + " hears " + event.text());
            }

            @Override
            public void onUserAtRoom(ServerEvent.UserAtRoom event) {
                if (name.equals("Ann")) {
                    heard.add(name + (event.enter() ? " sees somebody enter" : " sees somebody leave"));
                }
            }
        });
        SdkUser.await(user.client().connect());
        SdkUser.await(user.client().login(name, ""));
        SdkUser.await(user.client().enterRoom(1, ""));
        return user;
    }

    private static List<String> members(ReplyBody.Room room) {
        return room.users().stream().map(User::name).sorted().toList();
    }
}
