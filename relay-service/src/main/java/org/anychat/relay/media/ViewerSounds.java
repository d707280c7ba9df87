package org.anychat.relay.media;

import java.util.ArrayList;
import java.util.List;
import org.anychat.relay.allocation.HeardSound;
import org.anychat.relay.allocation.LoudestSounds;
import org.anychat.relay.forward.Subscription;

/**
 * Which of its sounds one viewer is sent, where there are more than it is to hear at once. Chosen ten times a second, and at
 * the packet with which somebody begins to speak.
 */
final class ViewerSounds {
    private static final long CHOICE_NS = 100_000_000;

    private final LoudestSounds loudest;
    private final List<Sent> sounds = new ArrayList<>();
    private final Interval choice = new Interval(CHOICE_NS);
    private boolean due;

    private record Sent(Subscription subscription, HeardSound sound) {}

    /** With at most so many sounds at once, 0 for all. */
    ViewerSounds(int places) {
        this.loudest = new LoudestSounds(places);
    }

    void add(Subscription subscription, OutgoingTrack.Wish wish) {
        if (!subscription.isVideo()) {
            HeardSound sound = new HeardSound(subscription.publication().loudness());
            sounds.add(new Sent(subscription, sound));
            loudest.add(sound);
            wish(subscription, wish);
        }
    }

    void wish(Subscription subscription, OutgoingTrack.Wish wish) {
        HeardSound sound = find(subscription);
        if (sound != null) {
            sound.wish(!wish.paused(), wish.pinned());
            due = true;
        }
    }

    private HeardSound find(Subscription subscription) {
        for (int i = 0; i < sounds.size(); i++) {
            if (sounds.get(i).subscription() == subscription) {
                return sounds.get(i).sound();
            }
        }
        return null;
    }

    void remove(Subscription subscription) {
        HeardSound sound = find(subscription);
        if (sound != null) {
            loudest.remove(sound);
            sounds.removeIf(sent -> sent.subscription() == subscription);
            due = true;
        }
    }

    void removeAll(long publicationId) {
        for (Sent sent : List.copyOf(sounds)) {
            if (sent.subscription().publication().id() == publicationId) {
                remove(sent.subscription());
            }
        }
    }

    void clear() {
        List.copyOf(sounds).forEach(sent -> remove(sent.subscription()));
    }

    /** Chooses at once where something is there or is wanted otherwise, before anything of it is sent. */
    void choose(long nowNs) {
        if (due) {
            due = false;
            loudest.choose(nowNs);
            apply();
        }
    }

    void onTick(long nowNs) {
        due |= choice.isOver(nowNs);
        choose(nowNs);
    }

    /** Somebody who is held back begins to speak; true where the viewer hears it from this packet on. */
    boolean admit(Subscription subscription, long nowNs) {
        HeardSound sound = find(subscription);
        boolean admitted = sound != null && loudest.onSpeech(sound, nowNs);
        if (admitted) {
            apply();
        }
        return admitted;
    }

    private void apply() {
        for (int i = 0; i < sounds.size(); i++) {
            Sent sent = sounds.get(i);
            sent.subscription().hold(!sent.sound().isHeard());
        }
    }

    /** Sounds that the viewer wants and is not sent. */
    int heldBack() {
        int heldBack = 0;
        for (int i = 0; i < sounds.size(); i++) {
            Subscription sound = sounds.get(i).subscription();
            heldBack += sound.isHeld() && !sound.isPaused() ? 1 : 0;
        }
        return heldBack;
    }
}
