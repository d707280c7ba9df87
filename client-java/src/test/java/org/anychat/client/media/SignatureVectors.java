package org.anychat.client.media;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.anychat.protocol.Limits;
import org.anychat.webrtc.signature.SigningKey;

/** Frames that another implementation has signed; the browser's tests have the same. */
final class SignatureVectors {
    private static final JsonNode FILE = read();

    /** A frame, and what it is on an edge. */
    record Vector(JsonNode of) {
        @Override
        public String toString() {
            return of.get("name").textValue();
        }

        MediaCodec codec() {
            return MediaCodec.ofEncodingName(of.get("codec").textValue());
        }

        int roomId() {
            return of.get("roomId").intValue();
        }

        int publisherId() {
            return of.get("publisherId").intValue();
        }

        int epoch() {
            return (int) of.get("epoch").longValue();
        }

        int counter() {
            return (int) of.get("counter").longValue();
        }

        byte[] frame() {
            return bytes("frame");
        }

        byte[] message() {
            return bytes("message");
        }

        byte[] trailer() {
            return bytes("trailer");
        }

        byte[] signed() {
            return bytes("signed");
        }

        /** The frame without zeros at its end. */
        byte[] content() {
            byte[] signed = signed();
            return Arrays.copyOf(signed, signed.length - FrameTrailer.LENGTH);
        }

        private byte[] bytes(String name) {
            return HexFormat.of().parseHex(of.get(name).textValue());
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

    static SigningKey keys() {
        return SigningKey.of(HexFormat.of().parseHex(FILE.get("seed").textValue()));
    }

    static List<Vector> all() {
        List<Vector> all = new ArrayList<>();
        for (JsonNode each : FILE.get("frames")) {
            all.add(new Vector(each));
        }
        return all;
    }
}
