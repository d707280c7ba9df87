package org.anychat.client.media;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.anychat.webrtc.rtp.NetworkOrder;
import org.anychat.webrtc.sdp.negotiation.ClientOffer;

/** Somebody who passes on something else than it gets, once it is told to. */
public final class Liar {
    private static final int HEADER = 12;
    private static final int MARKER = 0x80;
    /** Each packet of it is a frame, with a marker or without. */
    private static final int SOUND = ClientOffer.payloadType("opus");

    /** Shorter ones have no frame before their trailer, or only its beginning. */
    private static final int LEAST_PAYLOAD = FrameTrailer.LENGTH + 4;

    private final Lie lie;
    private volatile boolean lies;

    /** What it does. */
    public enum Lie {
        /** Changes the last byte of each frame. */
        ALTERS,
        /** Leaves the trailers out. */
        STRIPS,
        /** Sends a frame that it has sent before after each one. */
        REPEATS,
        /** Sends a frame of its own after each one. */
        INJECTS,
        /** Keeps the picture to itself. */
        WITHHOLDS_PICTURE,
        /** Keeps the sound to itself. */
        WITHHOLDS_SOUND
    }

    public Liar(Lie lie) {
        this.lie = lie;
    }

    public void begin() {
        lies = true;
    }

    /** The end of an edge by which it passes on something else. */
    public Forwarder toUser(
            MediaResources resources, Subscriber parent, Uplink uplink, List<InetSocketAddress> stunServers) {
        UserSide side = new UserSide(true, stunServers, resources.random());
        return new Forwarder(resources, parent, output -> over(uplink.bound(output)), side);
    }

    TrackSender.PacketOutput over(TrackSender.PacketOutput honest) {
        return new Lying(honest);
    }

    /** Of one stream: how many packets were added, and one of earlier. */
    private static final class Stream {
        private int added;
        private int timestamp;
        private byte[] kept;
    }

    private final class Lying implements TrackSender.PacketOutput {
        private final TrackSender.PacketOutput output;
        private final Map<Integer, Stream> streams = new HashMap<>();

        Lying(TrackSender.PacketOutput output) {
            this.output = output;
        }

        @Override
        public void send(byte[] packet, int offset, int length) {
            if (!withholds((packet[offset + 1] & ~MARKER) == SOUND)) {
                lieOf(packet, offset, length);
            }
        }

        private boolean withholds(boolean sound) {
            return lies && lie == (sound ? Lie.WITHHOLDS_SOUND : Lie.WITHHOLDS_PICTURE);
        }

        private void lieOf(byte[] packet, int offset, int length) {
            Stream stream = streams.computeIfAbsent(NetworkOrder.int32(packet, offset + 8), first -> new Stream());
            boolean ends = (packet[offset + 1] & MARKER) != 0 || packet[offset + 1] == SOUND;
            boolean isWhole = ends && stream.timestamp != NetworkOrder.int32(packet, offset + 4);
            stream.timestamp = NetworkOrder.int32(packet, offset + 4);
            int sequence = NetworkOrder.uint16(packet, offset + 2) + stream.added;
            NetworkOrder.put16(packet, offset + 2, sequence);
            byte[] own = Arrays.copyOfRange(packet, offset, offset + length);
            boolean hasFrame = lies && ends && length - HEADER >= LEAST_PAYLOAD;
            if (hasFrame && lie == Lie.ALTERS) {
                packet[offset + length - FrameTrailer.LENGTH - 1] ^= 0x40;
            }
            output.send(packet, offset, hasFrame && lie == Lie.STRIPS ? length - FrameTrailer.LENGTH : length);
            if (isWhole) {
                add(stream, own, sequence + 1);
            }
        }

        private void add(Stream stream, byte[] own, int sequence) {
            if (stream.kept == null) {
                stream.kept = own;
            } else if (lies && (lie == Lie.REPEATS || lie == Lie.INJECTS)) {
                byte[] added = Arrays.copyOf(stream.kept, 2 * stream.kept.length); // with room for protection
                NetworkOrder.put16(added, 2, sequence);
                System.arraycopy(own, 4, added, 4, Integer.BYTES);
                if (lie == Lie.INJECTS) {
                    added[stream.kept.length - 1] ^= 1; // no trailer any more
                }
                stream.added++;
                output.send(added, 0, stream.kept.length);
            }
        }

        @Override
        public boolean isCrowded() {
            return output.isCrowded();
        }

        @Override
        public void flush() {
            output.flush();
        }
    }
}
