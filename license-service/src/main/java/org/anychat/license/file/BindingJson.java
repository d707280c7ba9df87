package org.anychat.license.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.anychat.license.domain.LicenseBinding;
import org.anychat.license.domain.LicenseBinding.Address;
import org.anychat.license.domain.LicenseBinding.Anywhere;
import org.anychat.license.domain.LicenseBinding.Domain;
import org.anychat.license.domain.LicenseBinding.Hardware;
import org.anychat.license.domain.LicenseBinding.UKey;

/** The JSON of a binding. */
final class BindingJson {
    private static final int MAX_DOMAIN_CHARS = 253;
    private static final int MAX_ADDRESS_CHARS = 45;
    private static final int MAX_KEY_CHARS = 2048;

    private BindingJson() {}

    static ObjectNode write(LicenseBinding binding) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (binding instanceof Hardware hardware) {
            json.put("kind", "hardware").put("tolerance", hardware.tolerance());
            json.set("parts", FingerprintJson.parts(hardware.fingerprint()));
        } else if (binding instanceof Domain domain) {
            json.put("kind", "domain").put("domain", domain.name());
        } else if (binding instanceof Address address) {
            json.put("kind", "address").put("address", address.address());
        } else if (binding instanceof UKey key) {
            json.put("kind", "ukey").put("publicKey", key.publicKey());
        } else {
            json.put("kind", "anywhere");
        }
        return json;
    }

    static LicenseBinding read(JsonNode json) {
        JsonFields fields = new JsonFields(json, "binding");
        String kind = fields.line("kind", MAX_ADDRESS_CHARS);
        LicenseBinding binding =
                switch (kind) {
                    case "hardware" -> hardware(fields);
                    case "domain" -> new Domain(fields.matching("domain", MAX_DOMAIN_CHARS, "[0-9A-Za-z.-]+"));
                    case "address" -> new Address(fields.matching("address", MAX_ADDRESS_CHARS, "[0-9A-Fa-f:.]+"));
                    case "ukey" -> new UKey(fields.matching("publicKey", MAX_KEY_CHARS, "[0-9A-Za-z+/=]+"));
                    case "anywhere" -> new Anywhere();
                    default ->
                        throw new JsonFields.Wrong("a licence bound to \"" + kind
                                + "\" is not known to this version. Use a newer server.");
                };
        fields.requireNoOthers();
        return binding;
    }

    private static Hardware hardware(JsonFields fields) {
        Hardware hardware = new Hardware(
                FingerprintJson.fingerprint(fields.object("parts")),
                fields.integer("tolerance", 0, Hardware.MAX_TOLERANCE));
        if (hardware.fingerprint().parts().size() - hardware.tolerance() < Hardware.MIN_MATCHING) {
            throw new JsonFields.Wrong("the hardware binding has too few parts for its tolerance");
        }
        return hardware;
    }

    static ArrayNode array(Iterable<String> texts) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        texts.forEach(array::add);
        return array;
    }
}
