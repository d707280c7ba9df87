package org.anychat.runtime.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as editors and accidents leave them. */
class IniTextTest {
    private static final Charset GBK = Charset.forName("GBK");

    @TempDir
    private Path directory;

    private LoadedConfig load(byte[] bytes) {
        try {
            return ServerConfigFile.load(Files.write(file(), bytes));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path file() {
        return directory.resolve(ServerConfigFile.NAME);
    }

    private String refusalOf(byte[] bytes) {
        ConfigException refusal = assertThrows(ConfigException.class, () -> load(bytes));
        assertEquals(1, refusal.violations().size(), refusal::getMessage);
        assertTrue(refusal.getMessage().startsWith(file().toString()), refusal::getMessage);
        return refusal.getMessage();
    }

    @Test
    void shouldReadGbkAndSayThatItDid() {
        byte[] gbk = "; 服务器的编号\r\n[Base Settings]\r\nSDKAuthPass=密码\r\nServerID=7\r\n".getBytes(GBK);

        LoadedConfig loaded = load(gbk);

        assertEquals("密码", loaded.config().base().sdkAuthPass());
        assertEquals(7, loaded.config().base().serverId());
        assertEquals(
                List.of(file() + " is not UTF-8 and was read as GBK. To be sure, save it as UTF-8."),
                loaded.warnings());
    }

    @Test
    void shouldPreferUtf8() {
        LoadedConfig loaded = load("\uFEFF[Base Settings]\nSDKAuthPass=密码\n".getBytes(UTF_8));

        assertEquals("密码", loaded.config().base().sdkAuthPass());
        assertEquals(List.of(), loaded.warnings());
    }

    @Test
    void shouldTakeTheLayoutOfAManual() {
        LoadedConfig loaded = load(
                "\n[Base Settings]\u00A0 \n\nServerID=9\u3000\n\n \n [Video Settings]  \n\u00A0VideoFPS=12 \n\u001A"
                        .getBytes(UTF_8));

        assertEquals(9, loaded.config().base().serverId());
        assertEquals(12, loaded.config().video().fps());
        assertEquals(List.of(), loaded.warnings());
    }

    @Test
    void shouldRefuseOtherEncodings() {
        assertTrue(refusalOf("\uFEFF[Base Settings]\n".getBytes(UTF_16LE)).contains("is UTF-16"));
        assertTrue(
                refusalOf("; caf\u00E9\n[Base Settings]\n".getBytes(ISO_8859_1)).contains("is neither UTF-8 nor GBK"));
    }

    @Test
    void shouldRefuseControlCharacters() {
        assertTrue(refusalOf("[Base Settings]\nServerID=1\u0000\n".getBytes(UTF_8))
                .contains("line 2: a text file does not hold the byte 0x00"));
        assertTrue(refusalOf("\u001B[31m".getBytes(UTF_8)).contains("line 1: a text file does not hold the byte 0x1B"));
    }

    @Test
    void shouldRefuseAFileOfSomethingElse() {
        assertTrue(refusalOf("<html>\n<body>Not found</body>\n</html>\n".getBytes(UTF_8))
                .contains("no section that the server knows"));
        assertTrue(refusalOf("[client]\nuser=root\n".getBytes(UTF_8)).contains("no section that the server knows"));
    }

    @Test
    void shouldRefuseAHugeFileWithoutReadingIt() throws IOException {
        assertTrue(refusalOf(new byte[10 * 1024 * 1024]).contains("has more than 1048576 bytes"));
    }

    @Test
    void shouldRefuseAFolder() throws IOException {
        Files.createDirectory(file());

        ConfigException refusal = assertThrows(ConfigException.class, () -> ServerConfigFile.load(file()));

        assertTrue(refusal.getMessage().contains("is a folder, not a file"), refusal::getMessage);
    }

    @Test
    void shouldNotNameThousandsOfUnknownLines() {
        List<String> warnings = load(("[Base Settings]\n" + "Unknown\n".repeat(5000)).getBytes(UTF_8))
                .warnings();

        assertEquals(21, warnings.size());
        assertTrue(warnings.get(20).contains("4980 more lines are not known"), warnings.get(20));
    }

    @Test
    void shouldNotNameThousandsOfRepeatedLines() {
        List<String> warnings = load(("[Base Settings]\n" + "ServerID=3\n".repeat(5000)).getBytes(UTF_8))
                .warnings();

        assertEquals(21, warnings.size());
        assertTrue(warnings.get(20).contains("4979 more lines give a key again"), warnings.get(20));
    }

    /** Whatever a file holds, the answer is a configuration or one exception with words, and it comes soon. */
    @Test
    void shouldAnswerAnyFile() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] good = ServerConfigFile.defaultText().getBytes(UTF_8);
        for (int i = 0; i < 500; i++) {
            byte[] bytes = good.clone();
            for (int n = random.nextInt(1, 40); n > 0; n--) {
                bytes[random.nextInt(bytes.length)] =
                        (byte) (random.nextBoolean() ? random.nextInt() : "[]=;:#\"\n".charAt(random.nextInt(8)));
            }
            try {
                load(bytes);
            } catch (ConfigException e) {
                assertTrue(e.getMessage().contains(file().toString()), () -> "seed " + seed + ": " + e.getMessage());
            }
        }
    }
}
