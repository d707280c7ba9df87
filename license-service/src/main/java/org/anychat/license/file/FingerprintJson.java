package org.anychat.license.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.anychat.license.domain.HardwareFingerprint;
import org.anychat.license.domain.HardwarePart;
import org.anychat.license.domain.LicenseException;
import org.anychat.license.domain.LicenseFault;

/** The text of a fingerprint, which an operator sends to the issuer. */
public final class FingerprintJson {
    private static final int FORMAT = 1;
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private FingerprintJson() {}

    /**
     * Writes a fingerprint.
     *
     * @param fingerprint the fingerprint
     * @return JSON in several lines
     */
    public static String write(HardwareFingerprint fingerprint) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("fingerprint", FORMAT);
        json.set("parts", parts(fingerprint));
        try {
            return MAPPER.writeValueAsString(json) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree in memory failed", e);
        }
    }

    /**
     * Reads a fingerprint.
     *
     * @param text what {@link #write} has written
     * @param where where it is from, for people
     * @return the fingerprint
     * @throws LicenseException with {@code DECODE_FAILED}
     */
    public static HardwareFingerprint read(String text, String where) {
        try {
            JsonFields fields = new JsonFields(MAPPER.readTree(text), "fingerprint");
            fields.integer("fingerprint", FORMAT, FORMAT);
            HardwareFingerprint fingerprint = fingerprint(fields.object("parts"));
            fields.requireNoOthers();
            return fingerprint;
        } catch (JsonProcessingException | JsonFields.Wrong e) {
            throw new LicenseException(
                    LicenseFault.DECODE_FAILED,
                    where + " is no fingerprint (" + e.getMessage() + "). Make it with \"AnyChatCoreServer license"
                            + " fingerprint\" on the machine that the licence is for.");
        }
    }

    static ObjectNode parts(HardwareFingerprint fingerprint) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        fingerprint.parts().forEach((part, hashes) -> json.set(part.text(), BindingJson.array(hashes)));
        return json;
    }

    static HardwareFingerprint fingerprint(JsonNode json) {
        JsonFields fields = new JsonFields(json, "parts");
        Map<HardwarePart, SortedSet<String>> parts = new EnumMap<>(HardwarePart.class);
        for (HardwarePart part : HardwarePart.values()) {
            if (fields.has(part.text())) {
                parts.put(part, hashes(fields, part));
            }
        }
        fields.requireNoOthers();
        return new HardwareFingerprint(parts);
    }

    private static SortedSet<String> hashes(JsonFields fields, HardwarePart part) {
        SortedSet<String> hashes = new TreeSet<>(fields.lines(part.text(), HardwareFingerprint.HASH_DIGITS));
        boolean good = !hashes.isEmpty()
                && hashes.size() <= HardwareFingerprint.MAX_HASHES
                && hashes.stream().allMatch(hash -> hash.matches("[0-9a-f]{" + HardwareFingerprint.HASH_DIGITS + "}"));
        if (!good) {
            throw new JsonFields.Wrong("\"" + part.text() + "\" holds no hashes");
        }
        return hashes;
    }
}
