package org.anychat.license.ukey;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.anychat.license.domain.LicenseException;
import org.anychat.license.domain.LicenseFault;

/**
 * Asks a token to sign a challenge, and checks the signature with the public key of the licence. Blocks, at most
 * {@value #DEADLINE_SECONDS} s. One thread at a time.
 */
public final class UKey {
    static final int DEADLINE_SECONDS = 20;

    private static final int CHALLENGE_BYTES = 32;
    private static final int MAX_ANSWER_CHARS = 4096;
    private static final String REMEDY =
            " Plug the UKey in, and look at UKeyLibrary and UKeyPin in" + " AnyChatCoreServer.ini.";

    private final UKeyAccess access;
    private final SecureRandom random;
    private final Map<String, String> environment;
    private boolean pinRefused;

    /**
     * Makes the check.
     *
     * @param access how to reach the token
     * @param random for challenges
     * @param environment what the token's library finds in its environment besides the server's
     */
    public UKey(UKeyAccess access, SecureRandom random, Map<String, String> environment) {
        this.access = access;
        this.random = random;
        this.environment = Map.copyOf(environment);
    }

    /**
     * Checks that the token with a key is plugged in.
     *
     * @param publicKey SubjectPublicKeyInfo of an EC or RSA key, base64
     * @throws LicenseException with {@code UKEY} where none is configured, or another fault of the UKey
     */
    public void requirePresent(String publicKey) {
        PublicKey key = publicKey(publicKey);
        byte[] challenge = new byte[CHALLENGE_BYTES];
        random.nextBytes(challenge);
        byte[] signed = ask(TokenProcess.SIGN, challenge, key.getEncoded());
        if (!verifies(key, challenge, signed)) {
            throw new LicenseException(LicenseFault.UKEY_SIGNATURE, "the UKey's signature is wrong." + REMEDY);
        }
    }

    /**
     * Makes a key on the first token that lets us in, or finds the one that was made before.
     *
     * @return its public half: SubjectPublicKeyInfo
     * @throws LicenseException where that fails
     */
    public byte[] prepare() {
        return ask(TokenProcess.PREPARE, new byte[0], new byte[0]);
    }

    static String signatureOf(String keyAlgorithm) {
        return keyAlgorithm.equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    }

    private byte[] ask(String command, byte[] first, byte[] second) {
        requireLibrary();
        requirePinNotRefused();
        Base64.Encoder base64 = Base64.getEncoder();
        String answer = answer(String.join(
                "\n",
                command,
                access.library(),
                access.pin(),
                Integer.toString(access.slot()),
                base64.encodeToString(first),
                base64.encodeToString(second),
                ""));
        String[] words = answer.split(" ", 2);
        if (words.length == 2 && words[0].equals(TokenProcess.OK)) {
            return decoded(words[1]);
        }
        if (words[0].equals(TokenProcess.PIN)) {
            pinRefused = true;
            requirePinNotRefused();
        }
        LicenseFault fault = Arrays.stream(LicenseFault.values())
                .filter(known -> words[0].equals(Integer.toString(known.code())))
                .findFirst()
                .orElse(LicenseFault.UKEY_LIBRARY);
        String why = words.length == 2 ? words[1] : "its library has crashed";
        throw new LicenseException(fault, "the UKey does not answer as it should: " + why + "." + REMEDY);
    }

    private void requirePinNotRefused() {
        if (pinRefused) {
            throw new LicenseException(
                    LicenseFault.UKEY_READ,
                    "the UKey refuses the PIN. It is not tried again before the next start, since a few tries lock many"
                            + " UKeys for ever. Set UKeyPin in AnyChatCoreServer.ini right.");
        }
    }

    private void requireLibrary() {
        if (access.library().isEmpty()) {
            throw new LicenseException(
                    LicenseFault.UKEY,
                    "the licence is bound to a UKey, and UKeyLibrary is not set in AnyChatCoreServer.ini. Set it to the"
                            + " PKCS#11 library of the UKey's vendor, and UKeyPin to its PIN.");
        }
        if (!isFile(access.library())) {
            throw new LicenseException(
                    LicenseFault.UKEY_LIBRARY,
                    "UKeyLibrary=" + access.library() + " is not there. Set it to the PKCS#11 library of the UKey's"
                            + " vendor, with its full path.");
        }
    }

    private static boolean isFile(String path) {
        try {
            return Files.isRegularFile(Path.of(path));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private String answer(String request) {
        try {
            Process process = start();
            try {
                return answer(process, request);
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new LicenseException(LicenseFault.UKEY_LIBRARY, "the UKey cannot be asked (" + e + ")." + REMEDY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LicenseException(LicenseFault.UKEY_READ, "the server stops");
        }
    }

    private static String answer(Process process, String request) throws IOException, InterruptedException {
        try (Writer out = process.outputWriter(StandardCharsets.UTF_8)) {
            out.write(request);
        }
        if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
            throw new LicenseException(
                    LicenseFault.UKEY_READ, "the UKey did not answer in " + DEADLINE_SECONDS + " s." + REMEDY);
        }
        return line(process);
    }

    private Process start() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(List.of(
                java,
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + Path.of(System.getProperty("java.io.tmpdir"), "anychat-ukey-crash.log"),
                "-cp",
                System.getProperty("java.class.path"),
                TokenProcess.class.getName()));
        builder.environment().putAll(environment);
        return builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    private static String line(Process process) throws IOException {
        // The answer of a few hundred bytes fits into the pipe, so the process could end before anybody has read it.
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
            char[] chars = new char[MAX_ANSWER_CHARS];
            int length = Math.max(0, in.read(chars));
            return new String(chars, 0, length).lines().findFirst().orElse("");
        }
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new LicenseException(LicenseFault.UKEY_SIGNATURE, "the UKey's signature is wrong." + REMEDY);
        }
    }

    private static boolean verifies(PublicKey key, byte[] challenge, byte[] signed) {
        try {
            Signature signature = Signature.getInstance(signatureOf(key.getAlgorithm()));
            signature.initVerify(key);
            signature.update(challenge);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static PublicKey publicKey(String base64) {
        byte[] encoded = decoded(base64);
        for (String algorithm : List.of("EC", "RSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded));
            } catch (GeneralSecurityException e) {
                // A key of the other algorithm.
            }
        }
        throw new LicenseException(
                LicenseFault.UKEY_NOT_MATCH,
                "the licence names no EC or RSA key of a UKey. Have it issued with the key that \"AnyChatCoreServer"
                        + " license ukey\" prints.");
    }
}
