package org.anychat.license.ukey;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.security.Signature;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import javax.security.auth.login.LoginException;
import org.anychat.license.domain.LicenseException;
import org.anychat.license.domain.LicenseFault;

/**
 * The process that loads the token's library. It reads six lines (command, library, PIN, slot, and two arguments in
 * base64) and prints one: {@code OK} and base64, or {@code PIN} or a fault's number, and words.
 *
 * <ul>
 *   <li>{@code sign}: the challenge, the public key; prints the signature.
 *   <li>{@code prepare}: makes a key with its certificate on the token; prints its public half.
 * </ul>
 */
public final class TokenProcess {
    static final String SIGN = "sign";
    static final String PREPARE = "prepare";
    static final String OK = "OK";
    /** The token refuses the PIN. A few more tries, and many a token is locked for ever. */
    static final String PIN = "PIN";

    private static final int REQUEST_LINES = 6;

    private static final int MAX_SLOTS = 16;

    private TokenProcess() {}

    /**
     * Runs one command.
     *
     * @param arguments none
     * @throws IOException where the server is gone
     */
    public static void main(String[] arguments) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        // Libraries print what they like; the answer has the stream to itself.
        PrintStream out = System.out;
        System.setOut(System.err);
        List<String> request = new ArrayList<>();
        for (int i = 0; i < REQUEST_LINES; i++) {
            request.add(in.readLine());
        }
        out.println(answer(request));
        out.flush();
        // A library may have left threads behind that would keep the process alive.
        Runtime.getRuntime().halt(0);
    }

    private static String answer(List<String> request) {
        try {
            Provider provider = token(request.get(1), Integer.parseInt(request.get(3)));
            KeyStore token = opened(provider, request.get(2).toCharArray());
            byte[] result = request.get(0).equals(PREPARE)
                    ? NewTokenKey.make(token)
                    : sign(token, decoded(request.get(4)), decoded(request.get(5)));
            return OK + ' ' + Base64.getEncoder().encodeToString(result);
        } catch (LicenseException e) {
            return e.fault().code() + " " + line(e);
        } catch (LoginException e) {
            return PIN + ' ' + line(e);
        }
    }

    private static byte[] decoded(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    private static String line(Exception e) {
        return e.getMessage().replaceAll("\\s+", " ");
    }

    /** No PIN is tried before it is clear which token is meant: tries on another one would lock it. */
    private static Provider token(String library, int wantedSlot) {
        List<Provider> tokens = new ArrayList<>();
        int first = wantedSlot == UKeyAccess.ONLY_TOKEN ? 0 : wantedSlot;
        int last = wantedSlot == UKeyAccess.ONLY_TOKEN ? MAX_SLOTS : wantedSlot;
        for (int slot = first; slot <= last; slot++) {
            try {
                tokens.add(provider(library, slot));
            } catch (ProviderException e) {
                // An empty slot, a token that is not initialised, or no such slot.
                if (String.valueOf(e.getCause()).contains("slotListIndex")) {
                    break;
                }
            }
        }
        if (tokens.isEmpty()) {
            throw new LicenseException(LicenseFault.UKEY_NOT_FOUND, "no token is plugged in");
        }
        if (tokens.size() > 1) {
            throw new LicenseException(
                    LicenseFault.UKEY_READ,
                    tokens.size() + " tokens are plugged in; say with UKeySlot which one it is");
        }
        return tokens.get(0);
    }

    private static Provider provider(String library, int slot) {
        try {
            return Security.getProvider("SunPKCS11")
                    .configure("--name=UKey" + slot + "\nlibrary=\"" + library + "\"\nslotListIndex=" + slot + "\n");
        } catch (ProviderException e) {
            String why = e + " " + e.getCause();
            if (why.contains("CKR_") || why.contains("slotListIndex")) {
                throw e;
            }
            throw new LicenseException(
                    LicenseFault.UKEY_LIBRARY, "the PKCS#11 library " + library + " does not work: " + why);
        }
    }

    private static KeyStore opened(Provider provider, char[] pin) throws LoginException {
        try {
            KeyStore token = KeyStore.getInstance("PKCS11", provider);
            token.load(null, pin);
            return token;
        } catch (IOException | GeneralSecurityException | ProviderException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof LoginException) {
                    throw new LoginException("the token refuses the PIN");
                }
            }
            throw new LicenseException(LicenseFault.UKEY_READ, "the token cannot be read: " + e + " " + e.getCause());
        }
    }

    private static byte[] sign(KeyStore token, byte[] challenge, byte[] publicKey) {
        try {
            for (String alias : Collections.list(token.aliases())) {
                Certificate certificate = token.getCertificate(alias);
                if (certificate != null && token.isKeyEntry(alias) && isKeyOf(certificate, publicKey)) {
                    return sign(token, (PrivateKey) token.getKey(alias, null), challenge);
                }
            }
        } catch (KeyStoreException e) {
            throw new LicenseException(LicenseFault.UKEY_READ, "the token cannot be read: " + e);
        } catch (GeneralSecurityException | ProviderException e) {
            throw new LicenseException(LicenseFault.UKEY_SIGNATURE, "the token does not sign: " + e);
        }
        throw new LicenseException(
                LicenseFault.UKEY_NOT_MATCH, "the token does not have the licence's key with its certificate");
    }

    private static boolean isKeyOf(Certificate certificate, byte[] publicKey) {
        return Arrays.equals(certificate.getPublicKey().getEncoded(), publicKey);
    }

    private static byte[] sign(KeyStore token, PrivateKey key, byte[] challenge) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(UKey.signatureOf(key.getAlgorithm()), token.getProvider());
        signature.initSign(key);
        signature.update(challenge);
        return signature.sign();
    }
}
