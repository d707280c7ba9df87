package org.anychat.license.file;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The fields of one JSON object, read strictly. */
final class JsonFields {
    private static final int MAX_ITEMS = 64;

    private final JsonNode json;
    private final String what;
    private final Set<String> read = new HashSet<>();

    JsonFields(JsonNode json, String what) {
        if (!json.isObject()) {
            throw new Wrong("\"" + what + "\" is no JSON object");
        }
        this.json = json;
        this.what = what;
    }

    /** A field that is not as it should be. */
    static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Wrong(String message) {
            super(message, null, false, false);
        }
    }

    boolean has(String name) {
        return json.has(name);
    }

    int integer(String name, int min, int max) {
        JsonNode node = node(name);
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < min || node.intValue() > max) {
            throw new Wrong("\"" + name + "\" of the " + what + " is no number from " + min + " to " + max);
        }
        return node.intValue();
    }

    boolean flag(String name) {
        JsonNode node = node(name);
        if (!node.isBoolean()) {
            throw new Wrong("\"" + name + "\" of the " + what + " is neither true nor false");
        }
        return node.booleanValue();
    }

    /** A text without control characters, so that it can stand in a log line. */
    String line(String name, int maxChars) {
        return line(name, node(name), maxChars);
    }

    String matching(String name, int maxChars, String pattern) {
        String text = line(name, maxChars);
        if (!text.matches(pattern)) {
            throw new Wrong("\"" + name + "\" of the " + what + " has characters that it may not have");
        }
        return text;
    }

    List<String> lines(String name, int maxChars) {
        JsonNode node = node(name);
        if (!node.isArray() || node.size() > MAX_ITEMS) {
            throw new Wrong("\"" + name + "\" of the " + what + " is no list of at most " + MAX_ITEMS + " texts");
        }
        List<String> texts = new ArrayList<>();
        node.forEach(item -> texts.add(line(name, item, maxChars)));
        return texts;
    }

    LocalDate date(String name) {
        try {
            return LocalDate.parse(line(name, 10));
        } catch (DateTimeException e) {
            throw new Wrong("\"" + name + "\" of the " + what + " is no date like 2027-12-31");
        }
    }

    JsonNode object(String name) {
        return node(name);
    }

    void requireNoOthers() {
        json.fieldNames().forEachRemaining(name -> {
            if (!read.contains(name)) {
                throw new Wrong("the " + what + " has a field that this version does not know. Use a newer server.");
            }
        });
    }

    private String line(String name, JsonNode node, int maxChars) {
        String text = node.isTextual() ? node.textValue() : "";
        if (text.isEmpty() || text.length() > maxChars || text.chars().anyMatch(Character::isISOControl)) {
            throw new Wrong("\"" + name + "\" of the " + what + " is no text of 1 to " + maxChars + " characters");
        }
        return text;
    }

    private JsonNode node(String name) {
        read.add(name);
        JsonNode node = json.get(name);
        if (node == null) {
            throw new Wrong("the " + what + " has no \"" + name + "\"");
        }
        return node;
    }
}
