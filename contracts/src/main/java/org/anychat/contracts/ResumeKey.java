package org.anychat.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What services know of the token that takes up a session: enough to recognise it, too little to use it.
 *
 * @param value lower-case hex of the token's SHA-256
 */
public record ResumeKey(@JsonValue String value) {
    /**
     * Reads the text of a message.
     *
     * @param value lower-case hex of the token's SHA-256
     * @return the key
     */
    @JsonCreator
    public static ResumeKey of(String value) {
        return new ResumeKey(value);
    }

    @Override
    public String toString() {
        return "ResumeKey[***]";
    }
}
