package org.anychat.runtime.bus;

import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;

/** The event bus of one Vert.x instance. */
final class LocalLine implements Line {
    static final DeliveryOptions OPTIONS = new DeliveryOptions().setCodecName(ContractCodec.NAME);

    private final EventBus bus;

    LocalLine(EventBus bus) {
        this.bus = bus;
    }

    @Override
    public Future<Object> request(String address, Object message, long deadlineMs) {
        try {
            return bus.<Object>request(address, message, new DeliveryOptions(OPTIONS).setSendTimeout(deadlineMs))
                    .map(Message::body);
        } catch (RuntimeException e) {
            // A bus that has been closed, or a message too large for the wire, throws instead of failing.
            return Future.failedFuture(e);
        }
    }

    @Override
    public void send(String address, Object message) {
        bus.send(address, message, OPTIONS);
    }

    @Override
    public void publish(String address, Object message) {
        bus.publish(address, message, OPTIONS);
    }

    @Override
    public Future<Registration> serve(String address, ApiServer server) {
        MessageConsumer<Object> consumer = bus.consumer(address, message -> server.onMessage(new BusMessage(message)));
        Registration registration = consumer::unregister;
        return consumer.completion().map(registration);
    }

    /** A message of the event bus as it is. */
    record BusMessage(Message<Object> message) implements Incoming {
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
            message.reply(reply, OPTIONS);
        }

        @Override
        public void fail(int code, String words) {
            message.fail(code, words);
        }
    }
}
