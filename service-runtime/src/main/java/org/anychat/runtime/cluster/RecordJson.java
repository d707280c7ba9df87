package org.anychat.runtime.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

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
