package org.anychat.relay.control;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anychat.contracts.UserId;

/**
 * Who of many is shown in few places: whoever is there while there is room; then whoever speaks, in the place of the one
 * who has not spoken for longest. Nobody else moves.
 */
final class SpeakerSlots {
    private final List<UserId> slots = new ArrayList<>();
    private final Map<UserId, Long> spoke = new HashMap<>();
    private long turns;

    /**
     * Seats people.
     *
     * @param present who is there, in the order in which they come in
     * @param speaker who speaks or spoke last, or null
     * @param size how many places there are
     * @return who has each place; null for a free one
     */
    List<UserId> seat(Set<UserId> present, UserId speaker, int size) {
        spoke.keySet().retainAll(present);
        slots.replaceAll(user -> present.contains(user) ? user : null);
        while (slots.size() < size) {
            slots.add(null);
        }
        if (speaker != null && present.contains(speaker)) {
            spoke.put(speaker, ++turns);
            place(speaker);
        }
        present.stream()
                .filter(user -> !slots.contains(user) && slots.contains(null))
                .forEach(user -> slots.set(slots.indexOf(null), user));
        return new ArrayList<>(slots.subList(0, size));
    }

    private void place(UserId speaker) {
        if (!slots.contains(speaker) && !slots.isEmpty()) {
            slots.set(slots.contains(null) ? slots.indexOf(null) : longestSilent(), speaker);
        }
    }

    private int longestSilent() {
        int longest = 0;
        for (int i = 1; i < slots.size(); i++) {
            if (turn(slots.get(i)) < turn(slots.get(longest))) {
                longest = i;
            }
        }
        return longest;
    }

    private long turn(UserId user) {
        return spoke.getOrDefault(user, 0L);
    }
}
