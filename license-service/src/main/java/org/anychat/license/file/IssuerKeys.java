package org.anychat.license.file;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import org.anychat.license.domain.LicenseException;
import org.anychat.license.domain.LicenseFault;
import org.anychat.runtime.config.AtomicFiles;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/**
 * The Ed25519 keys of an issuer (RFC 8032), in PEM files as OpenSSL writes them: {@code PRIVATE KEY} (PKCS#8) and
 * {@code PUBLIC KEY} (SubjectPublicKeyInfo).
 */
public final class IssuerKeys {
    /** The private key's usual file. */
    public static final String PRIVATE_FILE = "AnyChatIssuer.key";
    /** The public key's usual file. */
    public static final String PUBLIC_FILE = "AnyChat.pub";

    private static final String ALGORITHM = "Ed25519";
    /** Nothing else that this key may ever sign begins like this. */
    private static final String PURPOSE = "AnyChat licence/1\n";

    private static final String PRIVATE_LABEL = "PRIVATE KEY";
    private static final String PUBLIC_LABEL = "PUBLIC KEY";
    private static final int MAX_BYTES = 16 * 1024;
    private static final int ID_DIGITS = 16;
    private static final int LINE_CHARS = 64;

    private IssuerKeys() {}

    /**
     * Makes a pair.
     *
     * @return a new pair
     */
    public static KeyPair generate() {
        try {
            return KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw missing(e);
        }
    }

    /**
     * Writes a private key, readable by its owner only.
     *
     * @param file where
     * @param key the key
     * @throws IOException where it could not be written
     */
    public static void writePrivate(Path file, PrivateKey key) throws IOException {
        AtomicFiles.write(file, pem(PRIVATE_LABEL, key.getEncoded()));
    }

    /**
     * Writes a public key.
     *
     * @param file where
     * @param key the key
     * @throws IOException where it could not be written
     */
    public static void writePublic(Path file, PublicKey key) throws IOException {
        writePublic(file, key.getEncoded());
    }

    /**
     * Writes a public key of any algorithm.
     *
     * @param file where
     * @param key SubjectPublicKeyInfo (RFC 5280)
     * @throws IOException where it could not be written
     */
    public static void writePublic(Path file, byte[] key) throws IOException {
        PublicFiles.write(file, pem(PUBLIC_LABEL, key));
    }

    /**
     * Reads a private key. Blocks on the file system.
     *
     * @param file the file
     * @return the key
     * @throws LicenseException with {@code GET_INFO_FAILED}
     */
    public static PrivateKey readPrivate(Path file) {
        try {
            return KeyFactory.getInstance(ALGORITHM)
                    .generatePrivate(new PKCS8EncodedKeySpec(content(file, PRIVATE_LABEL)));
        } catch (IOException | GeneralSecurityException e) {
            throw unreadable(file, "private", e);
        }
    }

    /**
     * Reads a public key. Blocks on the file system.
     *
     * @param file the file
     * @return the key
     * @throws LicenseException with {@code GET_INFO_FAILED}
     */
    public static PublicKey readPublic(Path file) {
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(readPublicBytes(file)));
        } catch (IOException | GeneralSecurityException e) {
            throw unreadable(file, "public", e);
        }
    }

    /**
     * Reads a public key of any algorithm without looking into it.
     *
     * @param file the file
     * @return SubjectPublicKeyInfo (RFC 5280)
     * @throws IOException where there is none
     */
    public static byte[] readPublicBytes(Path file) throws IOException {
        return content(file, PUBLIC_LABEL);
    }

    /**
     * The short name of a key.
     *
     * @param key the key
     * @return 16 hex digits of its hash
     */
    public static String idOf(PublicKey key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
            return HexFormat.of().formatHex(hash).substring(0, ID_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw missing(e);
        }
    }

    static String sign(String json, PrivateKey key) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(signed(json));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    static boolean verifies(String json, String signed, PublicKey key) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(signed(json));
            return signature.verify(Base64.getDecoder().decode(signed));
        } catch (SignatureException | IllegalArgumentException e) {
            // No base64, not 64 bytes, or no point of the curve.
            return false;
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    private static byte[] signed(String json) {
        return (PURPOSE + json).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] content(Path file, String label) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException("it is too large for a key");
        }
        String text = Files.readString(file, StandardCharsets.US_ASCII);
        try (PemReader reader = new PemReader(new StringReader(text))) {
            PemObject object = reader.readPemObject();
            if (object == null || !object.getType().equals(label)) {
                throw new IOException("it holds no PEM block \"" + label + "\"");
            }
            return object.getContent();
        }
    }

    private static String pem(String label, byte[] der) {
        String base64 = Base64.getMimeEncoder(LINE_CHARS, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }

    private static LicenseException unreadable(Path file, String half, Exception e) {
        return new LicenseException(
                LicenseFault.GET_INFO_FAILED,
                "the issuer's " + half + " key cannot be read from " + file + " (" + e + "). Put the issuer's PEM file"
                        + " there (for your own: \"AnyChatCoreServer license keygen\").");
    }

    private static IllegalStateException missing(Exception e) {
        return new IllegalStateException("every Java platform of 17 or later has " + ALGORITHM, e);
    }
}
