package org.anychat.license;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.LicenseApi;
import org.anychat.contracts.LicenseApi.AcquireSeat;
import org.anychat.contracts.LicensedFunction;
import org.anychat.contracts.RightsApi;
import org.anychat.contracts.RightsApi.AskRights;
import org.anychat.contracts.RightsApi.AskText;
import org.anychat.contracts.RightsApi.Rights;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.license.check.Surroundings;
import org.anychat.license.domain.DeviceKind;
import org.anychat.license.domain.HardwareFingerprint;
import org.anychat.license.domain.LicenseBinding;
import org.anychat.license.domain.LicenseException;
import org.anychat.license.domain.LicenseTerms;
import org.anychat.license.file.SignedLicense;
import org.anychat.license.ukey.SoftToken;
import org.anychat.license.ukey.UKeyAccess;
import org.anychat.runtime.bus.Bus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service with a licence, on a real bus, with real files and a real token. */
class LicensedServiceIT {
    private static final int WEB = 4;
    private static final int LINUX = 5;
    private static final String HERE = "10.0.0.1";
    private static final long GRACE_MS = 60_000;

    @TempDir
    Path home;

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx);
    private final LicenseApi license = bus.proxy(LicenseApi.class, Addresses.LICENSE);
    private final RightsApi rights = bus.proxy(RightsApi.class, Addresses.RIGHTS);
    private final Issuer issuer = new Issuer();
    private final AtomicLong nowMs = new AtomicLong();
    private final LogLines log = new LogLines();
    private int sessions;

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
        log.close();
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, SECONDS);
    }

    private Surroundings surroundings(Map<String, String> environment) {
        return new Surroundings(
                Clock.systemUTC(),
                nowMs::get,
                () -> new HardwareFingerprint(Map.of()),
                () -> List.of(InetAddress.getLoopbackAddress()),
                name -> {
                    throw new UnknownHostException(name);
                },
                environment);
    }

    private LicenseServiceVerticle deploy(LicenseConfig config, Map<String, String> environment) throws Exception {
        LicenseServiceVerticle verticle = new LicenseServiceVerticle(config, bus, surroundings(environment));
        await(vertx.deployVerticle(verticle));
        return verticle;
    }

    private void deploy(LicenseTerms terms) throws Exception {
        deploy(
                quick(issuer.install(home, Issuer.license(terms, new LicenseBinding.Anywhere())), UKeyAccess.NONE),
                Map.of());
    }

    private static LicenseConfig quick(LicenseConfig config, UKeyAccess ukey) {
        return new LicenseConfig(
                false, 1, config.licenseFile(), config.publicKeyFile(), 50, GRACE_MS, ukey, 1, true, false);
    }

    private Future<LicenseApi.Seats> login(String address) {
        return login(address, LINUX);
    }

    private Future<LicenseApi.Seats> login(String address, int device) {
        return license.acquire(new AcquireSeat(new SessionId("s" + sessions++), null, address, device));
    }

    private ServiceError refusal(String address) {
        return refusal(address, LINUX);
    }

    private ServiceError refusal(String address, int device) {
        ExecutionException failure = assertThrows(ExecutionException.class, () -> await(login(address, device)));
        return assertInstanceOf(ServiceException.class, failure.getCause()).error();
    }

    private int faultOfStart(LicenseConfig config) {
        ExecutionException failure = assertThrows(ExecutionException.class, () -> deploy(config, Map.of()));
        return assertInstanceOf(LicenseException.class, failure.getCause())
                .fault()
                .code();
    }

    @Test
    void shouldAdmitAsManyAsTheLicenceSays() throws Exception {
        deploy(new LicenseTerms(1, List.of(), false, null));
        await(login(HERE));
        assertEquals(ServiceError.CONNECT_OVERFLOW, refusal(HERE));
    }

    @Test
    void shouldServeWithACopiedLicenceThatIsBoundElsewhereUntilItExpires() throws Exception {
        LicenseBinding elsewhere = new LicenseBinding.Domain("no.such.host.example");
        LicenseTerms terms = new LicenseTerms(1, List.of(), false, LocalDate.of(2999, 12, 31));
        LicenseConfig own = quick(issuer.install(home, Issuer.license(terms, elsewhere)), UKeyAccess.NONE);
        deploy(own.standingIn(own.licenseFile(), own.publicKeyFile()), Map.of());
        await(login(HERE));
        assertEquals(ServiceError.CONNECT_OVERFLOW, refusal(HERE));

        LicenseTerms expired = new LicenseTerms(1, List.of(), false, LocalDate.of(2020, 12, 31));
        LicenseConfig old = quick(issuer.install(home, Issuer.license(expired, elsewhere)), UKeyAccess.NONE);
        assertEquals(801, faultOfStart(old.standingIn(old.licenseFile(), old.publicKeyFile())));
    }

    @Test
    void shouldTellRightsAndText() throws Exception {
        deploy(new LicenseTerms(5, List.of(LicensedFunction.STANDBY), false, LocalDate.of(2999, 12, 31)));
        assertEquals(
                new Rights(false, "Example School", 5, List.of(LicensedFunction.STANDBY), "2999-12-31"),
                await(rights.rights(new AskRights())));
        String text = await(rights.text(new AskText())).text();
        assertEquals(Files.readString(home.resolve(SignedLicense.FILE_NAME)), text);
    }

    @Test
    void shouldAdmitOnlyTheIntranetWhereTheLicenceSaysSo() throws Exception {
        deploy(new LicenseTerms(0, List.of(), true, null));
        await(login(HERE));
        assertEquals(ServiceError.CONNECT_INTRANET, refusal("203.0.113.1"));
    }

    @Test
    void shouldAdmitOnlyTheDevicesThatTheLicenceNames() throws Exception {
        deploy(new LicenseTerms(0, List.of(), List.of(DeviceKind.ANDROID, DeviceKind.WEB), false, null));
        await(login(HERE, WEB));
        assertEquals(ServiceError.CONNECT_DEVICE_LIMIT, refusal(HERE, LINUX));
        assertEquals(ServiceError.CONNECT_DEVICE_LIMIT, refusal(HERE, 0));
    }

    @Test
    void shouldNotStartWithoutAGoodLicence() throws Exception {
        assertEquals(800, faultOfStart(LicenseConfig.standard(home)));
        assertEquals(802, faultOfStart(issuer.install(home, "garbage")));
        LicenseTerms expired = new LicenseTerms(0, List.of(), false, Issuer.ISSUED.plusDays(1));
        assertEquals(801, faultOfStart(issuer.install(home, Issuer.license(expired, new LicenseBinding.Anywhere()))));
    }

    @Test
    void shouldAdmitNobodyBeforeADomainIsProved() throws Exception {
        LicenseBinding domain = new LicenseBinding.Domain("av.example.org");
        LicenseConfig config = issuer.install(home, Issuer.license(LicenseTerms.UNLIMITED, domain));
        LicenseServiceVerticle verticle = deploy(config, Map.of());
        assertEquals(ServiceError.SERVICE_CLOSED, refusal(HERE));

        ExecutionException failure = assertThrows(ExecutionException.class, () -> await(verticle.confirm()));
        assertEquals(
                842,
                assertInstanceOf(LicenseException.class, failure.getCause())
                        .fault()
                        .code());
    }

    @Test
    void shouldTakeARenewedLicenceWithoutARestart() throws Exception {
        deploy(new LicenseTerms(1, List.of(), false, null));
        await(login(HERE));
        assertEquals(ServiceError.CONNECT_OVERFLOW, refusal(HERE));

        log.clear();
        issuer.install(
                home, Issuer.license(new LicenseTerms(2, List.of(), false, null), new LicenseBinding.Anywhere()));
        log.awaitLine("\"users\" : 2");
        await(login(HERE));
    }

    @Test
    void shouldRefuseNewLoginsOnceTheLicenceHasExpired() throws Exception {
        deploy(LicenseTerms.UNLIMITED);
        await(login(HERE));

        LicenseTerms expired = new LicenseTerms(0, List.of(), false, Issuer.ISSUED.plusDays(1));
        issuer.install(home, Issuer.license(expired, new LicenseBinding.Anywhere()));
        log.awaitLine("New logins are refused, the licence check failed: 28 CERTVERIFYFAILED, 801 EXPIRED");
        assertEquals(ServiceError.LICENSE_EXPIRED, refusal(HERE));
    }

    @Test
    void shouldGoOnForTheGraceTimeWithoutItsUKeyThenRefuseThenAdmitAgain() throws Exception {
        SoftToken token = new SoftToken(Files.createDirectory(home.resolve("hsm")));
        String publicKey = Base64.getEncoder().encodeToString(token.ukey().prepare());
        LicenseConfig config =
                issuer.install(home, Issuer.license(LicenseTerms.UNLIMITED, new LicenseBinding.UKey(publicKey)));
        deploy(quick(config, token.access()), token.environment());
        await(login(HERE));

        token.unplug();
        log.awaitLine("831 UKEYNOTFOUND");
        await(login(HERE));
        nowMs.addAndGet(GRACE_MS + 1);
        assertEquals(ServiceError.CERT_VERIFY_FAILED, refusal(HERE));
        log.awaitLine("New logins are refused, the licence check failed: 28 CERTVERIFYFAILED, 831 UKEYNOTFOUND");

        log.clear();
        token.plug();
        log.awaitLine("Authorized certification success");
        await(login(HERE));
    }

    @Test
    void shouldNotStartWithoutItsUKey() throws Exception {
        SoftToken token = new SoftToken(Files.createDirectory(home.resolve("hsm")));
        String publicKey = Base64.getEncoder().encodeToString(token.ukey().prepare());
        token.unplug();
        LicenseConfig config = quick(
                issuer.install(home, Issuer.license(LicenseTerms.UNLIMITED, new LicenseBinding.UKey(publicKey))),
                token.access());
        ExecutionException failure = assertThrows(ExecutionException.class, () -> deploy(config, token.environment()));
        assertEquals(
                831,
                assertInstanceOf(LicenseException.class, failure.getCause())
                        .fault()
                        .code());
    }

    @Test
    void shouldPrintTheLicenceWhereItIsAskedTo() throws Exception {
        deploy(LicenseTerms.UNLIMITED);
        log.awaitLine("\"holder\" : \"Example School\"");
    }
}
