package org.anychat.relay.control;

import io.vertx.core.Context;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.anychat.contracts.UserId;
import org.anychat.relay.allocation.SpeakerChoice;
import org.anychat.webrtc.sdp.MediaKind;

/** Finds out who speaks in the rooms where somebody's connection follows it. */
final class SpeakerWatch {
    private static final long INTERVAL_MS = 200;

    private final Context context;
    private final Consumer<Participant> onOtherSpeaker;
    private final Map<RelayRoom, SpeakerChoice> rooms = new HashMap<>();

    SpeakerWatch(Context context, Consumer<Participant> onOtherSpeaker) {
        this.context = context;
        this.onOtherSpeaker = onOtherSpeaker;
    }

    /** Somebody in a room follows who speaks, until nobody does. */
    void follow(RelayRoom room) {
        if (rooms.putIfAbsent(room, new SpeakerChoice()) == null) {
            again(room);
        }
    }

    private void again(RelayRoom room) {
        context.owner().setTimer(INTERVAL_MS, timer -> listen(room));
    }

    private void listen(RelayRoom room) {
        if (room.participants().stream().noneMatch(SpeakerWatch::follows)) {
            rooms.remove(room);
            return;
        }
        Map<Long, UserId> sounds = new HashMap<>();
        room.tracks().stream()
                .filter(track -> track.kind() == MediaKind.AUDIO)
                .forEach(track -> sounds.put(track.publicationId(), track.user()));
        room.loop()
                .proxy()
                .readLoudness(
                        List.copyOf(sounds.keySet()),
                        scores -> context.runOnContext(back -> onLoudness(room, sounds, scores)));
        again(room);
    }

    private static boolean follows(Participant viewer) {
        return viewer.watcher() != null && viewer.watcher().followsSpeakers();
    }

    private void onLoudness(RelayRoom room, Map<Long, UserId> sounds, Map<Long, Integer> scores) {
        SpeakerChoice choice = rooms.get(room);
        if (choice == null) {
            return;
        }
        choice.begin();
        scores.forEach(
                (publication, score) -> choice.consider(sounds.get(publication).value(), score));
        int speaking = choice.decide(System.nanoTime());
        if (speaking == SpeakerChoice.NOBODY) {
            return;
        }
        UserId speaker = new UserId(speaking);
        room.participants().stream()
                .filter(viewer -> follows(viewer) && viewer.watcher().onSpeaker(speaker))
                .forEach(onOtherSpeaker);
    }
}
