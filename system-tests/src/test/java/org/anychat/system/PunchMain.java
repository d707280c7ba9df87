package org.anychat.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A program for one machine of a lab: a mirror, which tells each datagram's sender where it came from, or a plain socket that
 * does what connectivity checks do, as it is told by its input: {@code open MIRROR}, {@code punch OTHER}.
 */
final class PunchMain {
    private static final int LOOK_MS = 50;
    private static final int LOOKS = 40;
    private static final int QUESTIONS = 5;
    private static final int ANSWER_MS = 300;
    private static final String KNOCK = "knock";

    private PunchMain() {}

    /** With a port it is a mirror. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length > 0) {
            reflect(Integer.parseInt(arguments[0]));
            return;
        }
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        DatagramSocket socket = new DatagramSocket();
        System.out.println("ready");
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            String[] words = line.split(" ", 2);
            if (words[0].equals("open")) {
                socket.close();
                socket = new DatagramSocket();
                System.out.println(mapped(socket, address(words[1])));
            } else {
                System.out.println(punch(socket, address(words[1])));
            }
        }
        socket.close();
    }

    /** Four octets and a port; nothing is looked up. */
    private static InetSocketAddress address(String text) throws UnknownHostException {
        String[] parts = text.split("[.:]", -1);
        byte[] octets = new byte[4];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) Integer.parseInt(parts[i]);
        }
        return new InetSocketAddress(InetAddress.getByAddress(octets), Integer.parseInt(parts[4]));
    }

    private static void reflect(int port) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(port)) {
            System.out.println("ready");
            DatagramPacket packet = new DatagramPacket(new byte[100], 100);
            while (true) {
                socket.receive(packet);
                InetSocketAddress from = (InetSocketAddress) packet.getSocketAddress();
                send(socket, from.getAddress().getHostAddress() + ":" + from.getPort(), from);
            }
        }
    }

    /** Where the mirror sees the socket, or nothing. */
    private static String mapped(DatagramSocket socket, InetSocketAddress mirror) throws IOException {
        socket.setSoTimeout(ANSWER_MS);
        for (int question = 0; question < QUESTIONS; question++) {
            send(socket, "where", mirror);
            DatagramPacket answer = received(socket);
            if (answer != null) {
                return text(answer);
            }
        }
        return "nowhere";
    }

    /** Whether the other was heard; whoever is heard is answered where it was heard. */
    private static boolean punch(DatagramSocket socket, InetSocketAddress other) throws IOException {
        socket.setSoTimeout(LOOK_MS);
        Set<SocketAddress> targets = new LinkedHashSet<>(Set.of(other));
        boolean heard = false;
        for (int look = 0; look < LOOKS; look++) {
            for (SocketAddress target : targets) {
                send(socket, KNOCK, target);
            }
            DatagramPacket packet = received(socket);
            if (packet != null && text(packet).equals(KNOCK)) {
                heard = true;
                targets.add(packet.getSocketAddress());
            }
        }
        return heard;
    }

    private static void send(DatagramSocket socket, String text, SocketAddress to) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        socket.send(new DatagramPacket(bytes, bytes.length, to));
    }

    private static DatagramPacket received(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        try {
            socket.receive(packet);
            return packet;
        } catch (SocketTimeoutException e) {
            return null;
        }
    }

    private static String text(DatagramPacket packet) {
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
    }
}
