package org.anychat.gateway.admin;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an operator may do; each role may do what those before it may. */
public enum AdminRole {
    /** Looks. */
    VIEWER,
    /** Acts on users, rooms and relays. */
    OPERATOR,
    /** Changes settings. */
    ADMIN;

    /**
     * The word for it in files, commands and pages.
     *
     * @return in small letters
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Whether it may do what another may.
     *
     * @param needed the role that something takes
     * @return true for that one and those above it
     */
    public boolean covers(AdminRole needed) {
        return compareTo(needed) >= 0;
    }

    /**
     * Finds a role.
     *
     * @param label its word, in any case
     * @return empty where there is none of that word
     */
    public static Optional<AdminRole> of(String label) {
        return Arrays.stream(values())
                .filter(role -> role.label().equalsIgnoreCase(label))
                .findFirst();
    }
}
