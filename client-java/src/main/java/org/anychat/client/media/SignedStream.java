package org.anychat.client.media;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.anychat.client.rtp.NalUnits;
import org.anychat.webrtc.rtp.NetworkOrder;

/** One publisher's stream in one room, and what of its frames is signed (docs/design/0019). For one thread. */
final class SignedStream {
    /** The first and the last nal_unit_type that has coded slices; a browser writes the others anew. */
    private static final int FIRST_VCL = 1;

    private static final int LAST_VCL = 5;

    private static final byte[] PREFIX = "anychat mesh 1".getBytes(StandardCharsets.US_ASCII);
    private static final int HASH_LENGTH = 32;

    private static final byte SOUND = 0;
    /** Of which all is covered. */
    private static final byte PICTURE = 1;
    /** Of which the slices are. Were both the same, what is covered of one would be a signed frame of the other. */
    private static final byte PICTURE_OF_SLICES = 2;

    private final NalUnits units = new NalUnits();
    private final byte[] number = new byte[Integer.BYTES];
    private final MessageDigest hash;
    private final byte[] message = new byte[PREFIX.length + 4 * Integer.BYTES + 1 + HASH_LENGTH];

    SignedStream(int roomId, int publisherId) {
        try {
            hash = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
        System.arraycopy(PREFIX, 0, message, 0, PREFIX.length);
        NetworkOrder.put32(message, PREFIX.length, roomId);
        NetworkOrder.put32(message, PREFIX.length + Integer.BYTES, publisherId);
    }

    /** What is signed of a frame, the first {@code length} bytes of an array, without a trailer. The same array each time. */
    byte[] message(MediaCodec codec, FrameTrailer trailer, byte[] frame, int length) {
        return message(codec, trailer.epoch(), trailer.counter(), frame, length);
    }

    byte[] message(MediaCodec codec, int epoch, int counter, byte[] frame, int length) {
        int at = PREFIX.length + 2 * Integer.BYTES;
        message[at++] = formOf(codec);
        NetworkOrder.put32(message, at, epoch);
        NetworkOrder.put32(message, at + Integer.BYTES, counter);
        if (codec == MediaCodec.H264) {
            coverSlices(frame, length);
        } else {
            hash.update(frame, 0, length);
        }
        System.arraycopy(hash.digest(), 0, message, at + 2 * Integer.BYTES, HASH_LENGTH);
        return message;
    }

    private static byte formOf(MediaCodec codec) {
        if (codec.kind() == MediaKind.AUDIO) {
            return SOUND;
        }
        return codec == MediaCodec.H264 ? PICTURE_OF_SLICES : PICTURE;
    }

    private void coverSlices(byte[] frame, int length) {
        int count = units.find(frame, 0, length);
        for (int unit = 0; unit < count; unit++) {
            if (units.type(unit) >= FIRST_VCL && units.type(unit) <= LAST_VCL) {
                NetworkOrder.put32(number, 0, units.length(unit));
                hash.update(number);
                hash.update(frame, units.offset(unit), units.length(unit));
            }
        }
    }
}
