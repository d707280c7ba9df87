package org.anychat.server.echo;

import java.util.concurrent.CompletionStage;

/** Carries the descriptions between the bot and a relay: over the bus, or through a gateway. Any thread. */
public interface EchoSignalling {
    /** Hears of offers. */
    @FunctionalInterface
    interface OfferListener {
        /**
         * The relay offers what was sent.
         *
         * @param revision of the offer
         * @param sdp the offer
         */
        void onOffer(int revision, String sdp);
    }

    /**
     * Opens the connection that sends.
     *
     * @param offer SDP
     * @return the relay's answer, SDP; fails with words for people
     */
    CompletionStage<String> publish(String offer);

    /**
     * Opens the connection that receives.
     *
     * @param listener hears of its offers, perhaps of some that came earlier
     * @return done once it has been asked for; fails with words for people
     */
    CompletionStage<?> subscribe(OfferListener listener);

    /**
     * Answers an offer.
     *
     * @param revision of the offer
     * @param answer SDP
     * @return done
     */
    CompletionStage<?> answer(int revision, String answer);

    /** Ends both connections. */
    void close();
}
