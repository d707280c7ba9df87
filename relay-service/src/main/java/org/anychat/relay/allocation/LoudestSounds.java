package org.anychat.relay.allocation;

import java.util.ArrayList;
import java.util.List;

/**
 * Which of many sounds one viewer hears: at most so many, those who speak. Whoever begins to speak has the place of the one
 * who has been silent for longest, at once; nobody who speaks gives a place up, unless all of them speak and somebody else is
 * clearly louder. While there are no more sounds than places, all are heard.
 */
public final class LoudestSounds {
    /** How long one who speaks keeps a place against somebody louder. */
    static final long MIN_STAY_NS = 2_000_000_000L;

    /** After so long a silence what is clearly louder takes the place without being speech: music, say. */
    static final long LONG_SILENCE_NS = 5_000_000_000L;

    private static final int CLEARLY = 8;

    private final int places;
    private final List<HeardSound> sounds = new ArrayList<>();
    private final List<HeardSound> placed = new ArrayList<>();

    /**
     * Makes a choice of nothing.
     *
     * @param places how many sounds are heard at once, 0 for all
     */
    public LoudestSounds(int places) {
        this.places = places;
    }

    /**
     * Takes a sound in, which is heard until the next choice.
     *
     * @param sound a new one
     */
    public void add(HeardSound sound) {
        sounds.add(sound);
    }

    /**
     * Forgets a sound.
     *
     * @param sound one of them
     */
    public void remove(HeardSound sound) {
        sounds.remove(sound);
        placed.remove(sound);
    }

    /**
     * Chooses anew, told by {@link HeardSound#isHeard}. Several times a second, and where sounds or wishes have changed.
     *
     * @param nowNs the time
     */
    public void choose(long nowNs) {
        if (places == 0) {
            return;
        }
        for (int i = placed.size() - 1; i >= 0; i--) {
            if (!placed.get(i).competes()) {
                placed.remove(i).displace();
            }
        }
        for (int i = 0; i < sounds.size(); i++) {
            sounds.get(i).settle();
        }
        boolean changed = true;
        for (int i = 0; changed && i < sounds.size(); i++) {
            HeardSound first = firstOfWaiting(nowNs);
            changed = first != null && take(first, nowNs);
        }
    }

    /**
     * Somebody who is not heard begins to speak.
     *
     * @param sound theirs
     * @param nowNs the time
     * @return whether it is heard now; another one may be heard no more
     */
    public boolean onSpeech(HeardSound sound, long nowNs) {
        return sound.isHeard() || take(sound, nowNs);
    }

    /** The one that a free place would be for: who speaks before who does not, then the louder one. */
    private HeardSound firstOfWaiting(long nowNs) {
        HeardSound first = null;
        for (int i = 0; i < sounds.size(); i++) {
            HeardSound sound = sounds.get(i);
            if (!sound.isHeard() && (first == null || comesBefore(sound, first, nowNs))) {
                first = sound;
            }
        }
        return first;
    }

    private static boolean comesBefore(HeardSound one, HeardSound other, long nowNs) {
        boolean speaks = one.speaks(nowNs);
        return speaks == other.speaks(nowNs) ? one.score(nowNs) > other.score(nowNs) : speaks;
    }

    private boolean take(HeardSound sound, long nowNs) {
        if (placed.size() >= places) {
            HeardSound loser = whoGivesWayTo(sound, nowNs);
            if (loser == null) {
                return false;
            }
            placed.remove(loser);
            loser.displace();
        }
        placed.add(sound);
        sound.place(nowNs);
        return true;
    }

    private HeardSound whoGivesWayTo(HeardSound sound, long nowNs) {
        boolean speaks = sound.speaks(nowNs);
        HeardSound silent = longestSilent(nowNs);
        if (speaks && !silent.speaks(nowNs)) {
            return silent;
        }
        HeardSound quietest = quietest(speaks, nowNs);
        boolean louder = quietest != null && sound.score(nowNs) >= quietest.score(nowNs) + CLEARLY;
        return louder ? quietest : null;
    }

    private HeardSound longestSilent(long nowNs) {
        HeardSound longest = placed.get(0);
        for (int i = 1; i < placed.size(); i++) {
            if (placed.get(i).silentNs(nowNs) > longest.silentNs(nowNs)) {
                longest = placed.get(i);
            }
        }
        return longest;
    }

    /** Of those who have had their place for long enough, or have not used it for long; null where there is none. */
    private HeardSound quietest(boolean againstSpeech, long nowNs) {
        HeardSound quietest = null;
        for (int i = 0; i < placed.size(); i++) {
            HeardSound sound = placed.get(i);
            boolean mayGo =
                    againstSpeech ? sound.placedForNs(nowNs) >= MIN_STAY_NS : sound.silentNs(nowNs) >= LONG_SILENCE_NS;
            if (mayGo && (quietest == null || sound.score(nowNs) < quietest.score(nowNs))) {
                quietest = sound;
            }
        }
        return quietest;
    }
}
