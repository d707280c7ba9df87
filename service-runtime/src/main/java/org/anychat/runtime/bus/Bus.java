package org.anychat.runtime.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.ServiceEvents;

/**
 * Binds contract interfaces to the event bus. There is one per Vert.x instance, made where the services are composed
 * and handed to each of them. Any thread may use it.
 *
 * <p>Futures of calls complete on the caller's context and fail with
 * {@link org.anychat.contracts.ServiceException} only: {@code SERVICE_CLOSED} where nobody serves the address,
 * {@code REQUEST_FAILED} where no answer came by the call's deadline or the service had a fault, else the code that the
 * service refused with. Records are passed by reference within a process and as JSON between processes.
 */
public final class Bus {
    /** What is said there stays in the process. */
    private static final Set<String> OF_PROCESS = Set.of(Addresses.NODE_EVENTS, Addresses.CONFIG_EVENTS);

    private final ContractCodec codec = new ContractCodec();
    /** What stays in the process. */
    private final LocalLine processLine;

    private final Line line;
    /** Null where the process is alone. */
    private final ClusterLine clusterLine;

    private final Map<Class<?>, ApiDescriptor> descriptors = new ConcurrentHashMap<>();
    private volatile CallObserver observer = (call, durationNs, code) -> {};

    /**
     * Binds to a Vert.x instance.
     *
     * @param vertx the instance; a second bus over the same one fails with {@link IllegalStateException}
     */
    public Bus(Vertx vertx) {
        this(vertx, false);
    }

    private Bus(Vertx vertx, boolean overWire) {
        vertx.eventBus().registerCodec(codec);
        processLine = new LocalLine(vertx.eventBus());
        clusterLine = null;
        line = overWire ? new WireLine(processLine, codec) : processLine;
    }

    private Bus(Vertx vertx, NodeId self, LongSupplier nowNs) {
        vertx.eventBus().registerCodec(codec);
        processLine = new LocalLine(vertx.eventBus());
        clusterLine = new ClusterLine(vertx, self, codec, nowNs);
        line = clusterLine;
    }

    /**
     * Binds to a Vert.x instance whose services talk over the bus of a cluster, which is there after {@link #attach}.
     * Until then, and while the cluster is away, calls wait until their deadlines and events are lost.
     *
     * @param vertx the instance on which services run; not a clustered one
     * @param self this process
     * @return the bus of the process
     */
    public static Bus clustered(Vertx vertx, NodeId self) {
        return clustered(vertx, self, System::nanoTime);
    }

    /**
     * Binds to a Vert.x instance on which services are tried out: their messages stay there, and are written and read as
     * those that cross a cluster.
     *
     * @param vertx an instance of its own
     * @return the bus of the rehearsal
     */
    public static Bus rehearsal(Vertx vertx) {
        return new Bus(vertx, true);
    }

    /** By a clock that a test may set. */
    static Bus clustered(Vertx vertx, NodeId self, LongSupplier nowNs) {
        Bus bus = new Bus(vertx, self, nowNs);
        ServiceEvents successions = event -> bus.clusterLine.onServerStarted(event.address());
        bus.serve(ServiceEvents.class, Addresses.SERVICE_EVENTS, successions);
        return bus;
    }

    /**
     * Lets somebody hear how this process's calls went, instead of who did before.
     *
     * @param listener told on whatever thread a call ends
     */
    public void observe(CallObserver listener) {
        observer = listener;
    }

    /**
     * Puts everything that this process serves on a cluster's bus, and uses that bus from now on.
     *
     * @param clustered the clustered instance
     * @return done once others can call
     */
    public Future<Void> attach(Vertx clustered) {
        return clusterLine.attach(clustered);
    }

    /** Stops to use the cluster's bus, which has gone or goes. */
    public void detach() {
        clusterLine.detach();
    }

    /**
     * To be called several times a second: where it is not for longer than the cluster waits for a process, this one
     * stood still, and hears and says nothing any more until it is attached anew. Any thread; better one that nothing
     * else can keep.
     */
    public void beat() {
        clusterLine.pulse().beat();
    }

    /**
     * Whether the process stood still while it was attached.
     *
     * @return for how long, in nanoseconds; 0 where it did not
     */
    public long stoodStillNs() {
        return clusterLine.pulse().stoodNs();
    }

    /**
     * Tells who is in the cluster: whom events reach.
     *
     * @param present all processes, this one included
     */
    public void members(List<NodeId> present) {
        clusterLine.members(present);
    }

    /**
     * Who is in the cluster.
     *
     * @return all processes, this one included; none where the process is alone or has lost its cluster
     */
    public List<NodeId> members() {
        return clusterLine == null ? List.of() : clusterLine.members();
    }

    /**
     * Fails the calls that a process has not answered.
     *
     * @param node a process that is gone
     */
    public void onNodeLeft(NodeId node) {
        clusterLine.onNodeLeft(node);
    }

    /**
     * Makes the calls that nobody has answered yet once more. To be called when the bus has forgotten what a process
     * served that is gone: until then it may have given calls to that one, and Vert.x tells nobody of a connection that
     * cannot be opened (5.0.10).
     */
    public void onNodeForgotten() {
        clusterLine.onNodeForgotten();
    }

    /**
     * Makes a caller's side of an API. One-way calls go to one server of the address, or nowhere where there is none.
     *
     * @param <A> the API
     * @param api a contract interface, each method a {@code @BusCall}
     * @param address whom to call
     * @return the API; cheap enough to make one per use
     */
    public <A> A proxy(Class<A> api, String address) {
        return proxyOf(api, new ApiProxy(lineOf(address), describe(api), address, () -> observer));
    }

    /**
     * Makes a side of an API whose calls reach everybody who serves the address.
     *
     * @param <A> the API
     * @param api a contract interface with one-way methods only
     * @param address whom to tell
     * @return the API
     */
    public <A> A publisher(Class<A> api, String address) {
        ApiDescriptor descriptor = describe(api);
        if (!descriptor.isForAll()) {
            throw new IllegalArgumentException(api + " has calls with replies, which cannot be broadcast");
        }
        return proxyOf(api, ApiProxy.toAll(lineOf(address), descriptor, address));
    }

    /**
     * Serves an API. Calls run on the context from which this is called, in the order of their arrival. What the
     * implementation throws, or fails with, other than a {@code ServiceException} is logged once with its stack and
     * reaches the caller as {@code REQUEST_FAILED}. A reply that is complete when the method returns is sent before
     * anything that the method has put off with {@code runOnContext}.
     *
     * @param <A> the API
     * @param api a contract interface
     * @param address where to serve it
     * @param implementation what serves it
     * @return the registration, once calls get through
     */
    public <A> Future<Registration> serve(Class<A> api, String address, A implementation) {
        return lineOf(address).serve(address, new ApiServer(describe(api), implementation));
    }

    private Line lineOf(String address) {
        return OF_PROCESS.contains(address) ? processLine : line;
    }

    private ApiDescriptor describe(Class<?> api) {
        return descriptors.computeIfAbsent(api, this::registered);
    }

    private ApiDescriptor registered(Class<?> api) {
        ApiDescriptor descriptor = ApiDescriptor.of(api);
        descriptor.messages().forEach(codec::add);
        return descriptor;
    }

    private static <A> A proxyOf(Class<A> api, ApiProxy handler) {
        return api.cast(Proxy.newProxyInstance(api.getClassLoader(), new Class<?>[] {api}, handler));
    }
}
