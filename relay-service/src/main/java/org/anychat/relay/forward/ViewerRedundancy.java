package org.anychat.relay.forward;

import org.anychat.relay.forward.SubscriptionFormat.Redundancy;
import org.anychat.webrtc.rtp.Red;
import org.anychat.webrtc.rtp.RtpPacket;

/** Whether a viewer gets the redundancy (RFC 2198) that a publisher sends, and how packets are made so. */
final class ViewerRedundancy {
    /** For so long after a report of loss a viewer gets redundancy. */
    static final long REDUNDANT_NS = 30_000_000_000L;

    private final PublicationFormat publication;
    private final SubscriptionFormat format;
    /** Null where the publisher sends no redundancy. */
    private final Red red;

    private boolean hasLost;
    private long lossNs;
    private boolean decided;
    private boolean withheld;

    ViewerRedundancy(PublicationFormat publication, SubscriptionFormat format) {
        this.publication = publication;
        this.format = format;
        this.red = publication.hasRed() ? new Red() : null;
    }

    /** The viewer has lost packets. */
    void onLoss(long nowNs) {
        hasLost = true;
        lossNs = nowNs;
    }

    /** While there is no room for it, a viewer that would get it for its losses does not. */
    void withhold(boolean whether) {
        withheld = whether;
    }

    boolean isWanted(long nowNs) {
        return red != null
                && switch (format.redundancy()) {
                    case NEVER -> false;
                    case ON_LOSS -> !withheld && hasLost && nowNs - lossNs < REDUNDANT_NS;
                    case ALWAYS -> true;
                };
    }

    /** Decides for the packet that is sent next. */
    void decide(long nowNs) {
        decided = isWanted(nowNs);
    }

    boolean isDecided() {
        return decided;
    }

    boolean isSometimes() {
        return red != null && format.redundancy() == Redundancy.ON_LOSS;
    }

    boolean isAlways() {
        return format.redundancy() == Redundancy.ALWAYS;
    }

    /** Gives a packet the viewer's payload type, with the redundancy or without it. */
    void apply(RtpPacket packet, boolean withRedundancy) {
        boolean isRed = red != null && packet.payloadType() == publication.redPayloadType();
        packet.payloadType(format.payloadType());
        if (!isRed || !red.wrap(packet)) {
            return;
        }
        if (withRedundancy) {
            red.payloadTypes(format.payloadType());
            packet.payloadType(format.redPayloadType());
        } else {
            red.unwrap();
        }
    }
}
