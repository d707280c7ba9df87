package org.anychat.client.media;

import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.anychat.client.rtp.FrameBuffer;
import org.anychat.webrtc.signature.VerifyingKey;

/**
 * Says of what comes by one edge of a mesh tree whether its publisher has sent it. What was altered, or is not signed, ends it: nothing that comes after that is taken. What is
 * repeated is left out, and after a picture that is missing nothing is taken before a key frame. For one thread.
 */
public final class FrameVerifier implements FrameCheck {
    /** Of a kind; what was over before that is forgotten. */
    private static final int MOST_OVER = 256;

    private final int publisherId;
    private final Runnable onForged;
    private final SignedStream stream;
    private final VerifyingKey key;
    private final Map<MediaKind, Progress> progress = new EnumMap<>(MediaKind.class);
    private boolean forged;

    /** Of one kind: the epoch that comes, how far it has come, and those before it. */
    private static final class Progress {
        private final Set<Integer> over = new LinkedHashSet<>();
        private int epoch;
        private int counter;

        boolean isPast(FrameTrailer trailer) {
            return over.contains(trailer.epoch())
                    || (trailer.epoch() == epoch && Integer.compareUnsigned(trailer.counter(), counter) <= 0);
        }

        boolean isNext(FrameTrailer trailer) {
            return trailer.epoch() == epoch && trailer.counter() == counter + 1;
        }

        void go(FrameTrailer trailer) {
            if (epoch != trailer.epoch()) {
                over.add(epoch);
                forgetEldest();
            }
            epoch = trailer.epoch();
            counter = trailer.counter();
        }

        private void forgetEldest() {
            if (over.size() > MOST_OVER) {
                Iterator<Integer> eldest = over.iterator();
                eldest.next();
                eldest.remove();
            }
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
        for (MediaKind kind : MediaKind.values()) {
            progress.put(kind, new Progress());
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
        Progress known = progress.get(codec.kind());
        // What has come before costs no signature, however often it comes.
        if (trailer != null && known.isPast(trailer)) {
            return Verdict.REPEATED;
        }
        int length = frame.length() - FrameTrailer.LENGTH;
        if (trailer == null || !isSigned(codec, trailer, frame.array(), length)) {
            forged = true;
            onForged.run();
            return Verdict.REFUSED;
        }
        frame.truncate(length);
        if (!keyFrame && codec.kind() == MediaKind.VIDEO && !known.isNext(trailer)) {
            return Verdict.REFUSED; // what it refers to is missing
        }
        known.go(trailer);
        return Verdict.GENUINE;
    }

    private boolean isSigned(MediaCodec codec, FrameTrailer trailer, byte[] frame, int length) {
        return key.verify(stream.message(codec, trailer, frame, length), trailer.signature());
    }
}
