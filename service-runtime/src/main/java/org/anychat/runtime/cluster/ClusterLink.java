package org.anychat.runtime.cluster;

import com.hazelcast.core.HazelcastInstanceNotActiveException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.NodeApi;
import org.anychat.contracts.NodeEvents;
import org.anychat.contracts.NodeEvents.NodeJoined;
import org.anychat.contracts.NodeEvents.NodeLeft;
import org.anychat.contracts.NodeId;
import org.anychat.runtime.bus.Bus;
import org.anychat.runtime.config.ClusterConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process's membership of a cluster, for the process's life. It joins, and where the stay ends for whatever reason
 * (a split, a bus that has lost addresses, a machine that stood still) it leaves that one behind and joins anew: clients
 * and media of the process do not depend on it.
 */
public final class ClusterLink {
    private static final Logger log = LoggerFactory.getLogger(ClusterLink.class);
    private static final long RETRY_MS = 1_000;
    private static final long SETTLE_MS = 500;
    private static final long ATTACH_SECONDS = 10;
    private static final long SETTLE_PATIENCE_MS = 20_000;
    private static final long NAMES_MS = 10_000;
    private static final long LOOK_MS = 100;
    private static final long PULSE_MS = 250;

    private final Vertx local;
    private final Bus bus;
    private final ClusterConfig config;
    private final ClusterMember self;
    private final ClusterIdentity identity;
    private final MemberAddresses addresses;
    private final ClusterListener listener;
    private final NodeEvents events;
    private final Watchdog watchdog;
    private final Promise<Void> joined = Promise.promise();
    /** Everything about the stay happens here, one thing after another. */
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "cluster"));
    /** Of its own, so that what keeps an event loop busy does not look like a standstill. */
    private final ScheduledExecutorService pulse = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "pulse");
        made.setDaemon(true);
        return made;
    });

    /** By process its stay. */
    private final Map<NodeId, UUID> known = new HashMap<>();

    private volatile List<ClusterSession.Stay> seen = List.of();
    private final OddMembers oddMembers;
    private volatile ClusterSession session;
    private volatile InetAddress address;
    private final AtomicLong rejoins = new AtomicLong();
    private volatile int members;
    private volatile boolean closing;
    private final JoinReport report;
    private final long settlePatienceMs;

    /**
     * Makes a link that has not joined.
     *
     * @param local where the services run
     * @param bus the process's bus, of {@link Bus#clustered}
     * @param config whom to join
     * @param self what the others are told
     * @param listener hears of members
     */
    public ClusterLink(Vertx local, Bus bus, ClusterConfig config, ClusterMember self, ClusterListener listener) {
        this(local, bus, config, self, listener, SETTLE_PATIENCE_MS);
    }

    /** The last is how long the process stays alone beside others before it tries anew. */
    ClusterLink(
            Vertx local,
            Bus bus,
            ClusterConfig config,
            ClusterMember self,
            ClusterListener listener,
            long settlePatienceMs) {
        this.settlePatienceMs = settlePatienceMs;
        this.local = local;
        this.bus = bus;
        this.config = config;
        this.self = self;
        this.identity = new ClusterIdentity(config.secret(), new SecureRandom());
        this.addresses = new MemberAddresses(config);
        this.report = new JoinReport(addresses);
        this.listener = listener;
        this.oddMembers = new OddMembers(self, config.nodeName());
        this.events = bus.publisher(NodeEvents.class, Addresses.NODE_EVENTS);
        this.watchdog = new Watchdog(local, bus, self.node(), this::rejoin);
    }

    /**
     * Joins, however long it takes.
     *
     * @return done once the process is a member; fails with {@link ClusterRefusedException} where it never can be
     */
    public Future<Void> start() {
        bus.serve(NodeApi.class, Addresses.node(self.node()), watchdog);
        local.setPeriodic(LOOK_MS, timer -> look());
        report.start(local);
        ScheduledFuture<?> unused = pulse.scheduleAtFixedRate(bus::beat, PULSE_MS, PULSE_MS, TimeUnit.MILLISECONDS);
        thread.execute(this::join);
        return joined.future();
    }

    /**
     * What a service's active instance writes down for its successor.
     *
     * @param name the service's name for them
     * @return records of their own for each instance
     */
    public SharedRecords records(String name) {
        return new HazelcastRecords(local, name, () -> {
            ClusterSession current = session;
            return current == null ? null : current.hazelcast();
        });
    }

    /**
     * Where the others find this process. Any thread.
     *
     * @return empty before it has joined for the first time
     */
    public Optional<InetAddress> address() {
        return Optional.ofNullable(address);
    }

    /**
     * How many processes the cluster has, as far as this one knows. Any thread.
     *
     * @return this one included; 0 while it has no cluster
     */
    public int members() {
        return members;
    }

    /**
     * Whether every record of which this process has a copy has its other copies too. Any thread; may block for a moment.
     *
     * @return false while it has no cluster
     */
    public boolean isSafe() {
        ClusterSession current = session;
        return current != null && current.isSafe();
    }

    /**
     * How often this process has joined anew after its stay in the cluster went wrong. Any thread.
     *
     * @return since the start
     */
    public long rejoins() {
        return rejoins.get();
    }

    /**
     * Leaves, so that the others know at once.
     *
     * @return done when it has left
     */
    public Future<Void> close() {
        closing = true;
        pulse.shutdown();
        Promise<Void> closed = Promise.promise();
        try {
            thread.execute(() -> {
                try {
                    leave();
                } finally {
                    closed.complete();
                }
            });
            thread.shutdown();
        } catch (RejectedExecutionException closedBefore) {
            closed.complete();
        }
        return closed.future();
    }

    private void leave() {
        watchdog.stop();
        bus.detach();
        if (session != null) {
            session.leave();
            session = null;
        }
    }

    /** A step towards a stay. */
    private interface Step {
        void take() throws UnknownHostException, TimeoutException;
    }

    private void join() {
        if (closing) {
            return;
        }
        attempt(() -> {
            InetSocketAddress own = new InetSocketAddress(addresses.own(), config.port());
            if (!self.keepsState() && addresses.reachable(own).isEmpty()) {
                report.say("Waiting for a process that runs gateway, auth, license or room, at one of "
                        + config.members() + ".");
                later(this::join);
                return;
            }
            List<InetSocketAddress> members = addresses.lookUp();
            session = report.during(own, () -> ClusterSession.join(identity, self, own, members, bus::onNodeForgotten));
            settle(session, own, System.nanoTime());
        });
    }

    private void attempt(Step step) {
        try {
            step.take();
        } catch (ClusterRefusedException e) {
            abandon();
            if (!joined.tryFail(e)) {
                log.error("{}", e.getMessage());
                later(this::join);
            }
        } catch (UnknownHostException e) {
            report.say("Waiting for the cluster: " + e.getMessage() + ".");
            later(this::join);
        } catch (Exception e) {
            // Any: waiting for a future throws what that failed with, a port that is taken for instance.
            log.warn("The cluster could not be joined, and will be tried again: {}", e.toString());
            log.debug("Joining failed", e);
            abandon();
            later(this::join);
        }
    }

    /** A process that is alone while others are there would be a second server beside theirs. */
    private void settle(ClusterSession next, InetSocketAddress own, long sinceNs) throws TimeoutException {
        List<ClusterMember> members = next.members();
        boolean withState = members.stream().anyMatch(ClusterMember::keepsState);
        if (!withState) {
            throw new IllegalStateException("no process that keeps the cluster's state let this one in; is"
                    + " ClusterSecret the same everywhere?");
        }
        Optional<InetSocketAddress> other = members.size() > 1 ? Optional.empty() : addresses.reachable(own);
        if (other.isEmpty()) {
            stay(next, own);
            return;
        }
        requirePatience(own, other.get(), sinceNs);
        report.say(
                "Waiting: a process at " + other.get() + " is there but has not let this one in. Where that stays so,"
                        + " ClusterSecret or the version of the program differs.");
        local.setTimer(
                SETTLE_MS,
                timer -> onThread(() -> {
                    if (session == next) {
                        attempt(() -> settle(next, own, sinceNs));
                    }
                }));
    }

    /**
     * Two that have started at one moment may both be alone, and Hazelcast brings them together, or not. One of them tries
     * anew before the other does, and then finds the other there.
     */
    private void requirePatience(InetSocketAddress own, InetSocketAddress other, long sinceNs) {
        boolean isFirst = JoinReport.name(own).compareTo(JoinReport.name(other)) < 0;
        long waitedMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sinceNs);
        if (waitedMs > (isFirst ? 2 * settlePatienceMs : settlePatienceMs)) {
            throw new IllegalStateException(
                    "a process at " + other + " has not let this one in for " + waitedMs + " ms");
        }
    }

    private void stay(ClusterSession next, InetSocketAddress own) throws TimeoutException {
        requireSameVersion(next.members());
        next.watch(watcherOf(next));
        Vertx clustered = next.openBus(identity, own.getAddress().getHostAddress(), config.busPort());
        bus.attach(clustered).await(ATTACH_SECONDS, TimeUnit.SECONDS);
        if (next.hazelcast() == null) {
            throw new IllegalStateException("the shared state has shut down");
        }
        address = own.getAddress();
        onMembers(next);
        if (session != next) {
            // Nobody who keeps state is left; the next stay says so.
            return;
        }
        watchdog.start();
        joined.tryComplete();
    }

    private void requireSameVersion(List<ClusterMember> members) {
        members.stream()
                .filter(member -> !member.version().equals(self.version()))
                .findFirst()
                .ifPresent(other -> {
                    throw new ClusterRefusedException("process " + other.node() + " at " + other.address()
                            + " is of version " + other.version() + ", this one of " + self.version()
                            + ". All processes of a cluster have one version: stop the older ones first.");
                });
    }

    private ClusterSession.Watcher watcherOf(ClusterSession current) {
        return new ClusterSession.Watcher() {
            @Override
            public void onMembersChanged() {
                look();
            }

            @Override
            public void onLost(String reason) {
                onThread(() -> {
                    if (session == current) {
                        rejoinNow(reason);
                    }
                });
            }
        };
    }

    private boolean hasChanged(ClusterSession current) {
        try {
            return current.hazelcast() != null && !current.stays().equals(seen);
        } catch (HazelcastInstanceNotActiveException ended) {
            return false;
        }
    }

    /** Whether others have come or gone. */
    private void look() {
        ClusterSession current = session;
        if (members > 0 && current != null && hasChanged(current)) {
            onThread(() -> {
                if (session == current && current.hazelcast() != null) {
                    onMembers(current);
                }
            });
        }
    }

    private void onMembers(ClusterSession current) {
        List<ClusterSession.Stay> stays = current.stays();
        if (stays.equals(seen)) {
            return;
        }
        seen = stays;
        List<ClusterMember> members = oddMembers.without(
                stays.stream().map(ClusterSession.Stay::member).toList());
        if (members.stream().noneMatch(ClusterMember::keepsState)) {
            rejoinNow("no process that keeps the cluster's state is left");
            return;
        }
        List<NodeId> present = members.stream().map(ClusterMember::node).toList();
        List<NodeId> gone =
                known.keySet().stream().filter(node -> !present.contains(node)).toList();
        this.members = present.size();
        bus.members(present);
        watchdog.members(present);
        listener.onMembers(members);
        gone.forEach(node -> {
            log.warn("Process {} has left the cluster", node);
            known.remove(node);
            bus.onNodeLeft(node);
            events.left(new NodeLeft(node));
        });
        stays.stream().filter(stay -> members.contains(stay.member())).forEach(this::onStay);
        // A process that has died a moment ago is still there while its successor starts.
        local.setTimer(
                NAMES_MS,
                timer -> onThread(() -> {
                    if (session == current && current.hazelcast() != null) {
                        oddMembers.checkNames(current.members());
                    }
                }));
    }

    private void onStay(ClusterSession.Stay stay) {
        ClusterMember member = stay.member();
        UUID before = known.put(member.node(), stay.id());
        if (stay.id().equals(before)) {
            return;
        }
        if (before == null) {
            log.info("Process {} is in the cluster: {} at {}", member.node(), member.services(), member.address());
        } else {
            // What it was asked before nobody answers. It has announced what it holds by now, or is about to.
            log.warn("Process {} has left the cluster and come back", member.node());
            bus.onNodeLeft(member.node());
        }
        events.joined(new NodeJoined(member.node()));
    }

    /** Leaves the stay behind and begins another one. Any thread. */
    void rejoin(String reason) {
        onThread(() -> {
            if (session != null) {
                rejoinNow(reason);
            }
        });
    }

    private void rejoinNow(String reason) {
        log.warn("Joining the cluster anew: {}. Clients and media of this process stay.", reason);
        rejoins.incrementAndGet();
        report.outside();
        listener.onAway();
        // So that everybody hears that this process is there again, the process itself included.
        known.remove(self.node());
        try {
            abandon();
        } finally {
            join();
        }
    }

    private void abandon() {
        members = 0;
        seen = List.of();
        watchdog.stop();
        bus.detach();
        if (session != null) {
            session.abandon();
            session = null;
        }
    }

    private void onThread(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException closed) {
            log.trace("The link has been closed", closed);
        }
    }

    private void later(Runnable task) {
        if (!closing) {
            local.setTimer(RETRY_MS, timer -> onThread(task));
        }
    }
}
