package org.anychat.server.echo;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.anychat.webrtc.ice.IceCandidate;
import org.anychat.webrtc.stun.MessageIntegrity;
import org.anychat.webrtc.stun.StunAttribute.IceControlling;
import org.anychat.webrtc.stun.StunAttribute.Priority;
import org.anychat.webrtc.stun.StunAttribute.Username;
import org.anychat.webrtc.stun.StunMessage;
import org.anychat.webrtc.stun.StunMessageType;
import org.anychat.webrtc.stun.TransactionId;

/**
 * Sends a connectivity check (RFC 8445) to each address of a relay and sees which answer. A relay answers only whoever
 * has credentials of a connection, so this goes with one that has been offered. Blocks.
 */
final class AddressChecks {
    private static final int ROUNDS = 4;
    private static final long ROUND_NS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final int MAX_DATAGRAM = 1_500;
    private static final int TCP_MS = 1_000;
    private static final long TCP_NS = TimeUnit.SECONDS.toNanos(3);
    private static final double NS_PER_MS = 1e6;

    private final String username;
    private final MessageIntegrity integrity;
    private final Random random;
    private final Map<TransactionId, Sent> underWay = new HashMap<>();
    private final Map<InetSocketAddress, OptionalDouble> answers = new LinkedHashMap<>();

    private record Sent(InetSocketAddress to, long atNs) {}

    /** Makes checks of an offer of ours that a relay has answered. */
    AddressChecks(RelayDescription offer, RelayDescription answer, Random random) {
        this.username = answer.ufrag() + ":" + offer.ufrag();
        this.integrity = MessageIntegrity.shortTerm(answer.password());
        this.random = random;
    }

    /** How long each took to answer; empty for those that did not. */
    Map<InetSocketAddress, OptionalDouble> run(Collection<InetSocketAddress> addresses) {
        addresses.forEach(address -> answers.put(address, OptionalDouble.empty()));
        try (DatagramSocket socket = new DatagramSocket()) {
            for (int round = 0; round < ROUNDS && !allAnswered(); round++) {
                send(socket);
                receive(socket, System.nanoTime() + ROUND_NS);
            }
        } catch (IOException e) {
            // No socket, or none that receives: nothing answers, which is what is told.
            return answers;
        }
        return answers;
    }

    /** How long each took to answer on a connection, RFC 4571 framed, from its beginning; empty for those that did not. */
    Map<InetSocketAddress, OptionalDouble> runTcp(Collection<InetSocketAddress> addresses) {
        Map<InetSocketAddress, OptionalDouble> found = new LinkedHashMap<>();
        long endNs = System.nanoTime() + TCP_NS;
        for (InetSocketAddress address : addresses) {
            long leftMs = TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime());
            found.put(address, leftMs <= 0 ? OptionalDouble.empty() : connect(address, (int) Math.min(TCP_MS, leftMs)));
        }
        return found;
    }

    private OptionalDouble connect(InetSocketAddress address, int patienceMs) {
        long beginNs = System.nanoTime();
        try (Socket socket = new Socket()) {
            socket.connect(address, patienceMs);
            socket.setSoTimeout(patienceMs);
            TransactionId id = TransactionId.random(random);
            byte[] bytes = new byte[MAX_DATAGRAM];
            int length = request(id).encode(bytes, 0, integrity);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.write(ByteBuffer.allocate(Short.BYTES + length)
                    .putShort((short) length)
                    .put(bytes, 0, length)
                    .array());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] answer = new byte[in.readUnsignedShort()];
            in.readFully(answer);
            return isAnswer(answer, id)
                    ? OptionalDouble.of((System.nanoTime() - beginNs) / NS_PER_MS)
                    : OptionalDouble.empty();
        } catch (IOException e) {
            // No way there, nobody who takes it, or no answer in time.
            return OptionalDouble.empty();
        }
    }

    private boolean isAnswer(byte[] answer, TransactionId id) {
        return StunMessage.decode(answer, 0, answer.length)
                .filter(message -> message.type().equals(StunMessageType.BINDING_SUCCESS))
                .filter(message -> message.transactionId().equals(id))
                .filter(message -> integrity.matches(answer, 0, answer.length))
                .isPresent();
    }

    private StunMessage request(TransactionId id) {
        return new StunMessage(
                StunMessageType.BINDING_REQUEST,
                id,
                List.of(
                        new Username(username),
                        new IceControlling(random.nextLong()),
                        new Priority(IceCandidate.priority(IceCandidate.Type.PRFLX, 1, 1))));
    }

    private boolean allAnswered() {
        return answers.values().stream().allMatch(OptionalDouble::isPresent);
    }

    private void send(DatagramSocket socket) {
        answers.forEach((address, answer) -> {
            if (answer.isEmpty()) {
                TransactionId id = TransactionId.random(random);
                byte[] bytes = new byte[MAX_DATAGRAM];
                int length = request(id).encode(bytes, 0, integrity);
                underWay.put(id, new Sent(address, System.nanoTime()));
                send(socket, new DatagramPacket(bytes, length, address));
            }
        });
    }

    private static void send(DatagramSocket socket, DatagramPacket packet) {
        try {
            socket.send(packet);
        } catch (IOException e) {
            // No way to that address from here, or a firewall says so: it does not answer.
            return;
        }
    }

    private void receive(DatagramSocket socket, long untilNs) throws IOException {
        byte[] bytes = new byte[MAX_DATAGRAM];
        while (!allAnswered()) {
            long leftMs = TimeUnit.NANOSECONDS.toMillis(untilNs - System.nanoTime());
            if (leftMs <= 0) {
                return;
            }
            socket.setSoTimeout((int) leftMs);
            DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
            try {
                socket.receive(packet);
            } catch (SocketTimeoutException e) {
                return;
            }
            onDatagram(packet);
        }
    }

    private void onDatagram(DatagramPacket packet) {
        StunMessage.decode(packet.getData(), packet.getOffset(), packet.getLength())
                .filter(message -> message.type().equals(StunMessageType.BINDING_SUCCESS))
                .filter(message -> integrity.matches(packet.getData(), packet.getOffset(), packet.getLength()))
                .map(message -> underWay.remove(message.transactionId()))
                .ifPresent(sent ->
                        answers.put(sent.to(), OptionalDouble.of((System.nanoTime() - sent.atNs()) / NS_PER_MS)));
    }
}
