package org.anychat.license.ukey;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.anychat.license.domain.LicenseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real PKCS#11 libraries: SoftHSM, and such as do harm. */
class UKeyIT {
    @TempDir
    Path folder;

    private static int faultOf(UKey ukey, String publicKey) {
        LicenseException failure = assertThrows(LicenseException.class, () -> ukey.requirePresent(publicKey));
        return failure.fault().code();
    }

    private static UKey with(String library, String pin, Map<String, String> environment) {
        return new UKey(new UKeyAccess(library, pin, UKeyAccess.ONLY_TOKEN), new SecureRandom(), environment);
    }

    private static String otherKey() throws Exception {
        return Base64.getEncoder()
                .encodeToString(KeyPairGenerator.getInstance("EC")
                        .generateKeyPair()
                        .getPublic()
                        .getEncoded());
    }

    @Test
    void shouldMakeAKeyOnceAndKnowItsTokenByIt() throws Exception {
        SoftToken token = new SoftToken(folder);
        byte[] publicKey = token.ukey().prepare();
        String base64 = Base64.getEncoder().encodeToString(publicKey);

        assertArrayEquals(publicKey, token.ukey().prepare());
        assertDoesNotThrow(() -> token.ukey().requirePresent(base64));
    }

    @Test
    void shouldSayWhatIsWrongWithTheToken() throws Exception {
        SoftToken token = new SoftToken(folder);
        String publicKey = Base64.getEncoder().encodeToString(token.ukey().prepare());

        assertEquals(833, faultOf(token.ukey(), otherKey()));
        token.unplug();
        assertEquals(831, faultOf(token.ukey(), publicKey));
        token.plug();
        assertDoesNotThrow(() -> token.ukey().requirePresent(publicKey));
    }

    @Test
    void shouldTryAWrongPinOnlyOnce() throws Exception {
        SoftToken token = new SoftToken(folder);
        UKey wrong = with(SoftToken.library(), "000000", token.environment());
        assertEquals(832, faultOf(wrong, otherKey()));

        token.unplug();

        // A second try would find no token.
        LicenseException failure = assertThrows(LicenseException.class, () -> wrong.requirePresent(otherKey()));
        assertEquals(832, failure.fault().code());
        assertTrue(failure.getMessage().contains("refuses the PIN"), failure.getMessage());
    }

    @Test
    void shouldTryNoPinOnTokensThatAreNotMeant() throws Exception {
        SoftToken token = new SoftToken(folder);
        String publicKey = Base64.getEncoder().encodeToString(token.ukey().prepare());
        token.plugAnother();

        LicenseException failure =
                assertThrows(LicenseException.class, () -> token.ukey().requirePresent(publicKey));
        assertEquals(832, failure.fault().code());
        assertTrue(failure.getMessage().contains("UKeySlot"), failure.getMessage());
        // SoftHSM counts its tokens in no order that we know; one of the two has the key.
        List<Integer> faults = new ArrayList<>();
        for (int slot = 0; slot < 2; slot++) {
            UKeyAccess access = new UKeyAccess(SoftToken.library(), SoftToken.PIN, slot);
            try {
                new UKey(access, new SecureRandom(), token.environment()).requirePresent(publicKey);
            } catch (LicenseException e) {
                faults.add(e.fault().code());
            }
        }
        assertEquals(List.of(833), faults);
    }

    @Test
    void shouldSayThatNoUKeyIsConfigured() throws Exception {
        assertEquals(861, faultOf(with("", "", Map.of()), otherKey()));
    }

    @Test
    void shouldSayThatTheLibraryIsNone() throws Exception {
        Path text = Files.writeString(folder.resolve("token.so"), "no library");

        assertEquals(834, faultOf(with(folder.resolve("missing.so").toString(), "", Map.of()), otherKey()));
        assertEquals(834, faultOf(with(folder.toString(), "", Map.of()), otherKey()));
        assertEquals(834, faultOf(with(text.toString(), "", Map.of()), otherKey()));
    }

    @Test
    void shouldOutliveALibraryThatCrashes() throws Exception {
        Path crashing =
                compiled("crashing", "__attribute__((constructor)) static void f(void) { *(volatile int *)0 = 1; }");

        assertEquals(834, faultOf(with(crashing.toString(), "", Map.of()), otherKey()));
    }

    @Test
    void shouldNotShowThePin() {
        String shown = new UKeyAccess("/usr/lib/token.so", "hunter2", 0).toString();
        assertTrue(shown.contains("***"), shown);
        assertFalse(shown.contains("hunter2"), shown);
    }

    private Path compiled(String name, String code) throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve(name + ".c"), code + "\n");
        Path library = folder.resolve(name + ".so");
        Process gcc = new ProcessBuilder("gcc", "-shared", "-fPIC", "-o", library.toString(), source.toString())
                .inheritIO()
                .start();
        assertTrue(gcc.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, gcc.exitValue());
        return library;
    }
}
