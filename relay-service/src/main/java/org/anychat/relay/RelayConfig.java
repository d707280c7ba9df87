package org.anychat.relay;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.anychat.contracts.NodeId;
import org.anychat.relay.forward.SendBufferLimits;
import org.anychat.relay.media.StreamLimits;
import org.anychat.runtime.config.PortRange;

/**
 * The relay's configuration.
 *
 * @param node the process, whose bus address the relay serves
 * @param bindAddress the local address of the UDP port, {@code 0.0.0.0} for all
 * @param udpPort the UDP port; 0 is any free one
 * @param advertisedAddresses the IP addresses that clients are told, in order; empty where the relay finds its own
 * @param advertisedPorts the ports that clients are told, of which the relay finds its own; empty where it is the bound one
 * @param streams the TCP port
 * @param clusterAddress the process's address among its own, where other relays are to come first; empty where it is alone
 * @param mediaLoops media threads, 1 to 64; 0 is one per core
 * @param codecs what publishers are asked for
 * @param limits what bounds the relay
 */
public record RelayConfig(
        NodeId node,
        String bindAddress,
        int udpPort,
        List<String> advertisedAddresses,
        Optional<PortRange> advertisedPorts,
        Streams streams,
        Optional<InetAddress> clusterAddress,
        int mediaLoops,
        Codecs codecs,
        Limits limits) {
    private static final int MAX_LOOPS = 64;
    private static final int MAX_PORT = 65_535;

    /**
     * The TCP port, for clients whose UDP is blocked.
     *
     * @param port its number, 0 for any free one; empty for that of the UDP port, or another where that is taken
     * @param limits how many connections there may be
     */
    public record Streams(Optional<Integer> port, StreamLimits limits) {
        /** Beside the UDP port. */
        public static final Streams DEFAULT = new Streams(Optional.empty(), StreamLimits.DEFAULT);

        /**
         * Beside the UDP port, with another limit.
         *
         * @param port its number; empty for that of the UDP port
         * @param connections of one address
         * @return the port
         */
        public static Streams of(Optional<Integer> port, int connections) {
            return new Streams(
                    port, new StreamLimits(connections, StreamLimits.DEFAULT.all(), StreamLimits.DEFAULT.strangers()));
        }
    }

    /**
     * What publishers are asked for.
     *
     * @param preferredVideo encoding name of the codec that they are to use where they can
     * @param redundantSound whether they are to send each packet of sound once more with the next (RED) where they can
     */
    public record Codecs(String preferredVideo, boolean redundantSound) {}

    /**
     * What one publisher may send.
     *
     * @param toldBps what it is told that it may send, in bits per second
     * @param ceilingBps what is above is dropped, 0 for never
     */
    public record PublisherRate(long toldBps, long ceilingBps) {
        /** HD video; programs that do not listen may send three times as much. */
        public static final PublisherRate DEFAULT = new PublisherRate(4_000_000, 12_000_000);

        /** Room for whoever is told less because of the ceiling. */
        private static final int ROOM_PERCENT = 150;

        /** A low ceiling is told, with room for what a publisher that listens to it sends more for a moment. */
        static PublisherRate under(long ceilingBps) {
            long told = ceilingBps == 0 ? DEFAULT.toldBps : Math.min(DEFAULT.toldBps, 100 * ceilingBps / ROOM_PERCENT);
            return new PublisherRate(told, ceilingBps);
        }
    }

    /**
     * What bounds a relay.
     *
     * @param peers clients with media, at most
     * @param tracksPerPublisher tracks of one client, at most
     * @param publisher what one of them may send
     * @param loudestSpeakers sounds that a viewer hears at once, 0 for all
     * @param videosPerViewer videos that a viewer gets at once, 0 for all
     * @param sendBuffers how much is kept for viewers who lose packets
     */
    public record Limits(
            int peers,
            int tracksPerPublisher,
            PublisherRate publisher,
            int loudestSpeakers,
            int videosPerViewer,
            SendBufferLimits sendBuffers) {
        /** Enough for a server of several thousand clients; HD video from each. */
        public static final Limits DEFAULT =
                new Limits(5_000, 8, PublisherRate.DEFAULT, 8, 0, SendBufferLimits.DEFAULT);

        /**
         * The same with other numbers of what a viewer gets.
         *
         * @param speakers that a viewer hears at once, 0 for all
         * @param videos that a viewer gets at once, 0 for all
         * @return a copy
         */
        public Limits perViewer(int speakers, int videos) {
            return new Limits(peers, tracksPerPublisher, publisher, speakers, videos, sendBuffers);
        }

        /**
         * The same with another ceiling.
         *
         * @param ceilingBps of one publisher, 0 for none
         * @return a copy
         */
        public Limits withPublisherCeiling(long ceilingBps) {
            PublisherRate rate = PublisherRate.under(ceilingBps);
            return new Limits(peers, tracksPerPublisher, rate, loudestSpeakers, videosPerViewer, sendBuffers);
        }
    }

    /**
     * Copies the list and checks the numbers.
     *
     * @param node the process
     * @param bindAddress the local address
     * @param udpPort 0 to 65535
     * @param advertisedAddresses IP addresses
     * @param advertisedPorts those of the outside
     * @param streams the TCP port
     * @param clusterAddress for other relays
     * @param mediaLoops 0 to 64
     * @param codecs what publishers are asked for
     * @param limits what bounds the relay
     */
    public RelayConfig {
        advertisedAddresses = List.copyOf(advertisedAddresses);
        List<String> violations = new ArrayList<>();
        if (udpPort < 0 || udpPort > MAX_PORT) {
            violations.add("udpPort " + udpPort + " is not 0 to " + MAX_PORT);
        }
        if (mediaLoops < 0 || mediaLoops > MAX_LOOPS) {
            violations.add("mediaLoops " + mediaLoops + " is not 0 to " + MAX_LOOPS);
        }
        if (limits.peers() < 1 || limits.tracksPerPublisher() < 1) {
            violations.add("limits of peers and tracks are at least 1");
        }
        if (limits.loudestSpeakers() < 0 || limits.videosPerViewer() < 0) {
            violations.add("limits of sounds and videos of a viewer are at least 0");
        }
        if (!violations.isEmpty()) {
            throw new IllegalArgumentException("relay: " + String.join("; ", violations));
        }
    }

    /**
     * A configuration whose bound port is the one that clients are told, with redundant sound.
     *
     * @param node the process
     * @param bindAddress the local address
     * @param udpPort 0 to 65535
     * @param advertisedAddresses IP addresses
     * @param mediaLoops 0 to 64
     * @param preferredVideoCodec encoding name
     * @param limits what bounds the relay
     */
    public RelayConfig(
            NodeId node,
            String bindAddress,
            int udpPort,
            List<String> advertisedAddresses,
            int mediaLoops,
            String preferredVideoCodec,
            Limits limits) {
        this(
                node,
                bindAddress,
                udpPort,
                advertisedAddresses,
                Optional.empty(),
                Streams.DEFAULT,
                Optional.empty(),
                mediaLoops,
                new Codecs(preferredVideoCodec, true),
                limits);
    }

    /**
     * A configuration with the default limits and one loop per core.
     *
     * @param node the process
     * @param bindAddress the local address of the UDP port
     * @param udpPort the UDP port; 0 is any free one
     * @param advertisedAddresses the IP addresses that clients are told
     * @return the configuration
     */
    public static RelayConfig of(NodeId node, String bindAddress, int udpPort, List<String> advertisedAddresses) {
        return new RelayConfig(node, bindAddress, udpPort, advertisedAddresses, 0, "H264", Limits.DEFAULT);
    }

    /**
     * The same for a relay behind published ports.
     *
     * @param ports those of the outside, one of which leads to the relay
     * @return a copy
     */
    public RelayConfig published(PortRange ports) {
        return new RelayConfig(
                node,
                bindAddress,
                udpPort,
                advertisedAddresses,
                Optional.of(ports),
                streams,
                clusterAddress,
                mediaLoops,
                codecs,
                limits);
    }

    /**
     * The same for a relay of a cluster.
     *
     * @param address the process's address among its own
     * @return a copy
     */
    public RelayConfig inCluster(InetAddress address) {
        return new RelayConfig(
                node,
                bindAddress,
                udpPort,
                advertisedAddresses,
                advertisedPorts,
                streams,
                Optional.of(address),
                mediaLoops,
                codecs,
                limits);
    }
}
