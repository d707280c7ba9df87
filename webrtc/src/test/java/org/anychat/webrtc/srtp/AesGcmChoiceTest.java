package org.anychat.webrtc.srtp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.Key;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.spec.AlgorithmParameterSpec;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.CipherSpi;
import org.junit.jupiter.api.Test;

/** Which AES-GCM a JVM takes, by how it was started. */
class AesGcmChoiceTest {
    private static final Path SERVER_ARGUMENTS = Path.of("../scripts/server.jvmargs");

    /** What the JVMs of this test run. */
    static final class Choice {
        private Choice() {}

        public static void main(String[] args) {
            if (args.length > 0) {
                Security.insertProviderAt(new OtherProvider(), 1);
            }
            System.out.print(
                    AesGcm.of(new byte[16], new SrtpScratch()).getClass().getSimpleName());
        }
    }

    /** Has an AES-GCM of its own, as one that is certified or in hardware. */
    static final class OtherProvider extends Provider {
        private static final long serialVersionUID = 1L;

        OtherProvider() {
            super("Other", "1", "for a test");
            put("Cipher." + JceGcm.TRANSFORMATION, OtherGcm.class.getName());
        }
    }

    /** Is chosen, and not used. */
    public static final class OtherGcm extends CipherSpi {
        /** For the provider. */
        public OtherGcm() {}

        @Override
        protected void engineSetMode(String mode) {}

        @Override
        protected void engineSetPadding(String padding) {}

        @Override
        protected int engineGetBlockSize() {
            return 16;
        }

        @Override
        protected int engineGetOutputSize(int length) {
            return length;
        }

        @Override
        protected byte[] engineGetIV() {
            return new byte[12];
        }

        @Override
        protected AlgorithmParameters engineGetParameters() {
            return null;
        }

        @Override
        protected void engineInit(int mode, Key key, SecureRandom random) {}

        @Override
        protected void engineInit(int mode, Key key, AlgorithmParameterSpec how, SecureRandom random) {}

        @Override
        protected void engineInit(int mode, Key key, AlgorithmParameters how, SecureRandom random) {}

        @Override
        protected byte[] engineUpdate(byte[] input, int offset, int length) {
            return new byte[0];
        }

        @Override
        protected int engineUpdate(byte[] input, int offset, int length, byte[] output, int outputOffset) {
            return 0;
        }

        @Override
        protected byte[] engineDoFinal(byte[] input, int offset, int length) {
            return new byte[0];
        }

        @Override
        protected int engineDoFinal(byte[] input, int offset, int length, byte[] output, int outputOffset) {
            return 0;
        }
    }

    private static List<String> serverArguments() throws IOException {
        return List.of(Files.readString(SERVER_ARGUMENTS).trim().split("\\s+"));
    }

    @Test
    void shouldBeTheFastOneInTheServer() throws IOException, InterruptedException {
        assertEquals("SunJceGcm", choiceOf(serverArguments()));
    }

    @Test
    void shouldBeThatOfTheProviderWhichComesFirst() throws IOException, InterruptedException {
        assertEquals("JceGcm", choiceOf(serverArguments(), "other"));
    }

    @Test
    void shouldBeTheJdksWhereItsPartsAreClosed() throws IOException, InterruptedException {
        assertEquals("JceGcm", choiceOf(List.of()));
    }

    private static String choiceOf(List<String> arguments, String... choice) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Choice.class.getName()));
        command.addAll(List.of(choice));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().remove("JDK_JAVA_OPTIONS");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }
}
