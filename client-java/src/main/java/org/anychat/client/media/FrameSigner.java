package org.anychat.client.media;

import java.security.SecureRandom;
import java.util.Random;
import org.anychat.client.rtp.NalUnits;
import org.anychat.webrtc.signature.SigningKey;

/**
 * Signs what a publisher sends by edges of mesh trees, so that its viewers know it from what somebody on the way has made of it. One for a stay in a room, with a key pair of its
 * own (Ed25519, RFC 8032). For one thread, the one of the media: a signature takes a fraction of a millisecond ({@code docs/performance.md}).
 */
public final class FrameSigner {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final int roomId;
    private final String key;
    private final Random random;
    private final SigningKey signing;
    private final SignedStream stream;

    /**
     * A signer with a new key pair.
     *
     * @param roomId      the room.
     * @param publisherId whose stream it is.
     */
    public FrameSigner(int roomId, int publisherId) {
        this(SigningKey.generate(RANDOM), roomId, publisherId, RANDOM);
    }

    FrameSigner(SigningKey signing, int roomId, int publisherId, Random random) {
        this.roomId = roomId;
        this.key = PublicKeys.text(signing.publicKey());
        this.random = random;
        this.stream = new SignedStream(roomId, publisherId);
        this.signing = signing;
    }

    /**
     * The room of the stay.
     *
     * @return its number.
     */
    public int roomId() {
        return roomId;
    }

    /**
     * By which viewers verify.
     *
     * @return the raw public key, base64url without padding.
     */
    public String key() {
        return key;
    }

    /**
     * A new row of frames, of one source.
     *
     * @param codec what they are.
     * @return which signs them in their order.
     */
    public Row begin(MediaCodec codec) {
        return new Row(codec);
    }

    /** The frames of one source, in their order. */
    public final class Row {
        private final MediaCodec codec;
        private final int epoch;
        private final NalUnits units = new NalUnits();
        private int counter;

        private Row(MediaCodec codec) {
            this.codec = codec;
            int drawn = random.nextInt();
            this.epoch = drawn == 0 ? 1 : drawn;
        }

        /**
         * Signs the next frame.
         *
         * @param frame as the source gave it; stays as it is.
         * @return the same with a trailer; the very frame where there is nothing in it that would be sent.
         */
        public EncodedFrame sign(EncodedFrame frame) {
            int length = sentLength(frame.data());
            if (length == 0) {
                return frame;
            }
            counter++;
            byte[] signature = signing.sign(stream.message(codec, epoch, counter, frame.data(), length));
            FrameTrailer trailer = new FrameTrailer(epoch, counter, signature);
            return new EncodedFrame(trailer.appendTo(frame.data(), length), frame.timeUs(), frame.keyFrame());
        }

        /** Of H.264 what is left out, and zeros, at the end would take the trailer along or stand before it. */
        private int sentLength(byte[] data) {
            if (codec != MediaCodec.H264) {
                return data.length;
            }
            int last = units.find(data, 0, data.length) - 1;
            while (last >= 0 && !NalUnits.isSent(units.type(last))) {
                last--;
            }
            return last < 0 ? 0 : units.offset(last) + units.length(last);
        }
    }
}
