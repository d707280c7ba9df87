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
import org.anychat.contracts.Addresses;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.ServiceError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event bus of a cluster, which may go away and come back as another one: services and callers stay on their own
 * Vert.x instance, and what they serve is put on each new bus. All traffic of the process goes through one context of
 * the clustered instance, so that two messages to one place arrive in the order in which they were sent.
 */
final class ClusterLine implements Line {
    private static final Logger log = LoggerFactory.getLogger(ClusterLine.class);

    private final VertxInternal local;
    private final NodeId self;
    private final ContractCodec codec;
    private final Set<Served> served = ConcurrentHashMap.newKeySet();
    private final Set<ClusterCall> calls = ConcurrentHashMap.newKeySet();
    /** By address of something that is for all: the registration at this process's part of it. */
    private final Map<String, Future<Void>> listening = new HashMap<>();
    /** On which new servers register; before callers may use it. */
    private Attachment registering;
    /** Null while there is no bus. */
    private volatile Attachment attached;

    private volatile List<NodeId> members = List.of();

    ClusterLine(Vertx local, NodeId self, ContractCodec codec) {
        this.local = (VertxInternal) local;
        this.self = self;
        this.codec = codec;
    }

    /** A clustered bus and the context through which the process uses it. */
    record Attachment(EventBus bus, Context context) {
        void run(Runnable task) {
            context.runOnContext(later -> task.run());
        }
    }

    /** Uses a bus; done once others reach what this process serves. */
    Future<Void> attach(Vertx clustered) {
        clustered.eventBus().registerCodec(codec);
        Attachment next = new Attachment(clustered.eventBus(), ((VertxInternal) clustered).createEventLoopContext());
        List<Future<Void>> registered;
        synchronized (this) {
            registering = next;
            listening.clear();
            registered = served.stream().map(one -> register(one, next)).toList();
        }
        return Future.join(registered).onSuccess(done -> attached = next).mapEmpty();
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

    Attachment attached() {
        return attached;
    }

    /** Whom events reach: this process and all others of the cluster. */
    void members(List<NodeId> present) {
        members = List.copyOf(present);
    }

    private Future<Void> register(Served one, Attachment attachment) {
        return one.server.isForAll() ? listen(one.address, attachment) : one.register(attachment);
    }

    /** One consumer hears what is for all in this process. */
    private Future<Void> listen(String address, Attachment attachment) {
        return listening.computeIfAbsent(
                address,
                absent -> Future.<MessageConsumer<Object>>future(promise -> attachment.run(() -> promise.complete(
                                attachment.bus().consumer(ofNode(address, self), message -> tell(address, message)))))
                        .compose(MessageConsumer::completion));
    }

    private void tell(String address, Message<Object> message) {
        Incoming incoming = new LocalLine.BusMessage(message);
        served.stream()
                .filter(one -> one.address.equals(address))
                .forEach(one -> one.owner.runOnContext(later -> one.server.onMessage(incoming)));
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
        Attachment now = attached;
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
        Served one = new Served(address, server, local.getOrCreateContext());
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
    private static final class Served {
        private final String address;
        private final ApiServer server;
        private final Context owner;
        private Attachment on;
        private Future<MessageConsumer<Object>> consumer = Future.failedFuture("not registered");

        Served(String address, ApiServer server, Context owner) {
            this.address = address;
            this.server = server;
            this.owner = owner;
        }

        Future<Void> register(Attachment attachment) {
            on = attachment;
            consumer = Future.future(promise -> attachment.run(() -> promise.complete(attachment
                    .bus()
                    .consumer(
                            address,
                            message -> owner.runOnContext(
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
            return consumer.compose(one -> Future.future(
                    promise -> attachment.run(() -> one.unregister().onComplete(promise))));
        }

        /** The same future, completed on the owner's context. */
        Future<Void> onContext(Future<Void> future) {
            return Future.future(
                    promise -> future.onComplete(done -> owner.runOnContext(later -> promise.handle(done))));
        }
    }

    /** A message whose answer goes the way of everything that the process sends. */
    private record FarMessage(Message<Object> message, Attachment attachment) implements Incoming {
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
            attachment.run(() -> {
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
            attachment.run(() -> message.fail(code, words));
        }
    }
}
