package org.anychat.client.media;

import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.anychat.client.rtp.FrameBuffer;
import org.anychat.webrtc.signature.VerifyingKey;

/**
 * Says of what comes by one edge of a mesh tree whether its publisher has sent it. What was altered, or is not signed, ends it, whichever frame it claims to be: nothing that
 * comes after that is taken. What is repeated is left out, and after a picture that is missing nothing is taken before a key frame. More frames than a publisher sends, and
 * repeats without end, end it as well, so that what is verified has a bound. For one thread.
 */
public final class FrameVerifier implements FrameCheck {
    /** Of a kind; what was over before that is forgotten. */
    private static final int MOST_OVER = 256;
    /**
     * Of a kind, with nothing new between them: two seconds of sound, or more of a picture. Who passes on what comes to it by a slower way than before repeats what the two
     * differ by, which is less in any tree.
     */
    private static final int MOST_REPEATS = 100;

    private final int publisherId;
    private final Runnable onForged;
    private final Runnable onExcess;
    private final LongSupplier nowNs;
    private final FrameBudget budget = new FrameBudget();
    private final SliceFilter slices = new SliceFilter();
    private final SignedStream stream;
    private final VerifyingKey key;
    private final Map<MediaKind, Progress> progress = new EnumMap<>(MediaKind.class);
    private StreamProgress before = new StreamProgress();
    private boolean over;

    /** Of one kind: the epoch that comes, how far it has come, and those before it. */
    private static final class Progress {
        private final Set<Integer> over = new LinkedHashSet<>();
        private int epoch;
        private int counter;
        private int repeats;

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
            repeats = 0;
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
     * @param onExcess    told once, in the same way, where more comes than any publisher sends, or the same again and again; never both.
     * @param nowNs       a clock that never goes back, such as {@link System#nanoTime()}.
     * @throws MediaException if it is no key, or one by which anybody could sign.
     */
    public FrameVerifier(
            String key, int roomId, int publisherId, Runnable onForged, Runnable onExcess, LongSupplier nowNs) {
        this.publisherId = publisherId;
        this.onForged = onForged;
        this.onExcess = onExcess;
        this.nowNs = nowNs;
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

    /**
     * Has it leave out also what other edges have brought long before.
     *
     * @param known what all edges of this stream at this client share; to be said before anything comes.
     */
    public void goOnAfter(StreamProgress known) {
        before = known;
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public Verdict check(MediaCodec codec, FrameBuffer frame, boolean keyFrame, boolean whole) {
        if (over || !whole) {
            return Verdict.REFUSED;
        }
        if (!budget.take(nowNs.getAsLong())) {
            return end(onExcess);
        }
        FrameTrailer trailer = FrameTrailer.of(frame.array(), frame.length());
        int length = frame.length() - FrameTrailer.LENGTH;
        // Also of what has come before: others below may take for new what claims to be that.
        if (trailer == null || !isSigned(codec, trailer, frame.array(), length)) {
            return end(onForged);
        }
        Progress known = progress.get(codec.kind());
        if (known.isPast(trailer) || before.isLongPast(codec.kind(), trailer)) {
            known.repeats++;
            return known.repeats > MOST_REPEATS ? end(onExcess) : Verdict.REPEATED;
        }
        frame.truncate(length);
        boolean decodable = codec != MediaCodec.H264 || slices.leaveWhatIsNeeded(frame);
        if (!decodable || (!keyFrame && codec.kind() == MediaKind.VIDEO && !known.isNext(trailer))) {
            return Verdict.REFUSED; // what it refers to is missing, or it is more than a picture
        }
        known.go(trailer);
        before.note(codec.kind(), trailer);
        return Verdict.GENUINE;
    }

    private Verdict end(Runnable told) {
        over = true;
        told.run();
        return Verdict.REFUSED;
    }

    private boolean isSigned(MediaCodec codec, FrameTrailer trailer, byte[] frame, int length) {
        return key.verify(stream.message(codec, trailer, frame, length), trailer.signature());
    }
}
