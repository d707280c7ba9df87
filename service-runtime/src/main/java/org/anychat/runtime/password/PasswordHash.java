package org.anychat.runtime.password;

import com.password4j.Argon2Function;
import com.password4j.BcryptFunction;
import com.password4j.types.Argon2;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.codec.binary.Base64;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.Md5Crypt;
import org.apache.commons.codec.digest.Sha2Crypt;

/**
 * A stored password: Argon2 (RFC 9106, what this server writes), bcrypt, and what older password files have (SHA-crypt,
 * Apache's MD5, Apache's SHA). What would cost too much to check is not taken. Any thread; checking one takes tens of
 * milliseconds on purpose.
 */
public final class PasswordHash {
    private static final int MAX_CHARS = 512;
    /** The second choice of RFC 9106's successors for interactive logins: 19 MiB, two passes. */
    private static final int MEMORY_KIB = 19_456;

    private static final int PASSES = 2;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;
    private static final int MAX_MEMORY_KIB = 1_048_576;
    private static final int MAX_PASSES = 64;
    private static final int MAX_LANES = 16;
    private static final int MAX_BCRYPT_COST = 15;
    private static final int MAX_SHA_ROUNDS = 1_000_000;
    private static final Pattern ARGON2 = Pattern.compile(
            "\\$argon2(?:id|i|d)\\$v=19\\$m=(\\d{1,8}),t=(\\d{1,4}),p=(\\d{1,3})\\$[\\w+/]+\\$[\\w+/]+");
    private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$[./0-9A-Za-z]{53}");
    private static final Pattern SHA_CRYPT =
            Pattern.compile("\\$([56])\\$(?:rounds=(\\d{1,7})\\$)?[^$:]{0,16}\\$[./0-9A-Za-z]{43,86}");
    private static final Pattern APACHE_MD5 = Pattern.compile("\\$apr1\\$[^$:]{0,8}\\$[./0-9A-Za-z]{22}");
    private static final Pattern APACHE_SHA = Pattern.compile("\\{SHA\\}[0-9A-Za-z+/]{27}=");
    private static final Argon2Function WRITER =
            Argon2Function.getInstance(MEMORY_KIB, PASSES, 1, HASH_BYTES, Argon2.ID);

    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * The hash of nobody's password, of the cost of those that are written; checked for unknown users, so that they take as
     * long as known ones. It is put together, as hashing one would cost every start a quarter of a second.
     */
    private static final PasswordHash NOBODY = new PasswordHash(
            "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=1$" + zeros(SALT_BYTES) + "$" + zeros(HASH_BYTES),
            Scheme.ARGON2);

    private enum Scheme {
        ARGON2,
        BCRYPT,
        SHA256_CRYPT,
        SHA512_CRYPT,
        APACHE_MD5,
        APACHE_SHA
    }

    private final String text;
    private final Scheme scheme;

    private PasswordHash(String text, Scheme scheme) {
        this.text = text;
        this.scheme = scheme;
    }

    /**
     * Reads a stored password.
     *
     * @param text the text of a password file or a database
     * @return empty where it is none, of an unsafe kind (clear text, DES), or too costly to check
     */
    public static Optional<PasswordHash> parse(String text) {
        if (text == null || text.length() > MAX_CHARS) {
            return Optional.empty();
        }
        return schemeOf(text).map(scheme -> new PasswordHash(text, scheme));
    }

    private static Optional<Scheme> schemeOf(String text) {
        Matcher argon2 = ARGON2.matcher(text);
        if (argon2.matches()) {
            return Optional.of(Scheme.ARGON2)
                    .filter(any -> within(argon2, 1, MAX_MEMORY_KIB)
                            && within(argon2, 2, MAX_PASSES)
                            && within(argon2, 3, MAX_LANES));
        }
        Matcher bcrypt = BCRYPT.matcher(text);
        if (bcrypt.matches()) {
            return Optional.of(Scheme.BCRYPT).filter(any -> within(bcrypt, 1, MAX_BCRYPT_COST));
        }
        Matcher sha = SHA_CRYPT.matcher(text);
        if (sha.matches()) {
            return Optional.of(sha.group(1).equals("5") ? Scheme.SHA256_CRYPT : Scheme.SHA512_CRYPT)
                    .filter(any -> sha.group(2) == null || within(sha, 2, MAX_SHA_ROUNDS));
        }
        if (APACHE_MD5.matcher(text).matches()) {
            return Optional.of(Scheme.APACHE_MD5);
        }
        return APACHE_SHA.matcher(text).matches() ? Optional.of(Scheme.APACHE_SHA) : Optional.empty();
    }

    private static String zeros(int bytes) {
        return java.util.Base64.getEncoder().withoutPadding().encodeToString(new byte[bytes]);
    }

    private static boolean within(Matcher matcher, int group, int max) {
        int value = Integer.parseInt(matcher.group(group));
        return value >= 1 && value <= max;
    }

    /**
     * Hashes a new password with Argon2id and a salt of its own.
     *
     * @param password the password
     * @return the text to store
     */
    public static String hash(String password) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return WRITER.hash(password.getBytes(StandardCharsets.UTF_8), salt).getResult();
    }

    /**
     * Takes as long as checking a password, for a user who is not there.
     *
     * @param password what somebody typed
     */
    public static void checkNobody(String password) {
        NOBODY.matches(password);
    }

    /** What {@link #checkNobody} checks. */
    static PasswordHash nobody() {
        return NOBODY;
    }

    /** As it is stored. */
    String text() {
        return text;
    }

    /**
     * Checks a password.
     *
     * @param password what the user typed
     * @return whether it is the stored one
     */
    public boolean matches(String password) {
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        return switch (scheme) {
            case ARGON2 -> Argon2Function.getInstanceFromHash(text).check(password, text);
            case BCRYPT -> BcryptFunction.getInstanceFromHash(text).check(password, text);
            case SHA256_CRYPT -> same(Sha2Crypt.sha256Crypt(bytes, text));
            case SHA512_CRYPT -> same(Sha2Crypt.sha512Crypt(bytes, text));
            case APACHE_MD5 -> same(Md5Crypt.apr1Crypt(bytes, text));
            case APACHE_SHA -> same("{SHA}" + Base64.encodeBase64String(DigestUtils.sha1(bytes)));
        };
    }

    private boolean same(String computed) {
        return MessageDigest.isEqual(computed.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Tells what modern hardware breaks quickly.
     *
     * @return true for Apache's MD5 and SHA
     */
    public boolean isWeak() {
        return scheme == Scheme.APACHE_MD5 || scheme == Scheme.APACHE_SHA;
    }

    @Override
    public String toString() {
        return "PasswordHash[" + scheme + "]";
    }
}
