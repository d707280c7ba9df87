package org.anychat.auth.source;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.anychat.runtime.config.UserSourceConfig.Jwt;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.lang.JoseException;

/**
 * Users whose password is a signed token (RFC 7519) of somebody who has checked them before. The kind of key decides
 * which algorithm it may be used with, never the token: an RSA key verifies RS256 only, so its public half cannot be
 * passed off as the secret of HS256.
 */
final class JwtSource implements BlockingSource {
    static final String NAME = "jwt";

    private static final int MAX_KEYS_BYTES = 1024 * 1024;
    private static final int CLOCK_SKEW_SECONDS = 30;
    private static final Set<String> KEY_TYPES = Set.of("oct", "RSA", "OKP");
    /** Base64 of an opening brace and a quote: how every token begins, and what tells it from a password. */
    private static final String TOKEN_START = "eyJ";

    private final Jwt config;
    private final Clock clock;
    private final WatchedFile<List<JsonWebKey>> keys;

    JwtSource(Jwt config, Clock clock) {
        this.config = config;
        this.clock = clock;
        this.keys = new WatchedFile<>(config.keysFile(), NAME, MAX_KEYS_BYTES, text -> keysOf(config.keysFile(), text));
    }

    private static List<JsonWebKey> keysOf(Path file, String text) throws JoseException {
        List<JsonWebKey> keys = new JsonWebKeySet(text)
                .getJsonWebKeys().stream()
                        .filter(key -> KEY_TYPES.contains(key.getKeyType()))
                        .toList();
        if (keys.isEmpty()) {
            throw new JoseException(file + " holds no key of the kinds " + KEY_TYPES);
        }
        return keys;
    }

    @Override
    public VerifiedUser verify(Credentials credentials) throws IOException {
        if (!credentials.password().startsWith(TOKEN_START)) {
            throw Refusals.unknownUser();
        }
        JwtClaims claims = claimsOf(credentials.password());
        try {
            if (!credentials.name().equals(claims.getClaimValue(config.nameClaim(), String.class))) {
                throw Refusals.wrongPassword();
            }
            return UserFields.user(
                    NAME,
                    credentials.name(),
                    claims.getClaimValue("userId", Long.class),
                    claims.getClaimValue("level", Long.class),
                    claims.getClaimValue("nickname", String.class));
        } catch (MalformedClaimException e) {
            throw Refusals.broken(NAME, "signs tokens with a claim of the wrong type: " + e.getMessage());
        }
    }

    private JwtClaims claimsOf(String token) throws IOException {
        JwtConsumerBuilder consumer = new JwtConsumerBuilder()
                .setVerificationKeyResolver(new JwksVerificationKeyResolver(keys.content()))
                .setJwsAlgorithmConstraints(
                        ConstraintType.PERMIT,
                        AlgorithmIdentifiers.HMAC_SHA256,
                        AlgorithmIdentifiers.RSA_USING_SHA256,
                        AlgorithmIdentifiers.EDDSA)
                .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
                .setAllowedClockSkewInSeconds(CLOCK_SKEW_SECONDS)
                .setRequireExpirationTime();
        if (!config.issuer().isEmpty()) {
            consumer.setExpectedIssuer(config.issuer());
        }
        if (!config.audience().isEmpty()) {
            consumer.setExpectedAudience(config.audience());
        }
        try {
            return consumer.build().processToClaims(token);
        } catch (InvalidJwtException e) {
            throw Refusals.wrongPassword();
        }
    }
}
