package org.anychat.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * One client's login, from its link to its logout; unguessable, and unique over the cluster.
 *
 * @param value the text, never empty
 */
public record SessionId(@JsonValue String value) {
    /**
     * Reads the text of a message.
     *
     * @param value the text, never empty
     * @return the id
     */
    @JsonCreator
    public static SessionId of(String value) {
        return new SessionId(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
