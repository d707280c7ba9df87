package org.anychat.runtime.echo;

import org.anychat.contracts.GatewayApi.State;
import org.anychat.contracts.RelayApi.Direction;

/** Who is told of an {@link EchoSession}. Called on the context of its {@link EchoLine}. */
public interface EchoListener {
    /**
     * The relay offers what was published; {@link EchoSession#answer} takes the answer.
     *
     * @param revision of the offer
     * @param sdp the offer
     */
    void onOffer(int revision, String sdp);

    /**
     * One of the two connections has changed.
     *
     * @param direction which
     * @param state what it is now
     * @param reason words for people, or empty
     */
    void onState(Direction direction, State state, String reason);
}
