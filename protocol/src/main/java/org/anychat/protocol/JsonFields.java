package org.anychat.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads the fields of one JSON object by strict types and bounds; a field that breaks them throws {@link BadField}. */
final class JsonFields {
    /** A field that is missing, of the wrong type or out of range. Never leaves this package. */
    static final class BadField extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BadField(String reason) {
            super(reason, null, false, false);
        }
    }

    private final JsonNode object;

    JsonFields(JsonNode object) {
        this.object = object;
    }

    boolean has(String name) {
        return object.hasNonNull(name);
    }

    int integer(String name, int min, int max) {
        return (int) integer(name, (long) min, (long) max);
    }

    long integer(String name, long min, long max) {
        JsonNode node = object.path(name);
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < min || node.longValue() > max) {
            throw new BadField(name + ": a whole number from " + min + " to " + max + " is needed");
        }
        return node.longValue();
    }

    boolean flag(String name) {
        JsonNode node = object.path(name);
        if (!node.isBoolean()) {
            throw new BadField(name + ": true or false is needed");
        }
        return node.booleanValue();
    }

    /** Text in which anything may stand, lines included. */
    String text(String name, int minLength, int maxLength) {
        JsonNode node = object.path(name);
        if (!node.isTextual()
                || node.textValue().length() < minLength
                || node.textValue().length() > maxLength) {
            throw new BadField(name + ": text of " + minLength + " to " + maxLength + " characters is needed");
        }
        // An unpaired surrogate cannot be written as UTF-8, so it would reach others as something else.
        if (hasUnpairedSurrogate(node.textValue())) {
            throw new BadField(name + ": not valid Unicode");
        }
        return node.textValue();
    }

    /** Text for lists and logs: no control characters. */
    String line(String name, int minLength, int maxLength) {
        String text = text(name, minLength, maxLength);
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new BadField(name + ": control characters are not allowed");
        }
        return text;
    }

    JsonFields object(String name) {
        return asObject(name, object.path(name));
    }

    <T> List<T> objects(String name, int maxSize, Function<JsonFields, T> read) {
        List<T> items = new ArrayList<>();
        for (JsonNode item : array(name, maxSize)) {
            items.add(read.apply(asObject(name, item)));
        }
        return items;
    }

    List<String> lines(String name, int maxSize, int maxLength) {
        List<String> items = new ArrayList<>();
        for (JsonNode item : array(name, maxSize)) {
            if (!item.isTextual() || item.textValue().length() > maxLength) {
                throw new BadField(name + ": texts of at most " + maxLength + " characters are needed");
            }
            items.add(item.textValue());
        }
        return items;
    }

    List<Integer> integers(String name, int maxSize) {
        List<Integer> items = new ArrayList<>();
        for (JsonNode item : array(name, maxSize)) {
            if (!item.isIntegralNumber() || !item.canConvertToInt()) {
                throw new BadField(name + ": whole numbers are needed");
            }
            items.add(item.intValue());
        }
        return items;
    }

    private JsonNode array(String name, int maxSize) {
        JsonNode node = object.path(name);
        if (!node.isArray() || node.size() > maxSize) {
            throw new BadField(name + ": a list of at most " + maxSize + " is needed");
        }
        return node;
    }

    private static JsonFields asObject(String name, JsonNode node) {
        if (!node.isObject()) {
            throw new BadField(name + ": an object is needed");
        }
        return new JsonFields(node);
    }

    private static boolean hasUnpairedSurrogate(String text) {
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
