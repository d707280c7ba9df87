package org.anychat.auth.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.UserId;
import org.anychat.runtime.config.UserSourceConfig.Jwt;
import org.anychat.testsupport.SeededRandom;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.OctJwkGenerator;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class JwtSourceTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static PublicJsonWebKey rsa;
    private static PublicJsonWebKey ed25519;
    private static JsonWebKey secret;

    @RegisterExtension
    private final SeededRandom seeded = new SeededRandom();

    @TempDir
    private Path folder;

    private JwtSource source;

    @BeforeAll
    static void makeKeys() throws JoseException {
        rsa = RsaJwkGenerator.generateJwk(2_048);
        rsa.setKeyId("rsa");
        ed25519 = OkpJwkGenerator.generateJwk("Ed25519");
        ed25519.setKeyId("ed");
        secret = OctJwkGenerator.generateJwk(256);
        secret.setKeyId("hs");
    }

    @BeforeEach
    void open() throws IOException {
        source = open("issuer", "anychat");
        publish(rsa, ed25519, secret);
    }

    private JwtSource open(String issuer, String audience) {
        Jwt config = new Jwt(folder.resolve("keys.json"), issuer, audience, "sub");
        return new JwtSource(config, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private void publish(JsonWebKey... keys) throws IOException {
        StringBuilder text = new StringBuilder("{\"keys\":[");
        for (JsonWebKey key : keys) {
            boolean symmetric = key.getKeyType().equals("oct");
            text.append(text.length() > 9 ? "," : "")
                    .append(key.toJson(
                            symmetric ? OutputControlLevel.INCLUDE_SYMMETRIC : OutputControlLevel.PUBLIC_ONLY));
        }
        Files.writeString(folder.resolve("keys.json"), text.append("]}"));
    }

    private static JwtClaims claims() {
        JwtClaims claims = new JwtClaims();
        claims.setSubject("ann");
        claims.setIssuer("issuer");
        claims.setAudience("anychat");
        claims.setExpirationTime(at(60));
        claims.setClaim("userId", 7);
        claims.setClaim("level", 2);
        claims.setClaim("nickname", "Ann");
        return claims;
    }

    private static NumericDate at(int secondsFromNow) {
        return NumericDate.fromSeconds(NOW.getEpochSecond() + secondsFromNow);
    }

    private static String signed(JwtClaims claims, String algorithm, String keyId, Key key) throws JoseException {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setAlgorithmHeaderValue(algorithm);
        signature.setKeyIdHeaderValue(keyId);
        signature.setKey(key);
        signature.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        signature.setDoKeyValidation(false);
        return signature.getCompactSerialization();
    }

    private static String signed(Consumer<JwtClaims> change) throws JoseException {
        JwtClaims claims = claims();
        change.accept(claims);
        return signed(claims, "RS256", "rsa", rsa.getPrivateKey());
    }

    private void assertRefused(String token) {
        assertEquals(ServiceError.CERTIFY_FAIL, Verifying.refusal(source, "ann", token));
    }

    @Test
    void shouldVerifyTokensOfEachAlgorithm() throws Exception {
        VerifiedUser ann = new VerifiedUser(new UserId(7), 2, "Ann", "ann");
        for (String token : List.of(
                signed(claims(), "RS256", "rsa", rsa.getPrivateKey()),
                signed(claims(), "EdDSA", "ed", ed25519.getPrivateKey()),
                signed(claims(), "HS256", "hs", secret.getKey()))) {
            assertEquals(ann, source.verify(Verifying.typed("ann", token)));
        }
    }

    @Test
    void shouldNotKnowUsersWithAPasswordThatIsNoToken() {
        assertEquals(ServiceError.INVALID_USER_ID, Verifying.refusal(source, "ann", "secret"));
        assertEquals(ServiceError.INVALID_USER_ID, Verifying.refusal(source, "ann", "a.b.c"));
    }

    @Test
    void shouldRefuseATokenOfAnotherUser() throws Exception {
        String token = signed(claims -> {});
        assertEquals(ServiceError.CERTIFY_FAIL, Verifying.refusal(source, "ben", token));
        assertEquals(ServiceError.CERTIFY_FAIL, Verifying.refusal(source, "Ann", token));
        assertRefused(signed(claims -> claims.unsetClaim("sub")));
    }

    @Test
    void shouldCheckTimeIssuerAndAudience() throws Exception {
        assertRefused(signed(claims -> claims.setExpirationTime(at(-31))));
        source.verify(Verifying.typed("ann", signed(claims -> claims.setExpirationTime(at(-29)))));
        assertRefused(signed(claims -> claims.unsetClaim("exp")));
        assertRefused(signed(claims -> claims.setNotBefore(at(31))));
        assertRefused(signed(claims -> claims.setIssuer("other")));
        assertRefused(signed(claims -> claims.unsetClaim("iss")));
        assertRefused(signed(claims -> claims.setAudience("other")));
        assertRefused(signed(claims -> claims.unsetClaim("aud")));
    }

    @Test
    void shouldRefuseATokenForSomebodyElseWhereNoAudienceIsConfigured() throws Exception {
        source = open("", "");
        assertRefused(signed(claims -> {}));
        source.verify(Verifying.typed("ann", signed(claims -> claims.unsetClaim("aud"))));
    }

    /** The attack: HS256 with the text of the public key as its secret, which everybody knows. */
    @Test
    void shouldNotTakeAPublicKeyForASecret() throws Exception {
        publish(rsa, ed25519);
        PublicKey known = rsa.getPublicKey();
        byte[] pem = ("-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(known.getEncoded())
                        + "\n-----END PUBLIC KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
        for (byte[] guess :
                List.of(pem, known.getEncoded(), ed25519.getPublicKey().getEncoded())) {
            for (String keyId : List.of("rsa", "ed", "hs")) {
                assertRefused(signed(claims(), "HS256", keyId, new HmacKey(guess)));
            }
        }
    }

    @Test
    void shouldRefuseUnsignedTokensAndOtherAlgorithms() throws Exception {
        assertRefused(signed(claims(), "none", "rsa", null));
        assertRefused(signed(claims(), "RS512", "rsa", rsa.getPrivateKey()));
        assertRefused(signed(claims(), "PS256", "rsa", rsa.getPrivateKey()));
        assertRefused(signed(claims(), "HS384", "hs", new HmacKey(new byte[48])));
        assertRefused(signed(
                claims(), "RS256", "rsa", RsaJwkGenerator.generateJwk(2_048).getPrivateKey()));
    }

    @Test
    void shouldRefuseEveryTokenThatWasChanged() throws Exception {
        Random random = seeded.random();
        String token = signed(claims -> {});
        int beforeLastSign = token.length() - 1;
        for (int i = 0; i < 300; i++) {
            StringBuilder changed = new StringBuilder(token);
            // The last sign has bits that mean nothing.
            int at = 3 + random.nextInt(beforeLastSign - 3);
            changed.setCharAt(at, changed.charAt(at) == 'x' ? 'y' : 'x');
            assertRefused(changed.toString());
        }
    }

    @Test
    void shouldBeBrokenByClaimsOfTheWrongTypeOrRange() throws Exception {
        for (Object number : new Object[] {"seven", 0, -2, 3_000_000_000L}) {
            assertEquals(
                    ServiceError.SERVER_SDK_FAIL,
                    Verifying.refusal(source, "ann", signed(claims -> claims.setClaim("userId", number))));
        }
    }

    @Test
    void shouldTakeTheKeysOfTheDocument() throws Exception {
        Files.writeString(folder.resolve("keys.json"), LoginDoc.block("json"));
        // Their private half is not ours: a signature of another key is wrong, and not a broken source.
        assertRefused(signed(claims(), "EdDSA", "2026-11", ed25519.getPrivateKey()));
    }

    @Test
    void shouldReadTheKeysAnewAndBeBrokenWithoutThem() throws Exception {
        String token = signed(claims -> {});
        source.verify(Verifying.typed("ann", token));
        publish(ed25519);
        assertRefused(token);
        for (String bad : List.of("", "nonsense", "{\"keys\":[]}", "{\"keys\":[{\"kty\":\"RSA\"}]}")) {
            Files.writeString(folder.resolve("keys.json"), bad);
            assertEquals(ServiceError.SERVER_SDK_FAIL, Verifying.refusal(source, "ann", token), bad);
        }
        Files.delete(folder.resolve("keys.json"));
        assertEquals(ServiceError.SERVER_SDK_FAIL, Verifying.refusal(source, "ann", token));
    }
}
