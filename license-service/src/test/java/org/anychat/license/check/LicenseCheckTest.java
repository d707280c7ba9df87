package org.anychat.license.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.anychat.license.Issuer;
import org.anychat.license.LicenseConfig;
import org.anychat.license.domain.HardwareFingerprint;
import org.anychat.license.domain.HardwarePart;
import org.anychat.license.domain.LicenseBinding;
import org.anychat.license.domain.LicenseException;
import org.anychat.license.domain.LicenseTerms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LicenseCheckTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 6, 1);

    @TempDir
    Path home;

    private final Issuer issuer = new Issuer();

    private static HardwareFingerprint machine(String disk) {
        return HardwareFingerprint.ofValues(Map.of(
                HardwarePart.CPU_COUNT, List.of("2"),
                HardwarePart.MEMORY_SIZE, List.of("24 GiB"),
                HardwarePart.DISK_ID, List.of(disk)));
    }

    private static Surroundings onMachine(HardwareFingerprint machine, Surroundings.Addresses addresses) {
        return new Surroundings(Clock.systemUTC(), () -> 0, () -> machine, addresses, name -> List.of(), Map.of());
    }

    private LicenseCheck check(LicenseBinding binding, Surroundings surroundings) {
        LicenseConfig config = issuer.install(home, Issuer.license(LicenseTerms.UNLIMITED, binding));
        return new LicenseCheck(config, surroundings);
    }

    private static int faultOf(LicenseCheck check) {
        return assertThrows(LicenseException.class, () -> check.check(TODAY))
                .fault()
                .code();
    }

    @Test
    void shouldAcceptALicenceForThisMachine() {
        LicenseBinding here = new LicenseBinding.Hardware(machine("S1"), 0);
        LicenseCheck check = check(here, onMachine(machine("S1"), List::of));
        assertEquals(here, check.check(TODAY).license().binding());
    }

    @Test
    void shouldRefuseALicenceForAnotherMachine() {
        LicenseBinding elsewhere = new LicenseBinding.Hardware(machine("S2"), 0);
        assertEquals(816, faultOf(check(elsewhere, onMachine(machine("S1"), List::of))));
    }

    @Test
    void shouldAcceptALicenceForAnAddressOfThisMachine() throws Exception {
        InetAddress own = InetAddress.getByName("2001:db8:0:0:0:0:0:1");
        LicenseCheck check =
                check(new LicenseBinding.Address("2001:db8::1"), onMachine(machine("S1"), () -> List.of(own)));
        assertEquals("Example School", check.check(TODAY).license().holder());
    }

    @Test
    void shouldRefuseALicenceForAnotherAddress() throws Exception {
        InetAddress own = InetAddress.getByName("192.0.2.1");
        assertEquals(
                862,
                faultOf(check(new LicenseBinding.Address("192.0.2.2"), onMachine(machine("S1"), () -> List.of(own)))));
    }

    @Test
    void shouldSayThatTheAddressesCannotBeFoundOut() {
        assertEquals(850, faultOf(check(new LicenseBinding.Address("192.0.2.2"), onMachine(machine("S1"), () -> {
            throw new SocketException("no");
        }))));
    }

    @Test
    void shouldRefuseAnExpiredLicence() {
        LicenseTerms terms = new LicenseTerms(0, List.of(), false, TODAY.minusDays(1));
        LicenseConfig config = issuer.install(home, Issuer.license(terms, new LicenseBinding.Anywhere()));
        assertEquals(801, faultOf(new LicenseCheck(config, onMachine(machine("S1"), List::of))));
    }

    @Test
    void shouldTrustNobodyElsesKey() {
        issuer.install(home, Issuer.license(LicenseTerms.UNLIMITED, new LicenseBinding.Anywhere()));
        LicenseConfig config = new Issuer()
                .install(
                        home,
                        issuer.sign(Issuer.license(LicenseTerms.UNLIMITED, new LicenseBinding.Anywhere()))
                                .text());
        assertEquals(802, faultOf(new LicenseCheck(config, onMachine(machine("S1"), List::of))));
    }

    @Test
    void shouldTellThisVeryMachinesParts() {
        HardwareFingerprint real = Surroundings.real().fingerprint().get();
        assertEquals(real, Surroundings.real().fingerprint().get());
        assertEquals(true, real.parts().size() >= HardwareFingerprint.MIN_PARTS, real::toString);
    }
}
