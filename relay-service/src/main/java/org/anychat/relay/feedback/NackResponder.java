package org.anychat.relay.feedback;

import org.anychat.relay.forward.Encoding;
import org.anychat.relay.forward.SendBuffer;
import org.anychat.relay.forward.SequenceRewriter;
import org.anychat.relay.forward.Subscription;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.relay.stats.RelayCounters;

/** Answers one viewer's NACKs for one track out of the publication's buffer (RFC 4585 section 6.2.1, RFC 4588). */
public final class NackResponder {
    private final Subscription subscription;
    private final Resender resender;
    private final RelayCounters counters;
    private final ResendLimiter limiter = new ResendLimiter();

    /**
     * Makes the responder of a subscription.
     *
     * @param subscription the viewer's share of the track
     * @param resender sends what is found
     * @param counters of the loop
     */
    public NackResponder(Subscription subscription, Resender resender, RelayCounters counters) {
        this.subscription = subscription;
        this.resender = resender;
        this.counters = counters;
    }

    /**
     * Sends a packet again, if it is there and was not sent again too often or too lately.
     *
     * @param sequenceNumber the viewer's, 0 to 65535
     * @param nowNs the time
     */
    public void onNack(int sequenceNumber, long nowNs) {
        counters.add(RelayCounter.NACKS_FROM_VIEWERS);
        int segment = subscription.trace(sequenceNumber);
        if (segment == SequenceRewriter.UNKNOWN) {
            counters.add(RelayCounter.NACKS_MISSED);
            return;
        }
        Encoding encoding = subscription.tracedEncoding(segment);
        int slot = encoding.sendBuffer().find(subscription.tracedSequenceNumber(segment, sequenceNumber), nowNs);
        if (slot == SendBuffer.MISSING) {
            counters.add(RelayCounter.NACKS_MISSED);
        } else if (!limiter.admit(sequenceNumber, subscription.roundTripNs(), nowNs)) {
            counters.add(RelayCounter.NACKS_LIMITED);
        } else if (resender.resend(subscription, segment, sequenceNumber, encoding, slot, nowNs)) {
            counters.add(RelayCounter.RETRANSMISSIONS_OUT);
        }
    }
}
