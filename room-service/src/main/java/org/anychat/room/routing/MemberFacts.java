package org.anychat.room.routing;

import java.util.Optional;
import java.util.OptionalLong;
import org.anychat.contracts.UserId;

/**
 * What is known of a member at a moment. What is too old counts as not known.
 *
 * @param user whose
 * @param policy what its client lets the server do
 * @param forwards whether its user lets it pass on what others publish
 * @param nat how its NAT behaves, where it has said so lately
 * @param upBps its measured up-bandwidth in bit/s, where it has said so lately
 * @param relayDelayMs one way between it and the relay, in milliseconds
 * @param trusted false where others have lately failed to get through to it more often than not
 * @param network the address that the server sees it at, empty where it is not known: whom it sees at the same one may be on
 *     one network, and reach each other there
 */
public record MemberFacts(
        UserId user,
        ClientP2pPolicy policy,
        boolean forwards,
        Optional<NatBehavior> nat,
        OptionalLong upBps,
        int relayDelayMs,
        boolean trusted,
        String network) {
    /** The delay to the relay of a member of whom none is known. */
    public static final int ASSUMED_RELAY_DELAY_MS = 50;

    /**
     * A member whose network is not known.
     *
     * @param user whose
     * @param policy what its client lets the server do
     * @param forwards whether its user lets it pass on what others publish
     * @param nat how its NAT behaves, where it has said so lately
     * @param upBps its measured up-bandwidth in bit/s, where it has said so lately
     * @param relayDelayMs one way between it and the relay, in milliseconds
     * @param trusted false where others have lately failed to get through to it more often than not
     */
    public MemberFacts(
            UserId user,
            ClientP2pPolicy policy,
            boolean forwards,
            Optional<NatBehavior> nat,
            OptionalLong upBps,
            int relayDelayMs,
            boolean trusted) {
        this(user, policy, forwards, nat, upBps, relayDelayMs, trusted, "");
    }

    /**
     * A member that has said nothing: it gets everything from the relay and passes nothing on.
     *
     * @param user the member
     * @return the facts
     */
    public static MemberFacts unknown(UserId user) {
        return new MemberFacts(
                user,
                ClientP2pPolicy.SERVER,
                false,
                Optional.empty(),
                OptionalLong.empty(),
                ASSUMED_RELAY_DELAY_MS,
                true);
    }
}
