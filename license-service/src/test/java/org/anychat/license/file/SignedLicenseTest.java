package org.anychat.license.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.anychat.contracts.LicensedFunction;
import org.anychat.license.Issuer;
import org.anychat.license.domain.DeviceKind;
import org.anychat.license.domain.HardwareFingerprint;
import org.anychat.license.domain.HardwarePart;
import org.anychat.license.domain.License;
import org.anychat.license.domain.LicenseBinding;
import org.anychat.license.domain.LicenseException;
import org.anychat.license.domain.LicenseFault;
import org.anychat.license.domain.LicenseTerms;
import org.anychat.testsupport.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignedLicenseTest {
    private static final LicenseTerms TERMS = new LicenseTerms(
            100,
            List.of(LicensedFunction.AUTO_ADD_ROOM, LicensedFunction.MESH),
            List.of(DeviceKind.ANDROID, DeviceKind.WEB),
            true,
            LocalDate.of(2027, 12, 31));

    @RegisterExtension
    private final SeededRandom seeded = new SeededRandom();

    @TempDir
    private Path directory;

    private final Issuer issuer = new Issuer();
    private final License license = Issuer.license(TERMS, new LicenseBinding.Domain("av.example.org"));
    private final SignedLicense signed = issuer.sign(license);

    private License read(String text) {
        return SignedLicense.parse(text, "the file").verified(issuer.keys().getPublic(), "the file");
    }

    private LicenseException refusalOf(String text) {
        return assertThrows(LicenseException.class, () -> read(text));
    }

    static Stream<LicenseBinding> bindings() {
        HardwareFingerprint fingerprint = HardwareFingerprint.ofValues(Map.of(
                HardwarePart.CPU_COUNT, List.of("2"),
                HardwarePart.MEMORY_SIZE, List.of("24 GiB"),
                HardwarePart.MAC_ADDRESS, new TreeSet<>(List.of("a", "b"))));
        return Stream.of(
                new LicenseBinding.Anywhere(),
                new LicenseBinding.Hardware(fingerprint, 1),
                new LicenseBinding.Domain("av.example.org"),
                new LicenseBinding.Address("2001:db8::1"),
                new LicenseBinding.UKey("TUZrd0V3WUhLb1pJemow"));
    }

    @ParameterizedTest
    @MethodSource("bindings")
    void shouldReadWhatWasSigned(LicenseBinding binding) {
        License written = Issuer.license(TERMS, binding);
        assertEquals(written, read(issuer.sign(written).text()));
    }

    @Test
    void shouldReadALicenceWithoutLimits() {
        License unlimited = Issuer.license(LicenseTerms.UNLIMITED, new LicenseBinding.Anywhere());
        assertEquals(unlimited, read(issuer.sign(unlimited).text()));
        assertTrue(issuer.sign(unlimited).text().contains("\"expires\" : \"never\""));
    }

    /** Made with OpenSSL alone, as anybody may: see docs/licence.md. */
    @Test
    void shouldReadALicenceThatOpenSslHasSigned() {
        Path vectors = Path.of("src/test/resources/org/anychat/license/openssl");
        License openSsl = SignedLicense.read(vectors.resolve("AnyChat.cer"))
                .verified(IssuerKeys.readPublic(vectors.resolve("AnyChat.pub")), "the vector");
        assertEquals("Example School", openSsl.holder());
        assertEquals(7, openSsl.terms().users());
    }

    @Test
    void shouldNotMindWindowsLinesAndAByteOrderMark() {
        assertEquals(license, read("\uFEFF" + signed.text().replace("\n", "\r\n") + "\r\n"));
    }

    @Test
    void shouldNoticeEveryCharacterThatIsChanged() {
        String text = signed.text();
        for (int i = 0; i < text.length() - 1; i++) {
            char changed = (char) (text.charAt(i) ^ 1);
            if (text.charAt(i) != '\n' || changed != '\r') {
                String tampered = text.substring(0, i) + changed + text.substring(i + 1);
                assertEquals(LicenseFault.DECODE_FAILED, refusalOf(tampered).fault(), tampered);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "100, 999",
        "2027-12-31, 2099-12-31",
        "Mesh, Standby",
        "true, false",
        "av.example.org, my.example.org",
        "Example School, Another School"
    })
    void shouldSayThatALicenceWasChanged(String from, String to) {
        assertTrue(signed.text().contains(from));
        LicenseException refusal = refusalOf(signed.text().replace(from, to));
        assertEquals(802, refusal.fault().code());
        assertTrue(refusal.getMessage().contains("changed after it was signed"), refusal.getMessage());
    }

    @Test
    void shouldRefuseEveryTruncation() {
        String text = signed.text().strip();
        for (int length = 0; length < text.length(); length++) {
            assertEquals(
                    LicenseFault.DECODE_FAILED,
                    refusalOf(text.substring(0, length)).fault());
        }
    }

    @Test
    void shouldNameBothKeysWhereAnotherIssuerSigned() {
        Issuer other = new Issuer();
        LicenseException refusal = refusalOf(other.sign(license).text());
        assertEquals(LicenseFault.DECODE_FAILED, refusal.fault());
        assertTrue(refusal.getMessage().contains(IssuerKeys.idOf(other.keys().getPublic())), refusal.getMessage());
        assertTrue(refusal.getMessage().contains(IssuerKeys.idOf(issuer.keys().getPublic())), refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "\u0000\u0001",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
                "-----BEGIN ANYCHAT LICENCE-----\n"
            })
    void shouldRefuseGarbage(String text) {
        LicenseException refusal = refusalOf(text);
        assertEquals(LicenseFault.DECODE_FAILED, refusal.fault());
        assertTrue(refusal.getMessage().startsWith("the file"), refusal.getMessage());
    }

    @Test
    void shouldRefuseRandomBytesAndMutations() throws IOException {
        Random random = seeded.random();
        Path file = directory.resolve("AnyChat.cer");
        for (int i = 0; i < 500; i++) {
            byte[] bytes = signed.text().getBytes(StandardCharsets.UTF_8);
            byte[] before = bytes.clone();
            for (int changes = random.nextInt(1, 8); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length - 1)] = (byte) random.nextInt();
            }
            Files.write(file, bytes);
            if (!Arrays.equals(before, bytes)) {
                assertThrows(
                        LicenseException.class,
                        () -> SignedLicense.read(file).verified(issuer.keys().getPublic(), "the file"));
            }
        }
    }

    @Test
    void shouldRefuseAMegabyteWithoutReadingIt() throws IOException {
        Path file = Files.write(directory.resolve("AnyChat.cer"), new byte[1024 * 1024]);
        LicenseException refusal = assertThrows(LicenseException.class, () -> SignedLicense.read(file));
        assertEquals(LicenseFault.DECODE_FAILED, refusal.fault());
        assertTrue(refusal.getMessage().contains("65536"), refusal.getMessage());
    }

    @Test
    void shouldSayWhatToDoWithoutAFile() {
        LicenseException refusal =
                assertThrows(LicenseException.class, () -> SignedLicense.read(directory.resolve("AnyChat.cer")));
        assertEquals(800, refusal.fault().code());
        assertTrue(refusal.getMessage().contains("license issue --self"), refusal.getMessage());
    }

    @Test
    void shouldAskForANewerServerForANewerFormat() {
        LicenseException refusal = refusalOf(issuer.signText(signed.json().replace("\"format\" : 1", "\"format\" : 2"))
                .text());
        assertEquals(LicenseFault.DECODE_FAILED, refusal.fault());
        assertTrue(refusal.getMessage().contains("format 2"), refusal.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"users\" : 100|\"users\" : -1",
                "\"users\" : 100|\"users\" : 1.5",
                "\"users\" : 100|\"users\" : 99999999999",
                "\"users\" : 100|\"users\" : 100, \"users\" : 1",
                "\"users\" : 100|\"seats\" : 100",
                "\"users\" : 100|\"users\" : 100, \"discount\" : 1",
                "\"2027-12-31\"|\"2027-13-31\"",
                "\"2027-12-31\"|7",
                "true|\"yes\"",
                "\"Example School\"|\"\"",
                "\"Example School\"|\"a\\nb\"",
                "\"kind\" : \"domain\"|\"kind\" : \"planet\"",
                "\"av.example.org\"|\"a b\"",
                "\"issuerKey\"|\"issuerkey\""
            })
    void shouldRefuseFieldsThatAreNotAsTheyShouldBe(String from, String to) {
        assertTrue(signed.json().contains(from), from);
        String json = signed.json().replace(from, to);
        assertEquals(
                LicenseFault.DECODE_FAILED,
                refusalOf(issuer.signText(json).text()).fault(),
                json);
    }

    @Test
    void shouldLeaveOutFunctionsOfANewerIssuer() {
        String json = signed.json().replace("\"Mesh\"", "\"Holograms\"");
        assertEquals(
                List.of(LicensedFunction.AUTO_ADD_ROOM),
                read(issuer.signText(json).text()).terms().functions());
    }

    @Test
    void shouldShowAlsoWhatNobodyTrusts() {
        License claimed = new Issuer().sign(license).claimed("the file");
        assertEquals(license, claimed);
    }

    @Test
    void shouldKeepThePrivateKeyForItsOwnerAndReadItBack() throws IOException {
        Path file = directory.resolve("issuer.key");
        IssuerKeys.writePrivate(file, issuer.keys().getPrivate());
        assertEquals(issuer.keys().getPrivate(), IssuerKeys.readPrivate(file));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void shouldLetEverybodyReadThePublicKey() throws IOException {
        Path file = directory.resolve("AnyChat.pub");
        IssuerKeys.writePublic(file, issuer.keys().getPublic());
        assertEquals(issuer.keys().getPublic(), IssuerKeys.readPublic(file));
        assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no key", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"})
    void shouldSayWhichKeyCannotBeRead(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("AnyChat.pub"), text);
        LicenseException refusal = assertThrows(LicenseException.class, () -> IssuerKeys.readPublic(file));
        assertEquals(LicenseFault.GET_INFO_FAILED, refusal.fault());
        assertTrue(refusal.getMessage().contains(file.toString()), refusal.getMessage());
    }
}
