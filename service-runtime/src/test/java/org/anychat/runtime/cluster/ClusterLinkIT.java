package org.anychat.runtime.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.BusCall;
import org.anychat.contracts.ConfigEvents;
import org.anychat.contracts.ConfigOrders;
import org.anychat.contracts.NodeEvents;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.ServiceEvents;
import org.anychat.contracts.ServiceEvents.ServiceStarted;
import org.anychat.runtime.bus.Bus;
import org.anychat.runtime.bus.Registration;
import org.anychat.runtime.config.ClusterConfig;
import org.anychat.runtime.config.ServiceKind;
import org.anychat.testsupport.FreePorts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Members in one JVM, each with sockets of its own: Hazelcast and the event bus are the real ones. */
class ClusterLinkIT {
    private static final String GREETER = "greeter";
    private static final long DEADLINE_SECONDS = 60;

    private final List<Node> nodes = new ArrayList<>();
    private List<Integer> ports;

    /** Some service. */
    public interface GreeterApi {
        @BusCall(deadlineMs = 20_000)
        Future<Greeting> greet(Name request);
    }

    /** A request. */
    public record Name(String name) {}

    /** A reply. */
    public record Greeting(String text) {}

    @BeforeEach
    void choosePorts() {
        ports = FreePorts.next(3);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (Node node : nodes) {
            await(node.link.close());
            await(node.local.close());
        }
    }

    /** A process of the cluster, as far as this module knows processes. */
    private final class Node implements ClusterListener, NodeEvents {
        private final Vertx local = Vertx.vertx();
        private final Bus bus;
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final BlockingQueue<List<NodeId>> members = new LinkedBlockingQueue<>();
        private final ClusterLink link;
        private volatile CountDownLatch hold = new CountDownLatch(0);

        Node(String name, int port, ServiceKind... services) {
            this(name, port, "a secret of these tests", 20_000, services);
        }

        Node(String name, int port, String secret, long settlePatienceMs, ServiceKind... services) {
            bus = Bus.clustered(local, new NodeId(name));
            ClusterConfig config = new ClusterConfig(
                    Set.of(services),
                    ports.stream().map(one -> "127.0.0.1:" + one).toList(),
                    name,
                    "127.0.0.1",
                    port,
                    0,
                    secret);
            ClusterMember self = new ClusterMember(new NodeId(name), config.services(), "", "1");
            link = new ClusterLink(local, bus, config, self, this, settlePatienceMs);
            nodes.add(this);
        }

        Node joined() throws Exception {
            await(bus.serve(NodeEvents.class, Addresses.NODE_EVENTS, this));
            await(link.start());
            return this;
        }

        Registration greet(String words) throws Exception {
            GreeterApi greeter = name -> Future.succeededFuture(new Greeting(words + " " + name.name()));
            return await(bus.serve(GreeterApi.class, GREETER, greeter));
        }

        Future<Greeting> ask(String name) {
            return bus.proxy(GreeterApi.class, GREETER).greet(new Name(name));
        }

        void awaitHeard(String words) throws Exception {
            String next = heard.poll(DEADLINE_SECONDS, SECONDS);
            while (!words.equals(next)) {
                if (next == null) {
                    throw new AssertionError("never heard: " + words);
                }
                next = heard.poll(DEADLINE_SECONDS, SECONDS);
            }
        }

        @Override
        public void onMembers(List<ClusterMember> present) {
            members.add(present.stream().map(ClusterMember::node).toList());
            try {
                hold.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void onAway() {
            heard.add("away");
        }

        @Override
        public void joined(NodeJoined event) {
            heard.add(event.node() + " joined");
        }

        @Override
        public void left(NodeLeft event) {
            heard.add(event.node() + " left");
        }
    }

    private Node control(int number) {
        return new Node("control" + number, ports.get(number), ServiceKind.ROOM);
    }

    @Test
    void shouldCarryCallsBetweenMembersAndTellOfThem() throws Exception {
        Node one = control(0).joined();
        Node two = control(1).joined();
        one.greet("Hello");

        assertEquals("Hello Ann", await(two.ask("Ann")).text());
        assertEquals(List.of(new NodeId("control0"), new NodeId("control1")), two.members.poll());
        one.awaitHeard("control1 joined");

        await(two.link.close());
        one.awaitHeard("control1 left");
    }

    @Test
    void shouldAskTheSuccessorWhatTheServerBeforeDidNotAnswer() throws Exception {
        Node one = control(0).joined();
        Node two = control(1).joined();
        GreeterApi silent = name -> Future.future(never -> {});
        await(one.bus.serve(GreeterApi.class, GREETER, silent));
        Future<Greeting> asked = two.ask("Ann");

        await(one.link.close());
        two.awaitHeard("control0 left");
        two.greet("Good evening");
        two.bus.publisher(ServiceEvents.class, Addresses.SERVICE_EVENTS).started(new ServiceStarted(GREETER));

        assertEquals("Good evening Ann", await(asked).text());
    }

    @Test
    void shouldTellEverybodyWhoListens() throws Exception {
        Node one = control(0).joined();
        Node two = control(1).joined();
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        for (Node node : List.of(one, two, two)) {
            ServiceEvents listener = event -> told.add(event.address());
            await(node.bus.serve(ServiceEvents.class, Addresses.SERVICE_EVENTS, listener));
        }
        one.awaitHeard("control1 joined");

        one.bus.publisher(ServiceEvents.class, Addresses.SERVICE_EVENTS).started(new ServiceStarted(GREETER));

        for (int i = 0; i < 3; i++) {
            assertEquals(GREETER, told.poll(DEADLINE_SECONDS, SECONDS));
        }
    }

    @Test
    void shouldComeBackWithWhatItServes() throws Exception {
        Node one = control(0).joined();
        Node two = control(1).joined();
        two.greet("Hello");
        assertEquals("Hello Ann", await(one.ask("Ann")).text());
        two.awaitHeard("control1 joined");

        two.link.rejoin("the test wants it");
        two.awaitHeard("away");
        two.awaitHeard("control1 joined");

        assertEquals("Hello Ben", await(one.ask("Ben")).text());
    }

    @Test
    void shouldLeaveNoThreadOfTheBusBehindWhereItJoinsAnew() throws Exception {
        control(0).joined();
        Node two = control(1).joined();
        two.awaitHeard("control1 joined");

        for (int rejoin = 0; rejoin < 3; rejoin++) {
            two.link.rejoin("the test wants it");
            two.awaitHeard("away");
            two.awaitHeard("control1 joined");
        }

        int left = gatheringThreads(nodes.size());
        assertTrue(left <= nodes.size(), () -> left + " threads for " + nodes.size() + " members");
    }

    /** How many there are, once no more are left than wanted, or the time is over. */
    private static int gatheringThreads(int wanted) throws InterruptedException {
        long endNs = System.nanoTime() + SECONDS.toNanos(DEADLINE_SECONDS);
        List<Thread> found = gatheringThreads();
        while (found.size() > wanted && System.nanoTime() < endNs) {
            found.get(0).join(100);
            found = gatheringThreads();
        }
        return found.size();
    }

    private static List<Thread> gatheringThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("vertx-hazelcast-service-throttling-thread"))
                .toList();
    }

    @Test
    void shouldTellOfAProcessThatLeftAndCameBackWhileNobodyLooked() throws Exception {
        Node one = control(0).joined();
        Node two = control(1).joined();
        one.awaitHeard("control1 joined");
        two.awaitHeard("control1 joined");
        one.hold = new CountDownLatch(1);
        one.members.clear();
        control(2).joined();
        one.members.poll(DEADLINE_SECONDS, SECONDS);

        two.link.rejoin("the test wants it");
        two.awaitHeard("away");
        two.awaitHeard("control1 joined");
        one.hold.countDown();

        one.awaitHeard("control2 joined");
        one.awaitHeard("control1 joined");
    }

    @Test
    void shouldLetARelayWaitForTheOthersAndOutliveThem() throws Exception {
        Node relay = new Node("relay", ports.get(2), ServiceKind.RELAY);
        await(relay.bus.serve(NodeEvents.class, Addresses.NODE_EVENTS, relay));
        Future<Void> joining = relay.link.start();
        Node one = control(0).joined();
        await(joining);
        one.awaitHeard("relay joined");

        await(one.link.close());
        relay.awaitHeard("away");
        Node two = control(1).joined();
        two.awaitHeard("relay joined");
        relay.awaitHeard("control1 joined");
    }

    @Test
    void shouldHandRecordsToTheSuccessorAndIgnoreWhoCameBefore() throws Exception {
        Node one = control(0).joined();
        SharedRecords first = one.link.records("rooms");
        assertEquals(Map.of(), await(first.takeOver()));
        onContext(one, () -> {
            first.put("1", new Name("Den"));
            first.put("2", new Name("Hall"));
            first.put("1", new Name("New den"));
            first.remove("2");
        });
        Node two = control(1).joined();
        SharedRecords second = two.link.records("rooms");
        Map<String, String> found = await(second.takeOver());
        assertEquals(Set.of("1"), found.keySet());
        assertEquals(new Name("New den"), RecordJson.read(found.get("1"), Name.class));

        onContext(one, () -> first.put("1", new Name("What the predecessor still writes")));
        Map<String, String> again = await(two.link.records("rooms").takeOver());
        assertEquals(new Name("New den"), RecordJson.read(again.get("1"), Name.class));
    }

    @Test
    void shouldSayWhoKeepsItFromJoiningAndTryAgain() throws Exception {
        try (LogLines report = new LogLines(JoinReport.class);
                LogLines attempts = new LogLines(ClusterLink.class)) {
            Node two = control(1);
            Future<Void> joining;
            // It takes connections and says nothing, as a process does that stands still.
            try (ServerSocket still = new ServerSocket(ports.get(0), 50, InetAddress.getLoopbackAddress())) {
                joining = two.link.start();

                String words = report.await("Joining the cluster for");
                assertTrue(
                        words.contains(
                                name(still.getLocalPort()) + " takes connections and has not let this process in yet"),
                        words);
                assertTrue(words.contains("nobody answers at " + name(ports.get(2))), words);
                attempts.await("will be tried again");
            }
            await(joining);
        }
    }

    private static String name(int port) {
        return "127.0.0.1 port " + port;
    }

    @Test
    void shouldTryAnewWhereItIsAloneBesideAnother() throws Exception {
        try (LogLines attempts = new LogLines(ClusterLink.class)) {
            Node one = control(0).joined();
            Node stranger = new Node("stranger", ports.get(1), "another secret of these tests", 500, ServiceKind.ROOM);
            Future<Void> joining = stranger.link.start();

            attempts.await("has not let this one in for");
            attempts.await("has not let this one in for");

            await(one.link.close());
            await(joining);
        }
    }

    @Test
    void shouldRefuseAMemberOfAnotherVersion() throws Exception {
        control(0).joined();
        Node other = new Node("other", ports.get(1), ServiceKind.ROOM);
        ClusterMember self = new ClusterMember(new NodeId("newer"), Set.of(ServiceKind.ROOM), "", "2");
        ClusterConfig config = new ClusterConfig(
                self.services(),
                List.of("127.0.0.1:" + ports.get(0)),
                "",
                "",
                ports.get(1),
                0,
                "a secret of these tests");
        ClusterLink link = new ClusterLink(other.local, other.bus, config, self, other);

        ExecutionException refused = assertThrows(ExecutionException.class, () -> await(link.start()));
        assertEquals(
                "process control0 at 127.0.0.1:" + ports.get(0) + " is of version 1, this one of 2. All processes of a"
                        + " cluster have one version: stop the older ones first.",
                assertInstanceOf(ClusterRefusedException.class, refused.getCause())
                        .getMessage());
        await(link.close());
    }

    private static void onContext(Node node, Runnable task) throws Exception {
        await(Future.<Void>future(promise -> node.local.runOnContext(here -> {
            task.run();
            promise.complete();
        })));
    }

    @Test
    void shouldKeepSettingsInTheirProcessAndBringOrdersToAll() throws Exception {
        Node one = control(0).joined();
        Node two = control(1).joined();
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        await(one.bus.serve(ConfigEvents.class, Addresses.CONFIG_EVENTS, settings -> heard.add("settings of one")));
        await(two.bus.serve(ConfigEvents.class, Addresses.CONFIG_EVENTS, settings -> heard.add("settings at two")));
        await(one.bus.serve(ConfigOrders.class, Addresses.CONFIG_ORDERS, order -> heard.add("order at one")));
        await(two.bus.serve(ConfigOrders.class, Addresses.CONFIG_ORDERS, order -> heard.add("order at two")));

        one.bus
                .publisher(ConfigEvents.class, Addresses.CONFIG_EVENTS)
                .changed(new ConfigEvents.LiveSettings(null, null, null));
        assertEquals("settings of one", heard.poll(DEADLINE_SECONDS, SECONDS));
        one.bus
                .publisher(ConfigOrders.class, Addresses.CONFIG_ORDERS)
                .change(new ConfigOrders.ChangeEverywhere(new NodeId("control0"), List.of()));

        Set<String> orders = new HashSet<>();
        orders.add(heard.poll(DEADLINE_SECONDS, SECONDS));
        orders.add(heard.poll(DEADLINE_SECONDS, SECONDS));
        assertEquals(Set.of("order at one", "order at two"), orders);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(DEADLINE_SECONDS, SECONDS);
    }
}
