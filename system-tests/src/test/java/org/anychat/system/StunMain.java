package org.anychat.system;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.anychat.webrtc.stun.StunResponder;

/**
 * A process that answers STUN questions at one address of a relay's port, and from that address: a relay's socket is bound to no
 * address, so it answers from the one that the system chooses, which is always the same of several on one interface.
 */
public final class StunMain {
    private static final int DATAGRAM = 1500;

    private StunMain() {}

    /**
     * Answers until the process is ended.
     *
     * @param arguments the address and the port
     * @throws IOException where they cannot be had
     */
    public static void main(String[] arguments) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(null)) {
            socket.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            socket.bind(new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1])));
            System.out.println("answers");
            byte[] response = new byte[StunResponder.RESPONSE_MAX_LENGTH];
            DatagramPacket packet = new DatagramPacket(new byte[DATAGRAM], DATAGRAM);
            while (true) {
                packet.setLength(DATAGRAM);
                socket.receive(packet);
                InetSocketAddress from = (InetSocketAddress) packet.getSocketAddress();
                int length = StunResponder.respond(packet.getData(), 0, packet.getLength(), from, response);
                if (length > 0) {
                    socket.send(new DatagramPacket(response, length, from));
                }
            }
        }
    }

    /** Starts one on a machine, and waits until it answers. */
    static CommandProcess startOn(NetworkLab.Machine machine, Path folder, String address, int port)
            throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        String classes = StunMain.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        List<String> command = new ArrayList<>(machine.prefix());
        command.addAll(List.of(java.toString(), "-Xmx16m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
        command.add(classes + ":" + ServerProcess.repository().resolve("server/target/lib") + "/*");
        command.addAll(List.of(StunMain.class.getName(), address, Integer.toString(port)));
        CommandProcess process = CommandProcess.start(folder, command);
        process.awaitOutput("answers");
        return process;
    }
}
