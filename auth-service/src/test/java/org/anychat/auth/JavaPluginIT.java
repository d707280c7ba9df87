package org.anychat.auth;

import static org.anychat.auth.PluginFixture.await;
import static org.anychat.auth.PluginFixture.codeOf;
import static org.anychat.auth.PluginFixture.next;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.anychat.contracts.AuthApi.LoggedIn;
import org.anychat.contracts.AuthApi.Logout;
import org.anychat.contracts.FilterApi.FilterData;
import org.anychat.contracts.FilterApi.FilterText;
import org.anychat.contracts.FilterApi.PrepareEnterRoom;
import org.anychat.contracts.FilterApi.UserEntered;
import org.anychat.contracts.FilterApi.UserLeft;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.plugin.SdkFilter;
import org.anychat.testsupport.CompiledJar;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The auth service with real jars, which the test compiles. */
class JavaPluginIT {
    private static final String SERVICE = SdkFilter.class.getName() + "=";
    /** Long enough for a busy machine to answer in time, where the answer is to come in time. */
    private static final int NEVER_MS = 4_000;

    private static final int SOON_MS = 200;
    /** Longer than the tests' patience: the plug-in is not given up meanwhile. */
    private static final int HANGS_TO_THE_END_MS = 120_000;

    @TempDir
    Path home;

    private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
    private final PluginFixture fixture = new PluginFixture();

    @BeforeEach
    void listenToThePlugin() {
        System.getProperties().put("anychat.test.calls", calls);
    }

    @AfterEach
    void close() {
        fixture.close();
        System.getProperties().remove("anychat.test.calls");
    }

    private static String source() {
        try (InputStream in = JavaPluginIT.class.getResourceAsStream("TestFilter.java.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path jar(String source, String... services) {
        return CompiledJar.make(
                home.resolve("filter.jar"),
                "TestFilter",
                source,
                Path.of(SdkFilter.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath())
                        .toString(),
                List.of(services));
    }

    private void start(int timeoutMs, int threads) {
        fixture.start(jar(source(), SERVICE + "TestFilter"), timeoutMs, threads);
        assertEquals("init", next(calls));
    }

    @Test
    void shouldSayInTheLogWhatItHasLoaded() {
        start(NEVER_MS, 1);
        assertEquals("Load SDK Filter Plus:filter.jar Success, ver:Test 1.0", fixture.awaitLog("Load SDK"));
    }

    @Test
    void shouldLogInWhomThePluginAccepts() {
        start(NEVER_MS, 1);
        assertEquals(new LoggedIn(new UserId(101), "ann", "Nick ann", 5), await(fixture.login("s", "ann", "right")));
        assertEquals("login 101 Nick ann 5 192.0.2.1", next(calls));
        assertEquals("s: welcome", next(fixture.sent));
    }

    @ParameterizedTest
    @CsvSource({
        "ann, 90001",
        "boom, 206",
        "overflow, 206",
        "null, 206",
        "zero, 206",
        "negative, 206",
        "reach out, 90002"
    })
    void shouldGiveTheClientThePluginsCodeOr206(String name, int code) {
        start(NEVER_MS, 1);
        assertEquals(code, fixture.loginCode(name, "wrong"));
        assertEquals(0, fixture.loginCode("ben", "right"));
    }

    @Test
    void shouldTellThePluginEverythingInOrder() {
        start(NEVER_MS, 1);
        SessionId guest = new SessionId("g");
        await(fixture.login("g", "Guest", ""));
        assertEquals(0, fixture.entryCode(-2, 1));
        fixture.filter.entered(new UserEntered(guest, new RoomId(1)));
        fixture.filter.text(new FilterText(new RoomId(1), new UserId(-2), null, false, "hello"));
        fixture.filter.text(new FilterText(new RoomId(1), new UserId(-2), new UserId(101), true, "psst"));
        fixture.filter.entered(new UserEntered(guest, new RoomId(2)));
        fixture.filter.left(new UserLeft(guest, new RoomId(1)));
        await(fixture.filter.filterData(new FilterData(guest, Buffer.buffer("bytes"))));
        await(fixture.auth.logout(new Logout(guest)));
        fixture.undeploy();

        List<String> expected = List.of(
                "login -2 Guest 0 192.0.2.1",
                "prepare -2 1  ",
                "enter -2 1",
                "text 1 -2 -1 false hello",
                "text 1 -2 101 true psst",
                "leave -2 1",
                "enter -2 2",
                "data -2 bytes",
                "leave -2 2",
                "logout -2",
                "release");
        assertEquals(expected, List.copyOf(calls));
        assertEquals("g: welcome", next(fixture.sent));
        assertTrue(fixture.sent.isEmpty(), "a handle that is nobody's reached somebody");
    }

    @Test
    void shouldRefuseAnEntryWithThePluginsCode() {
        start(NEVER_MS, 1);
        assertEquals(90_009, fixture.entryCode(-2, 9));
        await(fixture.filter.prepareEnterRoom(
                new PrepareEnterRoom(new UserId(5), new RoomId(10_000), "Den", "secret")));
        assertEquals("prepare -2 9  ", next(calls));
        assertEquals("prepare 5 10000 Den secret", next(calls));
    }

    @Test
    void shouldEndTheEarlierLoginOfTheSameUserFirst() {
        start(NEVER_MS, 1);
        await(fixture.login("s1", "ann", "right"));
        await(fixture.login("s2", "ann", "right"));
        assertEquals("login 101 Nick ann 5 192.0.2.1", next(calls));
        assertEquals("logout 101", next(calls));
        assertEquals("login 101 Nick ann 5 192.0.2.1", next(calls));
    }

    @Test
    void shouldAnswer207ForAPluginThatHangsAndGoOnAfterwards() {
        start(SOON_MS, 1);
        Future<?> hanging = fixture.login("h", "hang", "right");
        // It queues behind the thread that hangs.
        Future<?> next = fixture.login("n", "ann", "right");
        assertEquals(207, codeOf(hanging));
        assertEquals(207, codeOf(next));
        fixture.awaitLog("Questions are answered with 207");
        assertEquals(0, awaitLogin("ann"));
    }

    @Test
    void shouldServeOthersWhileOneThreadIsLost() {
        start(SOON_MS, 2);
        assertEquals(207, fixture.loginCode("hang for ever", "right"));
        fixture.awaitLog("1 of its threads do not come back");
        assertEquals(0, awaitLogin("ann"));
    }

    /** Asks until the plug-in is asked again. */
    private int awaitLogin(String name) {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        int code = 207;
        while (code == 207 && System.nanoTime() < endNs) {
            code = fixture.loginCode(name, "right");
        }
        return code;
    }

    @Test
    void shouldRefuseAtOnceWhatDoesNotFitIntoTheQueue() {
        start(HANGS_TO_THE_END_MS, 1);
        await(fixture.login("s", "ann", "right"));
        Future<?> unused = fixture.login("h", "hang", "right");
        int refused = 0;
        for (int block = 0; block < 50; block++) {
            refused += refusedOf(100);
        }
        assertTrue(refused >= 900 && refused < 910, refused + " refused");
        assertEquals(207, fixture.entryCode(5, 1));
    }

    /** Sends buffers of the user of session "s", so few at once that the bus has not too much to do either. */
    private int refusedOf(int buffers) {
        FilterData data = new FilterData(new SessionId("s"), Buffer.buffer("x"));
        List<Future<?>> sent = IntStream.range(0, buffers)
                .<Future<?>>mapToObj(i -> fixture.filter.filterData(data))
                .toList();
        List<Integer> codes = sent.stream().map(PluginFixture::codeOf).toList();
        assertTrue(Set.of(0, 207).containsAll(codes), codes::toString);
        return Collections.frequency(codes, 207);
    }

    @Test
    void shouldServeGuestsWhereTheFileIsMissing() {
        fixture.start(home.resolve("missing.jar"), NEVER_MS, 1);
        assertUnusable("missing.jar Failed: it is no jar that can be read");
    }

    @Test
    void shouldSayThatAFileIsNoJar() throws IOException {
        fixture.start(Files.writeString(home.resolve("text.jar"), "no jar"), NEVER_MS, 1);
        assertUnusable("text.jar Failed: it is no jar that can be read");
    }

    @Test
    void shouldSayThatAJarNamesNoPlugin() {
        fixture.start(jar(source()), NEVER_MS, 1);
        assertUnusable("META-INF/services/org.anychat.plugin.SdkFilter is missing or empty");
    }

    @Test
    void shouldSayThatAJarNamesAClassThatIsNotThere() {
        fixture.start(jar(source(), SERVICE + "Nobody"), NEVER_MS, 1);
        assertUnusable("its class cannot be used");
    }

    @Test
    void shouldSayThatAPluginIsOfAnotherVersion() {
        String later = source().replace("return API_VERSION;", "return 2;");
        fixture.start(jar(later, SERVICE + "TestFilter"), NEVER_MS, 1);
        assertUnusable("written for version 2 of plugin-api, and this server has version 1");
    }

    @Test
    void shouldLoadAgainWhereThePluginCannotWorkYet() {
        String notAtFirst = source().replace(
                        "return true;\n    }\n\n    public Verdict", "return calls() > 1;\n    }\n\n    public Verdict")
                .replace(
                        "private void send(",
                        "private static int calls() { return ((Queue<?>) System.getProperties()"
                                + ".get(\"anychat.test.calls\")).size(); }\n    private void send(");
        fixture.start(jar(notAtFirst, SERVICE + "TestFilter"), NEVER_MS, 1);
        fixture.awaitLog("its init returned false (version Test 1.0)");
        fixture.awaitLog("Success, ver:Test 1.0");
        assertEquals(0, fixture.loginCode("ann", "right"));
    }

    private void assertUnusable(String words) {
        fixture.awaitLog(words);
        assertEquals(206, fixture.loginCode("ann", "right"));
        assertEquals(0, fixture.loginCode("Guest", ""));
        assertEquals(0, fixture.entryCode(-2, 9));
        assertEquals(
                206,
                codeOf(fixture.filter.filterData(new FilterData(new SessionId("Guest-session"), Buffer.buffer("x")))));
    }
}
