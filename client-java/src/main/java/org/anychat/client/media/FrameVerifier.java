package org.anychat.client.media;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.anychat.client.rtp.FrameBuffer;

/**
 * Says of what comes by one edge of a mesh tree whether its publisher has sent it. What was altered, or is not signed, ends it: nothing that comes after that is taken. What is
 * repeated is left out, and after a picture that is missing nothing is taken before a key frame. For one thread.
 */
public final class FrameVerifier implements FrameCheck {
    /** Rows of frames of a kind that a publisher may have had; whoever comes to more gets another edge. */
    private static final int MOST_EPOCHS = 64;

    private final int publisherId;
    private final Runnable onForged;
    private final SignedStream stream;
    private final Signature signature;
    private final PublicKey key;
    private final Map<MediaKind, Rows> rows = new EnumMap<>(MediaKind.class);
    private boolean forged;

    /** Of one kind: how far each epoch has come, and which one comes now. */
    private static final class Rows {
        private final Map<Integer, Integer> lastCounters = new HashMap<>();
        private int epoch;

        /** Unsigned; 0 before the first. */
        int last(int of) {
            return lastCounters.getOrDefault(of, 0);
        }

        boolean hasRoomFor(int another) {
            return lastCounters.containsKey(another) || lastCounters.size() < MOST_EPOCHS;
        }
    }

    /**
     * Verifies by a key.
     *
     * @param key         the publisher's, as the server says it.
     * @param roomId      the room.
     * @param publisherId whose stream it is.
     * @param onForged    told once, on the media's thread in the midst of a packet, where something is not as the publisher has signed it.
     * @throws MediaException if it is no key.
     */
    public FrameVerifier(String key, int roomId, int publisherId, Runnable onForged) {
        this.publisherId = publisherId;
        this.onForged = onForged;
        this.stream = new SignedStream(roomId, publisherId);
        this.key = PublicKeys.of(key);
        try {
            this.signature = Signature.getInstance(PublicKeys.ALGORITHM);
            signature.initVerify(this.key);
        } catch (GeneralSecurityException e) {
            throw new MediaException("not a key of Ed25519: " + e.getMessage());
        }
        for (MediaKind kind : MediaKind.values()) {
            rows.put(kind, new Rows());
        }
    }

    /**
     * Whose stream it is.
     *
     * @return the publisher's number.
     */
    public int publisherId() {
        return publisherId;
    }

    @Override
    public Verdict check(MediaCodec codec, FrameBuffer frame, boolean keyFrame, boolean whole) {
        if (forged || !whole) {
            return Verdict.REFUSED;
        }
        FrameTrailer trailer = FrameTrailer.of(frame.array(), frame.length());
        Rows known = rows.get(codec.kind());
        // What has come before costs no signature, however often it comes.
        if (trailer != null && isRepeated(known, trailer)) {
            return Verdict.REPEATED;
        }
        int length = frame.length() - FrameTrailer.LENGTH;
        if (trailer == null || !isSigned(codec, trailer, frame.array(), length)) {
            forged = true;
            onForged.run();
            return Verdict.REFUSED;
        }
        frame.truncate(length);
        boolean follows = keyFrame
                || codec.kind() == MediaKind.AUDIO
                || (trailer.epoch() == known.epoch && trailer.counter() == known.last(known.epoch) + 1);
        if (follows) {
            known.epoch = trailer.epoch();
        }
        if (follows || trailer.epoch() == known.epoch) {
            known.lastCounters.put(trailer.epoch(), trailer.counter());
        }
        return follows ? Verdict.GENUINE : Verdict.REFUSED;
    }

    private static boolean isRepeated(Rows known, FrameTrailer trailer) {
        return !known.hasRoomFor(trailer.epoch())
                || Integer.compareUnsigned(trailer.counter(), known.last(trailer.epoch())) <= 0;
    }

    private boolean isSigned(MediaCodec codec, FrameTrailer trailer, byte[] frame, int length) {
        try {
            signature.update(stream.message(codec, trailer, frame, length));
            return signature.verify(trailer.signature());
        } catch (GeneralSecurityException e) {
            return false; // not even of a signature's form
        }
    }
}
