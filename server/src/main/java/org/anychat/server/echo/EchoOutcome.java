package org.anychat.server.echo;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How an echo went.
 *
 * @param failed the step that did not work, or null where all did
 * @param why what it said, for people; empty where the step says it all
 * @param ways the addresses that were tried
 * @param sent packets
 * @param received of them
 * @param rttMs from sending to receiving, the middle one of all; 0 without any
 */
public record EchoOutcome(Step failed, String why, List<Way> ways, int sent, int received, double rttMs) {
    /** What is done, in this order. */
    public enum Step {
        /** The relay answers the offer. */
        PUBLISH,
        /** One of its addresses answers a connectivity check. */
        ICE,
        /** An encrypted connection comes about. */
        DTLS,
        /** The relay offers what it gets. */
        SUBSCRIBE,
        /** Packets come back. */
        MEDIA
    }

    /**
     * An address of the relay.
     *
     * @param address IP address and port
     * @param isTcp whether it takes TCP connections, else UDP
     * @param advertised whether clients are told it
     * @param rttMs how long it took to answer; empty where it did not
     */
    public record Way(InetSocketAddress address, boolean isTcp, boolean advertised, OptionalDouble rttMs) {
        /**
         * A way by UDP.
         *
         * @param address IP address and port
         * @param advertised whether clients are told it
         * @param rttMs how long it took to answer; empty where it did not
         */
        public Way(InetSocketAddress address, boolean advertised, OptionalDouble rttMs) {
            this(address, false, advertised, rttMs);
        }

        /**
         * Whether it leads to the relay.
         *
         * @return false where no answer came
         */
        public boolean answers() {
            return rttMs.isPresent();
        }

        /**
         * The address for people.
         *
         * @return {@code 192.0.2.1:8907}, {@code [2001:db8::1]:8907}
         */
        public String text() {
            String host = address.getAddress().getHostAddress();
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
        }
    }

    /**
     * Whether media came back.
     *
     * @return true where nothing failed
     */
    public boolean isGood() {
        return failed == null;
    }

    /**
     * Advertised addresses of UDP, or of TCP, that did not answer. Loopback, which only a client on the relay's own machine can use, is left
     * out where there is another.
     *
     * @param tcp which of them
     * @return in their order
     */
    public List<String> silent(boolean tcp) {
        boolean others = ways.stream()
                .anyMatch(way -> way.isTcp() == tcp
                        && way.advertised()
                        && !way.address().getAddress().isLoopbackAddress());
        return ways.stream()
                .filter(way -> way.isTcp() == tcp && way.advertised() && !way.answers())
                .filter(way -> !others || !way.address().getAddress().isLoopbackAddress())
                .map(Way::text)
                .toList();
    }

    /**
     * Addresses of UDP that answered.
     *
     * @param advertised those that clients are told, else the others
     * @return in their order
     */
    public List<String> answering(boolean advertised) {
        return ways.stream()
                .filter(way -> !way.isTcp() && way.advertised() == advertised && way.answers())
                .map(Way::text)
                .toList();
    }
}
