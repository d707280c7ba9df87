package org.anychat.gateway.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNamesTest {
    @ParameterizedTest
    @CsvSource({
        "report.pdf, report.pdf",
        "报告 2.pdf, 报告 2.pdf",
        "../../etc/passwd, passwd",
        "C:\\Windows\\system.ini, system.ini",
        "/, file",
        ".., file",
        ".hidden, hidden",
        "name., name",
        "'name. . ', name",
        "a<b>c:d|e?f*g, a_b_c_d_e_f_g",
        "NUL, _NUL",
        "con.txt, _con.txt",
        "Com1, _Com1",
        "console.txt, console.txt",
        "invoice\u202efdp.exe, invoice_fdp.exe",
        "a\u0000b, a_b",
    })
    void shouldMakeNamesSafe(String name, String safe) {
        assertEquals(safe, FileNames.safe(name));
    }

    @Test
    void shouldKeepTheSuffixOfALongName() {
        String safe = FileNames.safe("漢".repeat(200) + ".tar");

        assertTrue(safe.endsWith("漢.tar"), safe);
        assertTrue(safe.getBytes(StandardCharsets.UTF_8).length <= 180, safe);
    }

    @Test
    void shouldNumberBeforeTheSuffix() {
        assertEquals("report (2).pdf", FileNames.numbered("report.pdf", 2));
        assertEquals("report (3)", FileNames.numbered("report", 3));
    }

    @Test
    void shouldAlwaysGiveOneElementOfAPath() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path folder = Path.of("/srv/temp");
        for (int round = 0; round < 5_000; round++) {
            String name = random.ints(1 + random.nextInt(30), 0, 0x3000)
                    .mapToObj(c -> Character.toString(random.nextInt(3) == 0 ? "./\\ :".charAt(c % 5) : c))
                    .collect(java.util.stream.Collectors.joining());
            Path file = folder.resolve(FileNames.safe(name)).normalize();

            assertEquals(folder, file.getParent(), "seed " + seed);
            assertEquals(FileNames.safe(name), FileNames.safe(FileNames.safe(name)), "seed " + seed);
        }
    }
}
