package org.anychat.client;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The addresses that a client tries, one after the other. For the client's loop. */
final class Servers {
    private final List<ServerAddress> configured;
    private List<ServerAddress> all;
    private int current;

    Servers(List<ServerAddress> configured) {
        this.configured = List.copyOf(configured);
        this.all = this.configured;
    }

    ServerAddress current() {
        return all.get(current);
    }

    void next() {
        current = (current + 1) % all.size();
    }

    int count() {
        return all.size();
    }

    /** What the server says of others; those that the application named come first. Malformed ones are left out. */
    void learn(List<String> named) {
        ServerAddress now = current();
        Set<ServerAddress> known = new LinkedHashSet<>(configured);
        named.forEach(text -> ServerAddress.parse(text).ifPresent(known::add));
        known.add(now);
        all = new ArrayList<>(known);
        current = all.indexOf(now);
    }
}
