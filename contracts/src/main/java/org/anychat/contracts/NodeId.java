package org.anychat.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * One process of the platform: the suffix of its bus addresses.
 *
 * @param value the text: letters, digits, dots and dashes
 */
public record NodeId(@JsonValue String value) {
    /**
     * Reads the text of a message.
     *
     * @param value the text: letters, digits, dots and dashes
     * @return the id
     */
    @JsonCreator
    public static NodeId of(String value) {
        return new NodeId(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
