package org.anychat.gateway.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Whatever a client calls a file: one element of a path, not too long, not hidden, and safe already when it comes again. */
class FileNamesFuzzTest {
    private static final int MAX_BYTES = 180;

    @FuzzTest
    void shouldBeSafe(byte[] data) {
        String name = FileNames.safe(new String(data, StandardCharsets.UTF_8));
        assertFalse(name.isBlank() || name.startsWith(".") || name.endsWith(".") || name.indexOf('\\') >= 0, name);
        assertTrue(name.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES, name);
        assertEquals(1, Path.of(name).getNameCount());
        assertEquals(
                name, Path.of("/folder").resolve(name).normalize().getFileName().toString());
        assertEquals(name, FileNames.safe(name));
    }
}
