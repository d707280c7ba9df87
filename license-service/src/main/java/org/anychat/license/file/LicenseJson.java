package org.anychat.license.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.List;
import org.anychat.contracts.LicensedFunction;
import org.anychat.license.domain.DeviceKind;
import org.anychat.license.domain.License;
import org.anychat.license.domain.LicenseException;
import org.anychat.license.domain.LicenseFault;
import org.anychat.license.domain.LicenseTerms;

/** The JSON of a licence, version {@value #FORMAT}. A field that is missing, unknown or out of range is refused. */
final class LicenseJson {
    static final int FORMAT = 1;

    static final int MAX_USERS = 10_000_000;

    private static final String NEVER = "never";
    private static final String DEVICES = "devices";
    private static final int MAX_NAME_CHARS = 128;
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private LicenseJson() {}

    static String write(License license, String issuerKey) {
        LicenseTerms terms = license.terms();
        ObjectNode json = MAPPER.createObjectNode()
                .put("format", FORMAT)
                .put("id", license.id())
                .put("holder", license.holder())
                .put("issued", license.issued().toString())
                .put(
                        "expires",
                        terms.expires() == null ? NEVER : terms.expires().toString())
                .put("users", terms.users());
        ArrayNode functions = json.putArray("functions");
        terms.functions().forEach(function -> functions.add(function.text()));
        if (!terms.devices().equals(LicenseTerms.ALL_DEVICES)) {
            ArrayNode devices = json.putArray(DEVICES);
            terms.devices().forEach(device -> devices.add(device.text()));
        }
        json.put("intranetOnly", terms.intranetOnly()).put("issuerKey", issuerKey);
        json.set("binding", BindingJson.write(license.binding()));
        try {
            return MAPPER.writeValueAsString(json).replace(System.lineSeparator(), "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree in memory failed", e);
        }
    }

    static License read(String json, String where) {
        try {
            return read(MAPPER.readTree(json));
        } catch (JsonProcessingException e) {
            throw new LicenseException(
                    LicenseFault.DECODE_FAILED, where + " holds no JSON: " + e.getOriginalMessage() + ".");
        } catch (JsonFields.Wrong e) {
            throw new LicenseException(LicenseFault.DECODE_FAILED, where + ": " + e.getMessage());
        }
    }

    /** The id of the key that a licence claims to be signed with, empty where it claims none. */
    static String issuerKeyOf(String json) {
        try {
            String key = MAPPER.readTree(json).path("issuerKey").asText();
            return key.matches("[0-9a-f]{1,16}") ? key : "";
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    private static License read(JsonNode root) {
        JsonFields fields = new JsonFields(root, "licence");
        int format = fields.integer("format", 1, Integer.MAX_VALUE);
        if (format != FORMAT) {
            throw new JsonFields.Wrong("the licence has format " + format + ", and this version knows format " + FORMAT
                    + ". Use a newer server, or have a licence of the older format issued.");
        }
        LocalDate issued = fields.date("issued");
        License license = new License(
                fields.line("id", MAX_NAME_CHARS),
                fields.line("holder", MAX_NAME_CHARS),
                issued,
                terms(fields),
                BindingJson.read(fields.object("binding")));
        fields.line("issuerKey", MAX_NAME_CHARS);
        fields.requireNoOthers();
        return license;
    }

    private static LicenseTerms terms(JsonFields fields) {
        List<LicensedFunction> functions = fields.lines("functions", MAX_NAME_CHARS).stream()
                // A newer issuer may allow what this version does not have.
                .flatMap(text -> LicensedFunction.ofText(text).stream())
                .distinct()
                .toList();
        List<DeviceKind> devices = fields.has(DEVICES) ? devices(fields) : LicenseTerms.ALL_DEVICES;
        LocalDate expires = NEVER.equals(fields.line("expires", MAX_NAME_CHARS)) ? null : fields.date("expires");
        return new LicenseTerms(
                fields.integer("users", 0, MAX_USERS), functions, devices, fields.flag("intranetOnly"), expires);
    }

    private static List<DeviceKind> devices(JsonFields fields) {
        List<DeviceKind> devices = fields.lines(DEVICES, MAX_NAME_CHARS).stream()
                // A newer issuer may allow what this version does not know, and clients of this version cannot be.
                .flatMap(text -> DeviceKind.ofText(text).stream())
                .distinct()
                .sorted()
                .toList();
        if (devices.isEmpty()) {
            throw new JsonFields.Wrong("\"" + DEVICES + "\" of the licence names no kind of device that this version"
                    + " knows: " + DeviceKind.words(LicenseTerms.ALL_DEVICES));
        }
        return devices;
    }
}
