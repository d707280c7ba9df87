package org.anychat.runtime.standby;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.anychat.runtime.standby.StandbyKnock.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Knocks at a master and a witness over real sockets. */
class StandbyKnockIT {
    private static final StandbySecret SECRET = new StandbySecret("what both know");
    private static final StandbySecret OTHER = new StandbySecret("something else");

    private final List<DatagramSocket> sockets = new ArrayList<>();
    private final Server server = new Server();

    /** What answers a datagram. */
    private interface Answering {
        byte[] answer(byte[] data, int offset, int length, InetSocketAddress from, long nowNs);
    }

    private static final class Server implements StandbyMaster.Owner {
        private int slaves;

        @Override
        public int refusal() {
            return 0;
        }

        @Override
        public Standing standing(long nowMs) {
            return new Standing(4, true, false);
        }

        @Override
        public StandbyMaster.Door door() {
            return new StandbyMaster.Door(99, 8906, "ab".repeat(32));
        }

        @Override
        public void onSlave(StandbyMaster.Slave slave) {
            slaves++;
        }

        @Override
        public void onStanding(StandbyMaster.Slave slave, MasterLife.Heard said) {
            slaves++;
        }
    }

    @AfterEach
    void close() {
        sockets.forEach(DatagramSocket::close);
    }

    private InetSocketAddress open(Answering answering) throws IOException {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        sockets.add(socket);
        Thread thread = new Thread(() -> serve(socket, answering), "server");
        thread.setDaemon(true);
        thread.start();
        return new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
    }

    private static void serve(DatagramSocket socket, Answering answering) {
        byte[] data = new byte[1_500];
        try {
            while (!socket.isClosed()) {
                DatagramPacket packet = new DatagramPacket(data, data.length);
                socket.receive(packet);
                byte[] answer = answering.answer(
                        data, 0, packet.getLength(), (InetSocketAddress) packet.getSocketAddress(), System.nanoTime());
                if (answer != null) {
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException closed) {
            // The test is over.
            return;
        }
    }

    private static StandbyKnock knock(StandbySecret secret) {
        return new StandbyKnock(secret, new SecureRandom());
    }

    @Test
    void shouldFindAMasterWithoutBeingActivated() throws IOException {
        InetSocketAddress master = open(new StandbyMaster(SECRET, server, new SecureRandom())::answer);

        assertEquals(Answer.SAME_PASSWORD, knock(SECRET).master(master));
        assertEquals(Answer.OTHER_PASSWORD, knock(OTHER).master(master));
        assertEquals(0, server.slaves);
    }

    @Test
    void shouldFindAWitness() throws IOException {
        InetSocketAddress witness = open(new StandbyWitness(SECRET, new SecureRandom(), System.nanoTime())::answer);

        assertEquals(Answer.SAME_PASSWORD, knock(SECRET).witness(witness));
        assertEquals(Answer.OTHER_PASSWORD, knock(OTHER).witness(witness));
    }

    @Test
    void shouldSayThatNobodyAnswers() throws IOException {
        InetSocketAddress mute = open((data, offset, length, from, nowNs) -> null);

        assertEquals(Answer.SILENT, knock(SECRET).master(mute));
        InetSocketAddress echo = open((data, offset, length, from, nowNs) -> java.util.Arrays.copyOf(data, length));
        assertEquals(Answer.SILENT, knock(SECRET).witness(echo), "one's own words are no answer");
    }
}
