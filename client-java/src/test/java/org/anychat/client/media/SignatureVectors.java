package org.anychat.client.media;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.anychat.protocol.Limits;

/** Frames that another implementation has signed; the browser's tests have the same. */
final class SignatureVectors {
    private static final JsonNode FILE = read();

    /** A frame, and what it is on an edge. */
    record Vector(
            String name,
            MediaCodec codec,
            int roomId,
            int publisherId,
            int epoch,
            int counter,
            byte[] frame,
            byte[] message,
            byte[] trailer,
            byte[] signed) {
        @Override
        public String toString() {
            return name;
        }

        /** The frame without zeros at its end. */
        byte[] content() {
            return Arrays.copyOf(signed, signed.length - FrameTrailer.LENGTH);
        }
    }

    private SignatureVectors() {}

    private static JsonNode read() {
        try (InputStream file = Limits.class.getResourceAsStream("mesh-signature-vectors.json")) {
            return new ObjectMapper().readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String key() {
        return FILE.get("key").textValue();
    }

    static KeyPair keys() throws GeneralSecurityException {
        byte[] seed = HexFormat.of().parseHex(FILE.get("seed").textValue());
        KeyFactory keys = KeyFactory.getInstance("Ed25519");
        return new KeyPair(
                PublicKeys.of(key()), keys.generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed)));
    }

    static List<Vector> all() {
        List<Vector> all = new ArrayList<>();
        for (JsonNode each : FILE.get("frames")) {
            all.add(new Vector(
                    each.get("name").textValue(),
                    MediaCodec.ofEncodingName(each.get("codec").textValue()),
                    each.get("roomId").intValue(),
                    each.get("publisherId").intValue(),
                    (int) each.get("epoch").longValue(),
                    (int) each.get("counter").longValue(),
                    bytes(each, "frame"),
                    bytes(each, "message"),
                    bytes(each, "trailer"),
                    bytes(each, "signed")));
        }
        return all;
    }

    private static byte[] bytes(JsonNode of, String name) {
        return HexFormat.of().parseHex(of.get(name).textValue());
    }
}
