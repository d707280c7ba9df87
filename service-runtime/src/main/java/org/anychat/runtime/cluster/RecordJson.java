package org.anychat.runtime.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Java records as the texts of {@link SharedRecords}. */
public final class RecordJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private RecordJson() {}

    /**
     * Writes a record.
     *
     * @param value a record of records, collections, texts and numbers
     * @return JSON
     */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(value.getClass() + " has no JSON", e);
        }
    }

    /**
     * Takes a value out of a record, wherever it stands in it.
     *
     * @param json what {@link #write} gave
     * @param field the fields that may have it
     * @param value the value
     * @return the record with nothing there
     * @throws IllegalArgumentException where it is none
     */
    public static String without(String json, String field, Object value) {
        try {
            JsonNode tree = MAPPER.readTree(json);
            JsonNode unwanted = MAPPER.valueToTree(value);
            tree.findParents(field).stream()
                    .filter(parent -> parent.get(field).equals(unwanted))
                    .forEach(parent -> ((ObjectNode) parent).putNull(field));
            return MAPPER.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no record", e);
        }
    }

    /**
     * Reads a record.
     *
     * @param <T> its type
     * @param json what {@link #write} gave
     * @param type its type
     * @return the record
     * @throws IllegalArgumentException where it is none
     */
    public static <T> T read(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no " + type.getSimpleName(), e);
        }
    }
}
