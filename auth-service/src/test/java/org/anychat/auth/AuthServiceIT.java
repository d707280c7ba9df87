package org.anychat.auth;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.anychat.auth.source.SourceConfigs;
import org.anychat.auth.store.SharedLoginStore;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.AuthApi;
import org.anychat.contracts.AuthApi.AdmitAddresses;
import org.anychat.contracts.AuthApi.AnnounceLogins;
import org.anychat.contracts.AuthApi.Authenticate;
import org.anychat.contracts.AuthApi.BanAddresses;
import org.anychat.contracts.AuthApi.Kick;
import org.anychat.contracts.AuthApi.KnownLogin;
import org.anychat.contracts.AuthApi.ListBans;
import org.anychat.contracts.AuthApi.Locate;
import org.anychat.contracts.AuthApi.Located;
import org.anychat.contracts.AuthApi.LoggedIn;
import org.anychat.contracts.AuthApi.Login;
import org.anychat.contracts.AuthApi.Logout;
import org.anychat.contracts.AuthApi.MayControl;
import org.anychat.contracts.BanEvents;
import org.anychat.contracts.Done;
import org.anychat.contracts.GatewayApi;
import org.anychat.contracts.LicenseApi;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceEvents;
import org.anychat.contracts.ServiceEvents.ServiceStarted;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.runtime.bus.Bus;
import org.anychat.runtime.bus.Registration;
import org.anychat.runtime.standby.RecordMirror;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service on a real bus, between a license service and a gateway that write down what they are told. */
class AuthServiceIT {
    private static final NodeId NODE = new NodeId("n");
    private static final long WAIT_SECONDS = 20;
    private static final AuthConfig DEMO = config("", true, false);
    private static final AuthConfig LAST_LINK_WINS = config("", true, true);

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx);
    private final AuthApi auth = bus.proxy(AuthApi.class, Addresses.AUTH);
    private final RecordingLicense license = new RecordingLicense();
    private final RecordingGateway gateway = new RecordingGateway();
    private Registration licenseRegistration;

    @BeforeEach
    void serveTheOthers() throws Exception {
        licenseRegistration = await(bus.serve(LicenseApi.class, Addresses.LICENSE, license));
        await(bus.serve(GatewayApi.class, Addresses.gateway(NODE), gateway));
    }

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    private static AuthConfig config(String sdkAuthPass, boolean demoMode, boolean closeFrontLink) {
        return new AuthConfig(
                sdkAuthPass,
                demoMode,
                closeFrontLink,
                true,
                AuthConfig.Control.NONE,
                SourceConfigs.none(),
                Optional.empty(),
                0);
    }

    private String deploy(AuthConfig config) throws Exception {
        return await(vertx.deployVerticle(new AuthServiceVerticle(config, bus)));
    }

    private static AuthConfig withBans(Path file) {
        return new AuthConfig(
                "",
                true,
                false,
                true,
                new AuthConfig.Control(5, Optional.of(file)),
                SourceConfigs.none(),
                Optional.empty(),
                0);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, SECONDS);
    }

    private static ServiceError errorOf(Future<?> future) {
        ExecutionException failure = assertThrows(ExecutionException.class, () -> await(future));
        return assertInstanceOf(ServiceException.class, failure.getCause()).error();
    }

    private static Login guest(String session) {
        return new Login(new SessionId(session), NODE, "Guest", "", "192.0.2.1", 0);
    }

    private static Login ann(String session) {
        return new Login(new SessionId(session), NODE, "Ann", "secret", "192.0.2.1", 0);
    }

    @Test
    void shouldLogAGuestInAndOut() throws Exception {
        deploy(DEMO);
        assertEquals(new LoggedIn(new UserId(-2), "Guest", "Guest", 0), await(auth.login(guest("s1"))));
        assertEquals(new Located(new SessionId("s1"), NODE, 0), await(auth.locate(new Locate(new UserId(-2)))));
        await(auth.logout(new Logout(new SessionId("s1"))));
        assertEquals(ServiceError.INVALID_USER_ID, errorOf(auth.locate(new Locate(new UserId(-2)))));
        assertEquals("acquire s1 for null", license.next());
        assertEquals("release s1", license.next());
    }

    @Test
    void shouldCheckTheServerPassword() throws Exception {
        deploy(config("Jefe", true, false));
        String proof = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        String challenge = "what do ya want for nothing?";
        assertEquals(Done.DONE, await(auth.authenticate(new Authenticate(challenge, proof, "192.0.2.1"))));
        assertEquals(
                ServiceError.CONNECT_AUTH_FAIL,
                errorOf(auth.authenticate(new Authenticate(challenge, "", "192.0.2.1"))));
    }

    @Test
    void shouldRefuseAnAddressThatGuessesTheServerPassword() throws Exception {
        deploy(config("Jefe", true, false));
        for (int guess = 0; guess < 5; guess++) {
            assertEquals(
                    ServiceError.CONNECT_AUTH_FAIL, errorOf(auth.authenticate(new Authenticate("c", "", "192.0.2.1"))));
        }
        assertEquals(ServiceError.ADDRESS_LOCKED, errorOf(auth.authenticate(new Authenticate("c", "", "192.0.2.1"))));
        assertEquals(
                ServiceError.CONNECT_AUTH_FAIL, errorOf(auth.authenticate(new Authenticate("c", "", "192.0.2.2"))));
    }

    @Test
    void shouldLogOnlyGuestsInWithoutAUserSource() throws Exception {
        deploy(config("", false, false));
        assertEquals(new UserId(-2), await(auth.login(guest("s1"))).user());
        assertEquals(ServiceError.SERVER_SDK_FAIL, errorOf(auth.login(ann("s2"))));
    }

    @Test
    void shouldPassOnTheRefusalOfASeat() throws Exception {
        deploy(DEMO);
        license.answer = Future.failedFuture(new ServiceException(ServiceError.CONNECT_FUNC_LIMIT, "full"));
        assertEquals(ServiceError.CONNECT_FUNC_LIMIT, errorOf(auth.login(guest("s1"))));
        license.answer = RecordingLicense.SEATED;
        assertEquals(new UserId(-2), await(auth.login(guest("s1"))).user());
    }

    @Test
    void shouldFailAtOnceWhereLicenseIsClosed() throws Exception {
        deploy(DEMO);
        await(licenseRegistration.close());
        assertEquals(ServiceError.SERVICE_CLOSED, errorOf(auth.login(guest("s1"))));
    }

    @Test
    void shouldGiveTheSeatBackWhereAnotherLinkOfTheUserWasFaster() throws Exception {
        deploy(DEMO);
        Promise<LicenseApi.Seats> faster = Promise.promise();
        Promise<LicenseApi.Seats> slower = Promise.promise();
        license.answer = faster.future();
        Future<LoggedIn> first = auth.login(ann("s1"));
        assertEquals("acquire s1 for null", license.next());
        license.answer = slower.future();
        Future<LoggedIn> second = auth.login(ann("s2"));
        assertEquals("acquire s2 for null", license.next());
        faster.complete(new LicenseApi.Seats(1, 2));
        await(first);
        slower.complete(new LicenseApi.Seats(2, 2));
        assertEquals(ServiceError.ALREADY_LOGIN, errorOf(second));
        assertEquals("release s2", license.next());
    }

    @Test
    void shouldGiveOneAnswerToALoginThatIsAskedForAgainBeforeItIsThere() throws Exception {
        deploy(DEMO);
        Promise<LicenseApi.Seats> seat = Promise.promise();
        license.answer = seat.future();
        Future<LoggedIn> first = auth.login(guest("s1"));
        assertEquals("acquire s1 for null", license.next());
        Future<LoggedIn> again = auth.login(guest("s1"));
        assertEquals(ServiceError.ALREADY_LOGIN, errorOf(auth.login(ann("s1"))));

        seat.complete(new LicenseApi.Seats(1, 2));

        assertEquals(new LoggedIn(new UserId(-2), "Guest", "Guest", 0), await(first));
        assertEquals(await(first), await(again));
        assertEquals(await(first), await(auth.login(guest("s1"))));
        await(auth.logout(new Logout(new SessionId("s1"))));
        assertEquals("release s1", license.next());
    }

    @Test
    void shouldGiveTheSeatBackWhereTheSessionEndedDuringItsLogin() throws Exception {
        deploy(DEMO);
        Promise<LicenseApi.Seats> seat = Promise.promise();
        license.answer = seat.future();
        Future<LoggedIn> login = auth.login(guest("s1"));
        assertEquals("acquire s1 for null", license.next());
        await(auth.logout(new Logout(new SessionId("s1"))));
        seat.complete(new LicenseApi.Seats(1, 2));
        assertEquals(ServiceError.NOT_LOGIN, errorOf(login));
        assertEquals("release s1", license.next());
    }

    @Test
    void shouldCloseTheEarlierLinkAndPassItsSeatOnWhereTheLastLinkWins() throws Exception {
        deploy(LAST_LINK_WINS);
        LoggedIn first = await(auth.login(ann("s1")));
        LoggedIn second = await(auth.login(ann("s2")));
        assertEquals(first, second);
        assertEquals("close s1 with 209", gateway.next());
        assertEquals("acquire s1 for null", license.next());
        assertEquals("acquire s2 for s1", license.next());
        assertEquals(
                new SessionId("s2"),
                await(auth.locate(new Locate(first.user()))).session());
    }

    @Test
    void shouldRefuseTheLaterLinkWhereTheFirstWins() throws Exception {
        deploy(DEMO);
        await(auth.login(ann("s1")));
        assertEquals(ServiceError.ALREADY_LOGIN, errorOf(auth.login(ann("s2"))));
    }

    @Test
    void shouldKnowAnnouncedLoginsAfterARestart() throws Exception {
        String first = deploy(DEMO);
        LoggedIn before = await(auth.login(ann("s1")));
        assertEquals("acquire s1 for null", license.next());
        await(vertx.undeploy(first));
        assertEquals(ServiceError.SERVICE_CLOSED, errorOf(auth.locate(new Locate(before.user()))));
        deploy(DEMO);
        await(auth.announce(new AnnounceLogins(
                NODE,
                List.of(new KnownLogin(
                        new SessionId("s1"), before.user(), before.account(), before.name(), before.level())))));
        assertEquals("announce [s1]", license.next());
        assertEquals(before, await(auth.login(ann("s1"))));
    }

    @Test
    void shouldCloseAnAnnouncedLinkWhoseUserHasLoggedInAnew() throws Exception {
        deploy(DEMO);
        LoggedIn now = await(auth.login(ann("s2")));
        await(auth.announce(
                new AnnounceLogins(NODE, List.of(new KnownLogin(new SessionId("s1"), now.user(), "Ann", "Ann", 0)))));
        assertEquals("close s1 with 209", gateway.next());
    }

    @Test
    void shouldAnnounceItsSeatsToALicenseServiceThatStarts() throws Exception {
        deploy(DEMO);
        await(auth.login(guest("s1")));
        assertEquals("acquire s1 for null", license.next());
        tellOfAStart(Addresses.LICENSE);
        assertEquals("announce [s1]", license.next());
    }

    @Test
    void shouldEndTheLoginsOfAGatewayThatStartsAnew() throws Exception {
        deploy(DEMO);
        await(auth.login(guest("s1")));
        assertEquals("acquire s1 for null", license.next());
        tellOfAStart(Addresses.gateway(NODE));
        assertEquals("release s1", license.next());
        assertEquals(ServiceError.INVALID_USER_ID, errorOf(auth.locate(new Locate(new UserId(-2)))));
    }

    @Test
    void shouldKickOnTheAdministratorsWordAndOnThatOfALevel() throws Exception {
        deploy(new AuthConfig(
                "",
                true,
                false,
                true,
                new AuthConfig.Control(5, Optional.empty()),
                SourceConfigs.none(),
                Optional.empty(),
                0));
        await(auth.announce(new AnnounceLogins(NODE, List.of(known("boss", 5), known("user", 0)))));

        assertEquals(ServiceError.FORBIDDEN, errorOf(auth.kick(new Kick(new SessionId("user"), number("boss")))));
        await(auth.kick(new Kick(new SessionId("boss"), number("user"))));
        assertEquals("close user with 211", gateway.next());
        await(auth.kick(new Kick(null, number("boss"))));
        assertEquals("close boss with 211", gateway.next());
        assertEquals(ServiceError.INVALID_USER_ID, errorOf(auth.kick(new Kick(null, new UserId(99)))));
    }

    @Test
    void shouldTakeTheBansOfTheInstanceBeforeThatRanElsewhere(@TempDir Path folder) throws Exception {
        RecordMirror elsewhere = new RecordMirror();
        String first = await(vertx.deployVerticle(new AuthServiceVerticle(
                withBans(folder.resolve("elsewhere.txt")), bus, elsewhere.of("auth", Map.of()))));
        await(auth.ban(new BanAddresses(null, "192.0.2.*", 0)));
        await(vertx.undeploy(first));

        Path own = Files.writeString(folder.resolve("own.txt"), "198.51.100.*\n");
        RecordMirror here = new RecordMirror();
        await(vertx.deployVerticle(
                new AuthServiceVerticle(withBans(own), bus, here.of("auth", elsewhere.texts("auth")))));

        AuthApi.BanList list = new AuthApi.BanList(List.of(new AuthApi.Ban("192.0.2.*", 0)));
        assertEquals(list, await(auth.bans(new ListBans())));
        assertTrue(Files.readString(own).endsWith("\n192.0.2.*\n"));
        assertEquals(0, here.count("auth", SharedLoginStore::isLogin));
    }

    @Test
    void shouldKeepBansOverARestartAndTellGatewaysOfThem(@TempDir Path folder) throws Exception {
        AuthConfig config = withBans(folder.resolve("bans.txt"));
        BlockingQueue<AuthApi.BanList> told = new LinkedBlockingQueue<>();
        await(bus.serve(BanEvents.class, Addresses.BANS, told::add));
        String first = deploy(config);
        await(auth.ban(new BanAddresses(null, "192.0.2.*", 0)));
        AuthApi.BanList list = new AuthApi.BanList(List.of(new AuthApi.Ban("192.0.2.*", 0)));
        assertEquals(list, told.poll(WAIT_SECONDS, SECONDS));

        await(vertx.undeploy(first));
        deploy(config);

        assertEquals(list, await(auth.bans(new ListBans())));
        assertEquals(ServiceError.CONNECT_IP_FORBID, errorOf(auth.login(guest("s1"))));
        await(auth.admit(new AdmitAddresses(null, "192.0.2.*")));
        assertEquals(new AuthApi.BanList(List.of()), told.poll(WAIT_SECONDS, SECONDS));
        await(auth.login(guest("s1")));
    }

    @Test
    void shouldLetNobodyBanWithoutTheLevel() throws Exception {
        deploy(DEMO);
        await(auth.login(guest("s1")));
        SessionId session = new SessionId("s1");

        assertEquals(ServiceError.FORBIDDEN, errorOf(auth.ban(new BanAddresses(session, "10.*", 0))));
        assertEquals(ServiceError.FORBIDDEN, errorOf(auth.admit(new AdmitAddresses(session, "10.*"))));
        assertEquals(ServiceError.FORBIDDEN, errorOf(auth.mayControl(new MayControl(session))));
        assertEquals(ServiceError.BAD_PARAMETER, errorOf(auth.ban(new BanAddresses(null, "10.*", -1))));
        assertEquals(ServiceError.BAD_PARAMETER, errorOf(auth.ban(new BanAddresses(null, "*", 0))));
    }

    private static KnownLogin known(String session, int level) {
        return new KnownLogin(new SessionId(session), number(session), session, session, level);
    }

    private static UserId number(String session) {
        return new UserId(session.length() == 4 ? session.charAt(0) : 1);
    }

    private void tellOfAStart(String address) {
        bus.publisher(ServiceEvents.class, Addresses.SERVICE_EVENTS).started(new ServiceStarted(address));
    }

    private static final class RecordingLicense implements LicenseApi {
        static final Future<Seats> SEATED = Future.succeededFuture(new Seats(1, 50));

        private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
        private volatile Future<Seats> answer = SEATED;

        String next() throws InterruptedException {
            return calls.poll(WAIT_SECONDS, SECONDS);
        }

        @Override
        public Future<Seats> acquire(AcquireSeat request) {
            // Read before the test hears of the call, and may change it for the next one.
            Future<Seats> given = answer;
            calls.add("acquire " + request.session() + " for " + request.replaces());
            return given;
        }

        @Override
        public Future<Seats> release(ReleaseSeat request) {
            calls.add("release " + request.session());
            return SEATED;
        }

        @Override
        public Future<Seats> announce(AnnounceSeats request) {
            calls.add("announce " + request.sessions());
            return SEATED;
        }
    }

    private static final class RecordingGateway extends LoginGateway {
        private final BlockingQueue<String> closed = new LinkedBlockingQueue<>();

        String next() throws InterruptedException {
            return closed.poll(WAIT_SECONDS, SECONDS);
        }

        @Override
        public Future<HandedOver> handOver(HandOver request) {
            throw new IllegalStateException("not for this service to ask");
        }

        @Override
        public void closeSession(CloseSession event) {
            closed.add("close " + event.session() + " with " + event.code());
        }

        @Override
        public void filterData(FilterDelivery event) {
            closed.add("data " + event.data() + " to " + event.to());
        }
    }
}
