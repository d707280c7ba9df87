package org.anychat.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The golden JSON files. */
final class Golden {
    private Golden() {}

    /** The names of all files that begin with a prefix, without their suffix. */
    static List<String> names(String prefix) {
        try (Stream<Path> files = Files.list(
                Path.of(Golden.class.getResource("golden/request-connect.json").toURI())
                        .getParent())) {
            return files.map(file -> file.getFileName().toString().replace(".json", ""))
                    .filter(name -> name.startsWith(prefix))
                    .sorted()
                    .toList();
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The JSON text of a file, without the line's end. */
    static String text(String name) {
        return resource("golden/" + name + ".json").strip();
    }

    static String resource(String path) {
        try (InputStream in = Golden.class.getResourceAsStream(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Frame json(String text) {
        return new Frame(Frame.JSON, text.getBytes(StandardCharsets.UTF_8));
    }

    static Frame binary(String header, byte... payload) {
        byte[] headerBytes = header.getBytes(StandardCharsets.UTF_8);
        byte[] body = ByteBuffer.allocate(2 + headerBytes.length + payload.length)
                .putShort((short) headerBytes.length)
                .put(headerBytes)
                .put(payload)
                .array();
        return new Frame(Frame.BINARY, body);
    }

    static boolean isBinary(String name) {
        return name.endsWith("-transBuffer") || name.endsWith("-transChunk") || name.endsWith("-sdkFilterData");
    }

    /** The frame of a golden message. */
    static Frame frame(String name) {
        return isBinary(name) ? binary(text(name), (byte) 0, (byte) 0xff, (byte) 7) : json(text(name));
    }

    static <T> T valid(Decoded<T> decoded) {
        if (decoded instanceof Decoded.Valid<T> valid) {
            return valid.value();
        }
        throw new AssertionError(decoded);
    }

    static <T> Decoded.Invalid<T> invalid(Decoded<T> decoded) {
        if (decoded instanceof Decoded.Invalid<T> invalid) {
            return invalid;
        }
        throw new AssertionError(decoded);
    }
}
