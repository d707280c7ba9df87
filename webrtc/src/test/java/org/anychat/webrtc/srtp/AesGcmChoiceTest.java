package org.anychat.webrtc.srtp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which AES-GCM a JVM takes, by how it was started. */
class AesGcmChoiceTest {
    private static final Path SERVER_ARGUMENTS = Path.of("../scripts/server.jvmargs");

    /** What the JVMs of this test run. */
    static final class Choice {
        private Choice() {}

        public static void main(String[] args) {
            System.out.print(AesGcm.of(new byte[16]).getClass().getSimpleName());
        }
    }

    @Test
    void shouldBeTheFastOneInTheServer() throws IOException, InterruptedException {
        List<String> arguments =
                List.of(Files.readString(SERVER_ARGUMENTS).trim().split("\\s+"));

        assertEquals("SunJceGcm", choiceOf(arguments));
    }

    @Test
    void shouldBeTheJdksWhereItsPartsAreClosed() throws IOException, InterruptedException {
        assertEquals("JceGcm", choiceOf(List.of()));
    }

    private static String choiceOf(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Choice.class.getName()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }
}
