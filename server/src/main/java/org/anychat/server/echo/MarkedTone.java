package org.anychat.server.echo;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.anychat.client.media.EncodedFrame;
import org.anychat.client.media.MediaCodec;
import org.anychat.client.media.MediaSource;

/**
 * Packets of 20 ms that look like Opus (nobody decodes them) and have a mark and a number, by which they are known again.
 * For one loop.
 */
final class MarkedTone implements MediaSource {
    private static final int PACKET_US = 20_000;
    private static final double NS_PER_MS = 1e6;
    /** CELT, fullband, 20 ms, mono, one frame (RFC 6716 section 3.1). */
    private static final byte TOC = (byte) 0xF8;

    private static final int MARK_AT = 1;
    private static final int NUMBER_AT = 9;
    private static final int LENGTH = 13;
    private static final int MAX_PACKETS = 500;

    private final long mark;
    private final List<Long> sentNs = new ArrayList<>();
    private final BitSet returned = new BitSet();
    private final List<Double> rttMs = new ArrayList<>();
    private long nextUs;

    MarkedTone(long mark) {
        this.mark = mark;
    }

    @Override
    public MediaCodec codec() {
        return MediaCodec.OPUS;
    }

    @Override
    public EncodedFrame poll(long elapsedUs) {
        if (nextUs > elapsedUs || sentNs.size() >= MAX_PACKETS) {
            return null;
        }
        ByteBuffer packet = ByteBuffer.allocate(LENGTH).put(TOC).putLong(mark).putInt(sentNs.size());
        EncodedFrame frame = new EncodedFrame(packet.array(), nextUs, true);
        nextUs += PACKET_US;
        sentNs.add(System.nanoTime());
        return frame;
    }

    /** An RTP packet has come; returns whether it is one of these, for the first time. */
    boolean onPacket(byte[] buffer, int offset, int length) {
        if (length < LENGTH) {
            return false;
        }
        ByteBuffer packet =
                ByteBuffer.wrap(buffer, offset + length - LENGTH, LENGTH).slice();
        int number = packet.getInt(NUMBER_AT);
        boolean ours = packet.get(0) == TOC && packet.getLong(MARK_AT) == mark;
        if (!ours || number < 0 || number >= sentNs.size() || returned.get(number)) {
            return false;
        }
        returned.set(number);
        rttMs.add((System.nanoTime() - sentNs.get(number)) / NS_PER_MS);
        return true;
    }

    int sent() {
        return sentNs.size();
    }

    int received() {
        return rttMs.size();
    }

    double medianRttMs() {
        return rttMs.isEmpty() ? 0 : rttMs.stream().sorted().toList().get(rttMs.size() / 2);
    }
}
