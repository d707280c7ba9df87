package org.anychat.relay.feedback;

import java.nio.charset.StandardCharsets;
import org.anychat.relay.forward.Subscription;
import org.anychat.webrtc.rtcp.NtpTime;
import org.anychat.webrtc.rtcp.RtcpReader;
import org.anychat.webrtc.rtcp.RtcpWriter;

/**
 * The relay's own sender reports to viewers (RFC 3550 section 6.4.1). Their NTP time is the relay's; the RTP time that
 * goes with it is the publisher's, taken through the viewer's numbering, so that a publisher's audio and video keep
 * together at every viewer.
 */
public final class SenderReports {
    private final byte[] cname;
    private final long unixOffsetNs;

    /**
     * Makes the reporter of a loop.
     *
     * @param cname the canonical name of all that is sent, in ASCII
     * @param unixOffsetNs what has to be added to the relay's steady clock to get nanoseconds since 1970
     */
    public SenderReports(String cname, long unixOffsetNs) {
        this.cname = cname.getBytes(StandardCharsets.US_ASCII);
        this.unixOffsetNs = unixOffsetNs;
    }

    /**
     * Writes the report of one track, if it is being sent.
     *
     * @param subscription the viewer's share of the track
     * @param batch takes the report
     * @param nowNs the time
     * @return whether there is one
     */
    public boolean write(Subscription subscription, RtcpBatch batch, long nowNs) {
        if (subscription.currentEncoding() == null || subscription.packetsSent() == 0) {
            return false;
        }
        batch.add(writer -> senderReport(subscription, writer, nowNs));
        batch.add(writer -> writer.sourceDescription(subscription.format().ssrc(), cname));
        return true;
    }

    private boolean senderReport(Subscription subscription, RtcpWriter writer, long nowNs) {
        return writer.senderReport(
                subscription.format().ssrc(),
                NtpTime.fromUnixNs(nowNs + unixOffsetNs),
                subscription.timestampAt(nowNs),
                subscription.packetsSent(),
                subscription.octetsSent());
    }

    /**
     * Takes a viewer's report block: its losses and its round trip.
     *
     * @param reader at a packet with report blocks
     * @param block the block about the subscription
     * @param subscription the viewer's share of the track
     * @param nowNs when the report came
     */
    public void onReportBlock(RtcpReader reader, int block, Subscription subscription, long nowNs) {
        if (reader.fractionLost(block) > 0) {
            subscription.onLoss(nowNs);
        }
        long roundTripUs = NtpTime.roundTripUs(
                NtpTime.middle(NtpTime.fromUnixNs(nowNs + unixOffsetNs)),
                reader.lastSenderReport(block),
                reader.delaySinceLastSenderReport(block));
        if (roundTripUs >= 0) {
            subscription.onRoundTrip(roundTripUs * 1000);
        }
    }
}
