package org.anychat.runtime.bus;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** Messages take the form that they have between processes, though none leaves this one. */
final class WireLine implements Line {
    private final Line line;
    private final ContractCodec codec;

    WireLine(Line line, ContractCodec codec) {
        this.line = line;
        this.codec = codec;
    }

    private Object overWire(Object message) {
        Buffer wire = Buffer.buffer();
        codec.encodeToWire(wire, message);
        return codec.decodeFromWire(0, wire);
    }

    @Override
    public Future<Object> request(String address, Object message, long deadlineMs) {
        return line.request(address, overWire(message), deadlineMs).map(this::overWire);
    }

    @Override
    public void send(String address, Object message) {
        line.send(address, overWire(message));
    }

    @Override
    public void publish(String address, Object message) {
        line.publish(address, overWire(message));
    }

    @Override
    public Future<Registration> serve(String address, ApiServer server) {
        return line.serve(address, server);
    }
}
