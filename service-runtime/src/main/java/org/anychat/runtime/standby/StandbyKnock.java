package org.anychat.runtime.standby;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Arrays;

/** Finds out whether a master or a witness is there and has the same password, and leaves it at that. Blocks. */
public final class StandbyKnock {
    private static final int ATTEMPTS = 4;
    private static final int PATIENCE_MS = 500;
    private static final int MAX_DATAGRAM = 1_500;

    private final byte[] datagramKey;
    private final SecureRandom random;

    /** What comes of it. */
    public enum Answer {
        /** It is there, with the same password. */
        SAME_PASSWORD,
        /** It is there, with another one. */
        OTHER_PASSWORD,
        /** Nothing comes back. */
        SILENT
    }

    /**
     * Makes a knock.
     *
     * @param secret what all know
     * @param random a cryptographic source
     */
    public StandbyKnock(StandbySecret secret, SecureRandom random) {
        this.datagramKey = secret.datagramKey();
        this.random = random;
    }

    /**
     * Asks a master as a slave does first; it is not activated by that.
     *
     * @param address of its UDP port
     * @return the answer
     */
    public Answer master(InetSocketAddress address) {
        Nonce nonce = Nonce.random(random);
        return knock(address, nonce, StandbyCodec.encode(new StandbyMessage.Hello(nonce), datagramKey));
    }

    /**
     * Asks a witness as a server does first; it claims nothing.
     *
     * @param address of its UDP port
     * @return the answer
     */
    public Answer witness(InetSocketAddress address) {
        Nonce nonce = Nonce.random(random);
        return knock(address, nonce, StandbyCodec.encode(new StandbyMessage.Inquire(nonce), datagramKey));
    }

    private Answer knock(InetSocketAddress address, Nonce nonce, byte[] datagram) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(PATIENCE_MS);
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                socket.send(new DatagramPacket(datagram, datagram.length, address));
                Answer answer = receive(socket, address.getAddress(), nonce);
                if (answer != Answer.SILENT) {
                    return answer;
                }
            }
        } catch (IOException e) {
            // No way there, or the other machine says that the port is shut.
            return Answer.SILENT;
        }
        return Answer.SILENT;
    }

    private Answer receive(DatagramSocket socket, InetAddress from, Nonce nonce) {
        DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
        try {
            socket.receive(packet);
        } catch (IOException e) {
            return Answer.SILENT;
        }
        byte[] data = Arrays.copyOf(packet.getData(), packet.getLength());
        StandbyMessage message = StandbyCodec.decode(data, 0, data.length).orElse(null);
        boolean authentic = StandbyCodec.isAuthentic(data, 0, data.length, datagramKey);
        if (!packet.getAddress().equals(from)) {
            return Answer.SILENT;
        }
        if (authentic
                && message instanceof StandbyMessage.Challenge challenge
                && challenge.slave().equals(nonce)) {
            return Answer.SAME_PASSWORD;
        }
        // A refusal with a reason of its own comes from somebody who knows the password.
        return message instanceof StandbyMessage.Refused refused
                        && refused.slave().equals(nonce)
                ? authentic ? Answer.SAME_PASSWORD : Answer.OTHER_PASSWORD
                : Answer.SILENT;
    }
}
