package org.anychat.contracts;

import java.util.Optional;

/** What a licence may allow or leave out. */
public enum LicensedFunction {
    /** Entering a room that does not exist makes it ({@code AutoAddRoom=1}). */
    AUTO_ADD_ROOM("AutoAddRoom"),
    /** Hot standby: this server's licence serves a slave, too. */
    STANDBY("Standby"),
    /** Routing policy 3: clients pass media on to each other. */
    MESH("Mesh"),
    /** The services run in several processes. */
    CLUSTER("Cluster");

    private final String text;

    LicensedFunction(String text) {
        this.text = text;
    }

    /**
     * The function's name in licence files and on the command line.
     *
     * @return the name
     */
    public String text() {
        return text;
    }

    /**
     * Finds a function by its name.
     *
     * @param text the name in any case
     * @return the function, empty where this version has none of that name
     */
    public static Optional<LicensedFunction> ofText(String text) {
        for (LicensedFunction function : values()) {
            if (function.text.equalsIgnoreCase(text)) {
                return Optional.of(function);
            }
        }
        return Optional.empty();
    }
}
