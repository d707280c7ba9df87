package org.anychat.license.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anychat.license.domain.License;
import org.anychat.license.domain.LicenseException;
import org.anychat.license.domain.LicenseFault;

/**
 * A licence with its issuer's signature, in a text that a person can read:
 *
 * <pre>
 * -----BEGIN ANYCHAT LICENCE-----
 * { JSON }
 * -----BEGIN ANYCHAT SIGNATURE-----
 * base64 of an Ed25519 signature (RFC 8032)
 * -----END ANYCHAT LICENCE-----
 * </pre>
 *
 * The signature is over the JSON as it stands, with line feeds, so that nothing has to be brought into a canonical
 * form. Carriage returns and a byte order mark, which mail programs and editors add, do not count.
 *
 * @param json the payload
 * @param signature base64 of 64 bytes
 */
public record SignedLicense(String json, String signature) {
    /** The name of the file beside the ini. */
    public static final String FILE_NAME = "AnyChat.cer";
    /** More is no licence. */
    public static final int MAX_BYTES = 64 * 1024;

    private static final String BEGIN = "-----BEGIN ANYCHAT LICENCE-----\n";
    private static final String MIDDLE = "\n-----BEGIN ANYCHAT SIGNATURE-----\n";
    private static final String END = "\n-----END ANYCHAT LICENCE-----";
    /** 64 bytes in base64, in the one way to write them. */
    private static final String SIGNATURE = "[A-Za-z0-9+/]{85}[AQgw]==";

    private static final Pattern ARMOUR =
            Pattern.compile("\\s*" + BEGIN + "([^\\x00]*?)" + MIDDLE + "(" + SIGNATURE + ")" + END + "\\s*");

    /**
     * Signs a licence.
     *
     * @param license the licence
     * @param key the issuer's private key
     * @param publicKey the other half, whose id the licence names
     * @return the licence with its signature
     */
    public static SignedLicense sign(License license, PrivateKey key, PublicKey publicKey) {
        return signText(LicenseJson.write(license, IssuerKeys.idOf(publicKey)), key);
    }

    /**
     * Signs a payload as it is.
     *
     * @param json the payload
     * @param key the issuer's private key
     * @return the payload with its signature
     */
    public static SignedLicense signText(String json, PrivateKey key) {
        return new SignedLicense(json, IssuerKeys.sign(json, key));
    }

    /**
     * Reads a licence file without trusting it. Blocks on the file system.
     *
     * @param file the file
     * @return what it holds
     * @throws LicenseException with {@code GET_INFO_FAILED} where it is not there, else {@code DECODE_FAILED}
     */
    public static SignedLicense read(Path file) {
        return parse(decoded(bytesOf(file), file), file.toString());
    }

    /**
     * Reads a licence's text without trusting it.
     *
     * @param text the text
     * @param where where it is from, for people
     * @return what it holds
     * @throws LicenseException with {@code DECODE_FAILED}
     */
    public static SignedLicense parse(String text, String where) {
        if (text.length() > MAX_BYTES) {
            throw tooLarge(where);
        }
        Matcher armour = ARMOUR.matcher(text.replace("\uFEFF", "").replace("\r\n", "\n"));
        if (!armour.matches()) {
            throw damaged(where);
        }
        return new SignedLicense(armour.group(1), armour.group(2));
    }

    /**
     * Reads what the issuer has signed.
     *
     * @param trusted the issuer's public key
     * @param where where the licence is from, for people
     * @return the licence
     * @throws LicenseException with {@code DECODE_FAILED} where the signature is wrong, or the licence is of a kind
     *     that this version does not know
     */
    public License verified(PublicKey trusted, String where) {
        if (!IssuerKeys.verifies(json, signature, trusted)) {
            throw new LicenseException(LicenseFault.DECODE_FAILED, where + wrongSignature(trusted));
        }
        return LicenseJson.read(json, where);
    }

    /**
     * Reads what somebody has written, whether it is signed or not: for showing it, never for allowing anything.
     *
     * @param where where the licence is from, for people
     * @return the licence as it claims to be
     * @throws LicenseException with {@code DECODE_FAILED}
     */
    public License claimed(String where) {
        return LicenseJson.read(json, where);
    }

    /**
     * The text of the file.
     *
     * @return what {@link #parse} reads
     */
    public String text() {
        return BEGIN + json + MIDDLE + signature + END + "\n";
    }

    private String wrongSignature(PublicKey trusted) {
        String trustedId = IssuerKeys.idOf(trusted);
        String named = LicenseJson.issuerKeyOf(json);
        return named.equals(trustedId)
                ? " was changed after it was signed. Put the file there as its issuer has sent it."
                : " names the issuer's key " + (named.isEmpty() ? "of nobody" : named) + ", and this server trusts "
                        + trustedId + ". Use a licence of the trusted issuer, or the right LicensePublicKey.";
    }

    private static byte[] bytesOf(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new LicenseException(
                        LicenseFault.GET_INFO_FAILED,
                        file + " is not there. Copy the licence to it; or make your own with \"AnyChatCoreServer"
                                + " license issue --self\"; or set DemoMode=1, which needs none.");
            }
            if (Files.size(file) > MAX_BYTES) {
                throw tooLarge(file.toString());
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new LicenseException(
                    LicenseFault.GET_INFO_FAILED, file + " cannot be read (" + e + "). Make it a readable file.");
        }
    }

    private static String decoded(byte[] bytes, Path file) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw damaged(file.toString());
        }
    }

    private static LicenseException tooLarge(String where) {
        return new LicenseException(
                LicenseFault.DECODE_FAILED, where + " has more than " + MAX_BYTES + " bytes. Is it the right file?");
    }

    private static LicenseException damaged(String where) {
        return new LicenseException(
                LicenseFault.DECODE_FAILED,
                where + " is no licence of this server, or is damaged (licences of the original product do not count"
                        + " here). Put the file there as its issuer has sent it.");
    }
}
