package org.anychat.relay.allocation;

import org.anychat.relay.forward.Loudness;

/** One sound that a viewer may hear, as {@link LoudestSounds} sees it. */
public final class HeardSound {
    private final Loudness loudness;
    private boolean wanted = true;
    private boolean certain;
    private boolean heard = true;
    private boolean placed;
    private long placedNs;

    /**
     * Makes a sound that is heard.
     *
     * @param loudness of its publication
     */
    public HeardSound(Loudness loudness) {
        this.loudness = loudness;
    }

    /**
     * Says what the viewer thinks of it.
     *
     * @param isWanted false where it is not sent anyway, and takes no place
     * @param isCertain whether it is heard whoever else speaks, and takes no place either
     */
    public void wish(boolean isWanted, boolean isCertain) {
        wanted = isWanted;
        certain = isCertain;
    }

    /**
     * Whether the viewer hears it, if it wants to.
     *
     * @return false while louder ones have all places
     */
    public boolean isHeard() {
        return heard;
    }

    /** It is heard where it has a place or needs none. */
    void settle() {
        heard = placed || !competes();
    }

    void place(long nowNs) {
        placed = true;
        heard = true;
        placedNs = nowNs;
    }

    void displace() {
        placed = false;
        settle();
    }

    /** Whether it takes a place. Of what tells no level nobody knows who speaks, so it is always heard. */
    boolean competes() {
        return wanted && !certain && loudness.isTold();
    }

    boolean speaks(long nowNs) {
        return loudness.speaks(nowNs);
    }

    long silentNs(long nowNs) {
        return loudness.silentNs(nowNs);
    }

    int score(long nowNs) {
        return loudness.score(nowNs);
    }

    long placedForNs(long nowNs) {
        return nowNs - placedNs;
    }
}
