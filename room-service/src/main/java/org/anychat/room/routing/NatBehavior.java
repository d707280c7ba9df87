package org.anychat.room.routing;

/**
 * How the NAT in front of a client behaves, as the client has found out (RFC 5780 sections 4.3 and 4.4).
 *
 * @param mapping what an outside port depends on (RFC 4787 section 4.1)
 * @param filtering what may come in through it (RFC 4787 section 5)
 * @param udp whether UDP goes through at all; where not, the others say nothing
 */
public record NatBehavior(NatDependence mapping, NatDependence filtering, boolean udp) {
    /** No NAT, or one that lets everybody in ("full cone"). */
    public static final NatBehavior OPEN =
            new NatBehavior(NatDependence.ENDPOINT_INDEPENDENT, NatDependence.ENDPOINT_INDEPENDENT, true);

    /** One outside port; in comes who was sent to, from any port ("restricted cone"). */
    public static final NatBehavior ADDRESS_RESTRICTED =
            new NatBehavior(NatDependence.ENDPOINT_INDEPENDENT, NatDependence.ADDRESS_DEPENDENT, true);

    /** One outside port; in comes what was sent to, address and port ("port-restricted cone"). */
    public static final NatBehavior PORT_RESTRICTED =
            new NatBehavior(NatDependence.ENDPOINT_INDEPENDENT, NatDependence.ADDRESS_AND_PORT_DEPENDENT, true);

    /** An outside port for each peer ("symmetric"). */
    public static final NatBehavior SYMMETRIC =
            new NatBehavior(NatDependence.ADDRESS_AND_PORT_DEPENDENT, NatDependence.ADDRESS_AND_PORT_DEPENDENT, true);

    /** A firewall without UDP. */
    public static final NatBehavior UDP_BLOCKED =
            new NatBehavior(NatDependence.ADDRESS_AND_PORT_DEPENDENT, NatDependence.ADDRESS_AND_PORT_DEPENDENT, false);

    /**
     * Whether two clients reach each other once both have sent to the address that the other's STUN server has seen, as ICE
     * does. One whose outside port is another for each peer is heard only by a peer whose filter does not look at the port,
     * and which has one outside port itself.
     *
     * @param other the NAT of the other client
     * @return the same for both
     */
    public boolean reaches(NatBehavior other) {
        if (!udp || !other.udp) {
            return false;
        }
        if (isPredictable() && other.isPredictable()) {
            return true;
        }
        return hears(other) || other.hears(this);
    }

    /** Whether a peer with an outside port that nobody has told is heard. */
    private boolean hears(NatBehavior unpredictable) {
        return isPredictable()
                && !unpredictable.isPredictable()
                && filtering != NatDependence.ADDRESS_AND_PORT_DEPENDENT;
    }

    private boolean isPredictable() {
        return mapping == NatDependence.ENDPOINT_INDEPENDENT;
    }
}
