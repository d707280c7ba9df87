package org.anychat.runtime.password;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {
    private static PasswordHash hash(String text) {
        return PasswordHash.parse(text).orElseThrow();
    }

    /** Written by Apache's htpasswd, by OpenSSL's passwd and by the reference argon2 for the password "secret". */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "$2y$06$gWsKhcsRvyp7eIXmugIAR.8OXGw1QjTHQBs4FhwC6M9TheNk8XsU2",
                "$apr1$oMFKVwka$rZwC4V1WxkLfp6D.OSc0g0",
                "$apr1$abcdefgh$h9FWgUz3n9YxylKLlR5SQ/",
                "{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=",
                "$5$saltsalt$0IyaXrmV7.sGNS6tirgqHLqX/G.FBvgkYA.lpPdS5sA",
                "$5$c1UOh6QVEYt8VEbS$8ur9osrJ.wrP21QUc8cDgnpQzRFoGAD4i39yinssLs6",
                "$6$saltsalt$TVLlQcbpFVof5W3Yz4DTP6gRstiNuHwwTt6GLc1E5n0U0aDehy0S5knV8wiOQSpT0Y77vwPZN.Pq.H91p5hVO1",
                "$argon2id$v=19$m=4096,t=2,p=2$c2FsdHNhbHRzYWx0$qOIxmk6OnJSUNR7/qet7ADQJwGs3ZjB7toqz9lnkiYE"
            })
    void shouldCheckWhatOtherToolsHaveWritten(String text) {
        assertTrue(hash(text).matches("secret"));
        assertFalse(hash(text).matches("Secret"));
        assertFalse(hash(text).matches(""));
        assertFalse(hash(text).toString().contains(text.substring(10)));
    }

    @Test
    void shouldCheckAPasswordInUtf8() {
        PasswordHash hash =
                hash("$argon2i$v=19$m=4096,t=2,p=1$c2FsdHNhbHRzYWx0$1UW3WgfD7NbV8zJ7sMVfFewPBMRqpuT0l2zvJv39oqA");
        assertTrue(hash.matches("p\u00E4ssw\u00F6rd"));
        assertFalse(hash.matches("passwoerd"));
    }

    @Test
    void shouldWriteArgon2idWithASaltOfItsOwn() {
        String first = PasswordHash.hash("secret");
        String second = PasswordHash.hash("secret");
        assertTrue(first.startsWith("$argon2id$v=19$m=19456,t=2,p=1$"), first);
        assertNotEquals(first, second);
        assertTrue(hash(first).matches("secret"));
        assertFalse(hash(first).matches("secrets"));
    }

    /** An unknown user may not be told from a known one by the time that an answer takes. */
    @Test
    void shouldCheckNobodyAtTheCostOfAWrittenOne() {
        String text = PasswordHash.nobody().text();
        String written = PasswordHash.hash("secret");
        assertEquals(written.length(), text.length());
        assertEquals(parameters(written), parameters(text));
        assertTrue(PasswordHash.parse(text).isPresent());
        assertFalse(PasswordHash.nobody().matches("secret"));
    }

    private static String parameters(String text) {
        return text.substring(0, text.indexOf("p=1$"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "rqXexS6ZhobKA",
                "{SSHA}5en6G6MezRroT3XKqkdPOmY/BfQ=",
                "$1$abcdefgh$h9FWgUz3n9YxylKLlR5SQ/",
                "$2y$06$short",
                "$2y$31$gWsKhcsRvyp7eIXmugIAR.8OXGw1QjTHQBs4FhwC6M9TheNk8XsU2",
                "$6$rounds=9999999$saltsalt$TVLlQcbpFVof5W3Yz4DTP6gRstiNuHwwTt6GLc1E5n0U0aDehy0S5knV8wiOQSpT0Y77vwPZN.Pq.H91p5hVO1",
                "$argon2id$v=19$m=99999999,t=2,p=2$c2FsdHNhbHRzYWx0$qOIxmk6OnJSUNR7/qet7ADQJwGs3ZjB7toqz9lnkiYE",
                "$argon2id$v=19$m=4096,t=0,p=2$c2FsdHNhbHRzYWx0$qOIxmk6OnJSUNR7/qet7ADQJwGs3ZjB7toqz9lnkiYE",
                "$argon2id$v=19$m=4096,t=2,p=99$c2FsdHNhbHRzYWx0$qOIxmk6OnJSUNR7/qet7ADQJwGs3ZjB7toqz9lnkiYE"
            })
    void shouldTakeNeitherClearTextNorWhatCostsTooMuch(String text) {
        assertEquals(Optional.empty(), PasswordHash.parse(text).map(any -> text));
    }

    @Test
    void shouldCallApachesOldHashesWeak() {
        assertTrue(hash("{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=").isWeak());
        assertTrue(hash("$apr1$abcdefgh$h9FWgUz3n9YxylKLlR5SQ/").isWeak());
        assertFalse(hash(PasswordHash.hash("secret")).isWeak());
    }
}
