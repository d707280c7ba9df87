package org.anychat.runtime.bus;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.internal.VertxInternal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.ServiceError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event bus of a cluster, which may go away and come back as another one: services and callers stay on their own
 * Vert.x instance, and what they serve is put on each new bus. All traffic of the process goes through one context of
 * the clustered instance, so that two messages to one place arrive in the order in which they were sent. A process that
 * stood still hears and says nothing any more on the bus on which it did.
 */
final class ClusterLine implements Line {
    private static final Logger log = LoggerFactory.getLogger(ClusterLine.class);

    private final VertxInternal local;
    private final NodeId self;
    private final ContractCodec codec;
    private final Pulse pulse;
    private final Set<Served> served = ConcurrentHashMap.newKeySet();
    private final Set<ClusterCall> calls = ConcurrentHashMap.newKeySet();
    /** By address of something that is for all: the registration at this process's part of it. */
    private final Map<String, Future<Void>> listening = new HashMap<>();
    /** On which new servers register; before callers may use it. */
    private Attachment registering;
    /** Null while there is no bus. */
    private volatile Attachment attached;

    private volatile List<NodeId> members = List.of();

    ClusterLine(Vertx local, NodeId self, ContractCodec codec, LongSupplier nowNs) {
        this.local = (VertxInternal) local;
        this.self = self;
        this.codec = codec;
        this.pulse = new Pulse(nowNs);
    }

    /** A clustered bus and the context through which the process uses it. */
    record Attachment(EventBus bus, Context context) {
        /** False where the bus has gone meanwhile, and nothing is run. */
        boolean run(Runnable task) {
            try {
                context.runOnContext(later -> task.run());
                return true;
            } catch (RejectedExecutionException gone) {
                return false;
            }
        }

        /** The same where a future depends on it. */
        <T> Future<T> call(Supplier<Future<T>> task) {
            return Future.future(promise -> {
                if (!run(() -> task.get().onComplete(promise))) {
                    promise.fail("the cluster's bus has gone");
                }
            });
        }
    }

    /** Uses a bus; done once others reach what this process serves. */
    Future<Void> attach(Vertx clustered) {
        clustered.eventBus().registerCodec(codec);
        Context context = ((VertxInternal) clustered).createEventLoopContext();
        Attachment next = new Attachment(clustered.eventBus(), context);
        context.exceptionHandler(fault -> onFault(next, fault));
        List<Future<Void>> registered;
        synchronized (this) {
            pulse.begin();
            registering = next;
            listening.clear();
            registered = served.stream().map(one -> register(one, next)).toList();
        }
        return Future.join(registered).onSuccess(done -> use(next)).mapEmpty();
    }

    /** Unless it has been left meanwhile. */
    private synchronized void use(Attachment next) {
        if (next.equals(registering)) {
            attached = next;
        }
    }

    /**
     * A bus that is being left, or connections to a process that has gone, fail what they were given to send: calls are
     * made again, and what nobody answers is lost with its receiver. Vert.x fails some of it twice (5.0.10), which is no
     * fault of this process either.
     */
    private void onFault(Attachment attachment, Throwable fault) {
        if (hasLeft(attachment) || fault instanceof IllegalStateException) {
            log.debug("A message on the cluster's bus was lost", fault);
        } else {
            log.error("Unexpected on the cluster's bus", fault);
        }
    }

    /** Leaves the bus. Calls under way wait for the next one until their deadlines. */
    synchronized void detach() {
        registering = null;
        attached = null;
        served.forEach(Served::forget);
        calls.forEach(ClusterCall::onBusGone);
    }

    /** A server that answers now may not know of what the one before it was asked. */
    void onServerStarted(String address) {
        calls.stream().filter(call -> call.address().equals(address)).forEach(ClusterCall::onServerStarted);
    }

    /** Nobody will answer at the addresses of that process any more; what others serve may find a successor. */
    void onNodeLeft(NodeId node) {
        for (ClusterCall call : calls) {
            Optional<NodeId> asked = Addresses.nodeAt(call.address());
            if (asked.isEmpty()) {
                call.onSomebodyLeft();
            } else if (asked.get().equals(node)) {
                call.onServerLeft();
            }
        }
    }

    /** What was asked before may have gone to a process that is no more. */
    void onNodeForgotten() {
        calls.forEach(ClusterCall::onNodeForgotten);
    }

    /** Null while there is no bus, or none on which this process may speak. */
    Attachment attached() {
        return pulse.isBroken() ? null : attached;
    }

    /** Whether the process stood still. */
    Pulse pulse() {
        return pulse;
    }

    /** Whom events reach: this process and all others of the cluster. */
    void members(List<NodeId> present) {
        members = List.copyOf(present);
    }

    /** Whom events reach. */
    List<NodeId> members() {
        return members;
    }

    private Future<Void> register(Served one, Attachment attachment) {
        return one.server.isForAll() ? listen(one.address, attachment) : one.register(attachment);
    }

    /** One consumer hears what is for all in this process. */
    private Future<Void> listen(String address, Attachment attachment) {
        return listening.computeIfAbsent(
                address,
                absent -> attachment.call(() -> attachment
                        .bus()
                        .consumer(ofNode(address, self), message -> heard(() -> tell(address, message)))
                        .completion()));
    }

    private void tell(String address, Message<Object> message) {
        Incoming incoming = new LocalLine.BusMessage(message);
        served.stream()
                .filter(one -> one.address.equals(address))
                .forEach(one -> one.owner.runOnContext(later -> one.server.onMessage(incoming)));
    }

    /** What a process finds to read that stood still is for whoever has taken its place. */
    private void heard(Runnable reading) {
        if (pulse.isBroken()) {
            log.debug("A message was left unread: this process stood still");
        } else {
            reading.run();
        }
    }

    private static String ofNode(String address, NodeId node) {
        return address + '@' + node;
    }

    @Override
    public Future<Object> request(String address, Object message, long deadlineMs) {
        ClusterCall call = new ClusterCall(this, local, address, message, deadlineMs);
        calls.add(call);
        return call.start().onComplete(answered -> calls.remove(call));
    }

    @Override
    public void send(String address, Object message) {
        Attachment now = attached();
        if (now != null) {
            now.run(() -> attempt(address, () -> now.bus().send(address, message, LocalLine.OPTIONS)));
        }
    }

    /**
     * To each process by itself. A publication of Vert.x to several nodes has one promise for all of them; where two
     * nodes are being connected to, completing it twice makes it lose what waits for the second one (5.0.10).
     */
    @Override
    public void publish(String address, Object message) {
        members.forEach(node -> send(ofNode(address, node), message));
    }

    /** What goes wrong here has no caller who could be told. */
    private static void attempt(String address, Runnable sending) {
        try {
            sending.run();
        } catch (RuntimeException e) {
            log.error("A message to {} could not be sent", address, e);
        }
    }

    @Override
    public synchronized Future<Registration> serve(String address, ApiServer server) {
        Served one = new Served(address, server);
        served.add(one);
        Attachment now = registering;
        Future<Void> registered = now == null
                ? Future.succeededFuture()
                : register(one, now)
                        .recover(failure -> hasLeft(now) ? Future.succeededFuture() : Future.failedFuture(failure));
        Registration registration = () -> withdraw(one);
        return one.onContext(registered).map(registration);
    }

    /** What could not be put on a bus that was left meanwhile is put on the next one. */
    private synchronized boolean hasLeft(Attachment attachment) {
        return !attachment.equals(registering);
    }

    private synchronized Future<Void> withdraw(Served one) {
        served.remove(one);
        return one.onContext(one.withdraw());
    }

    /** Something that is served on whatever bus there is. */
    private final class Served {
        private final String address;
        private final ApiServer server;
        private final Context owner;
        private Attachment on;
        private Future<MessageConsumer<Object>> consumer = Future.failedFuture("not registered");

        Served(String address, ApiServer server) {
            this.address = address;
            this.server = server;
            this.owner = local.getOrCreateContext();
        }

        Future<Void> register(Attachment attachment) {
            on = attachment;
            consumer = attachment.call(() -> Future.succeededFuture(attachment
                    .bus()
                    .consumer(
                            address,
                            message -> heard(() -> owner.runOnContext(
                                    later -> server.onMessage(new FarMessage(message, attachment)))))));
            return consumer.compose(MessageConsumer::completion);
        }

        void forget() {
            on = null;
        }

        Future<Void> withdraw() {
            if (on == null) {
                return Future.succeededFuture();
            }
            Attachment attachment = on;
            return consumer.compose(one -> attachment.call(one::unregister))
                    .recover(failure -> hasLeft(attachment) ? Future.succeededFuture() : Future.failedFuture(failure));
        }

        /** The same future, completed on the owner's context. */
        Future<Void> onContext(Future<Void> future) {
            return Future.future(
                    promise -> future.onComplete(done -> owner.runOnContext(later -> promise.handle(done))));
        }
    }

    /** A message whose answer goes the way of everything that the process sends. */
    private final class FarMessage implements Incoming {
        private final Message<Object> message;
        private final Attachment attachment;

        FarMessage(Message<Object> message, Attachment attachment) {
            this.message = message;
            this.attachment = attachment;
        }

        @Override
        public Object body() {
            return message.body();
        }

        @Override
        public String address() {
            return message.address();
        }

        @Override
        public void reply(Object reply) {
            answer(() -> {
                try {
                    message.reply(reply, LocalLine.OPTIONS);
                } catch (RuntimeException e) {
                    log.error("A reply from {} could not be sent; the caller gets code 44", message.address(), e);
                    message.fail(ServiceError.REQUEST_FAILED.code(), "fault in the service at " + message.address());
                }
            });
        }

        @Override
        public void fail(int code, String words) {
            answer(() -> message.fail(code, words));
        }

        private void answer(Runnable sending) {
            if (!pulse.isBroken()) {
                attachment.run(sending);
            }
        }
    }
}
