package org.anychat.auth;

import static org.anychat.auth.PluginFixture.await;
import static org.anychat.auth.PluginFixture.codeOf;
import static org.anychat.auth.PluginFixture.next;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.anychat.contracts.AuthApi.LoggedIn;
import org.anychat.contracts.AuthApi.Logout;
import org.anychat.contracts.FilterApi.FilterData;
import org.anychat.contracts.FilterApi.FilterText;
import org.anychat.contracts.FilterApi.UserEntered;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.testsupport.CompiledLibrary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The auth service with real native libraries in real child processes. */
@EnabledOnOs(OS.LINUX)
class NativePluginIT {
    private static final Path SOURCES = Path.of("..", "plugin-samples", "native");
    /** Long enough for a busy machine. */
    private static final int NEVER_MS = 20_000;
    /** Long enough for the first answer of a process that has just started. */
    private static final int SOON_MS = 3_000;

    @TempDir
    static Path libraries;

    private static Path faulty;
    private static Path incomplete;

    @TempDir
    Path home;

    private final PluginFixture fixture = new PluginFixture();

    @BeforeAll
    static void compile() {
        faulty = CompiledLibrary.make(libraries.resolve("libfaulty.so"), SOURCES.resolve("test/faulty_filter.c"));
        incomplete = CompiledLibrary.make(
                libraries.resolve("libincomplete.so"), SOURCES.resolve("test/incomplete_filter.c"));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void start(Path library, int timeoutMs) {
        try {
            Path file = Files.copy(library, home.resolve(library.getFileName()));
            fixture.start(file, timeoutMs, 1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldDoAllThatAPluginIsFor() {
        start(faulty, NEVER_MS);
        assertEquals(
                "Load SDK Filter Plus:libfaulty.so Success, ver:Sample filter (C) 1.0", fixture.awaitLog("Load SDK"));
        assertEquals(new LoggedIn(new UserId(101), "ann", "Ann A.", 5), await(fixture.login("s", "ann", "apple")));
        assertEquals("s: welcome Ann A.", next(fixture.sent));
        fixture.awaitLog("login of 101 Ann A. from 192.0.2.1");
        SessionId ann = new SessionId("s");
        fixture.filter.entered(new UserEntered(ann, new RoomId(1)));
        fixture.awaitLog("101 enters room 1");
        fixture.filter.text(new FilterText(new RoomId(1), new UserId(101), null, false, "你好"));
        fixture.awaitLog("text of 101 to -1 in room 1: 你好");
        await(fixture.filter.filterData(new FilterData(ann, Buffer.buffer("ping"))));
        assertEquals("s: echo ping", next(fixture.sent));
        await(fixture.auth.logout(new Logout(ann)));
        fixture.awaitLog("101 leaves room 1");
        fixture.awaitLog("logout of 101");
        fixture.undeploy();
        fixture.awaitLog("released");
    }

    @ParameterizedTest
    @CsvSource({"ann, wrong, 200", "nobody, x, 205", "zero, x, 206", "negative, x, 206", "ben, banana, 0"})
    void shouldGiveTheClientThePluginsCodeOr206(String name, String password, int code) {
        start(faulty, NEVER_MS);
        assertEquals(code, fixture.loginCode(name, password));
    }

    @Test
    void shouldKeepGuestsOutOfTheMembersRoom() {
        start(faulty, NEVER_MS);
        assertEquals(90_001, fixture.entryCode(-2, 9));
        assertEquals(0, fixture.entryCode(-2, 1));
        assertEquals(0, fixture.entryCode(101, 9));
    }

    @ParameterizedTest
    @CsvSource({"segv, exit code 1;", "exit, exit code 3;"})
    void shouldSurviveThePluginsDeathAndTellTheNextOneWhoIsThere(String name, String words) {
        start(faulty, NEVER_MS);
        await(fixture.login("s", "ann", "apple"));
        assertEquals("s: welcome Ann A.", next(fixture.sent));
        fixture.filter.entered(new UserEntered(new SessionId("s"), new RoomId(7)));
        fixture.awaitLog("101 enters room 7");

        assertEquals(206, fixture.loginCode(name, "x"));

        assertTrue(fixture.awaitLog("has crashed").contains(words));
        assertEquals(0, fixture.loginCode("ben", "banana"), "a question that can wait for the next process");
        assertEquals("s: welcome Ann A.", next(fixture.sent));
        fixture.awaitLog("101 enters room 7");
    }

    @Test
    void shouldCostOnlyItsOwnAnswerToCrash() {
        start(faulty, NEVER_MS);
        Future<?> crash = fixture.login("crash", "segv", "x");
        List<Future<?>> others = IntStream.range(0, 20)
                .<Future<?>>mapToObj(i -> fixture.login("wrong" + i, "ann", "wrong"))
                .toList();
        assertEquals(206, codeOf(crash));
        others.forEach(login -> assertEquals(200, codeOf(login)));
    }

    @Test
    void shouldKillAProcessThatHangs() {
        start(faulty, SOON_MS);
        assertEquals(207, fixture.loginCode("hang", "x"));
        fixture.awaitLog("hangs; its process is killed");
        fixture.awaitLog("Success");
        assertEquals(200, fixture.loginCode("ann", "wrong"));
    }

    @Test
    void shouldLoadAgainWhereInitFilterSaysNo() throws IOException {
        Path refuse = Files.createFile(home.resolve("refuse-init"));
        start(faulty, SOON_MS);
        fixture.awaitLog("BRFP_InitFilter returned FALSE (version Sample filter (C) 1.0)");
        assertEquals(0, fixture.loginCode("Guest", ""));
        Files.delete(refuse);
        fixture.awaitLog("Success");
        assertEquals(200, fixture.loginCode("ann", "wrong"));
    }

    @Test
    void shouldNameTheFunctionsThatAreMissing() {
        start(incomplete, NEVER_MS);
        String line = fixture.awaitLog("libincomplete.so Failed");
        assertTrue(line.contains("does not export BRFP_VerifyUser, BRFP_PrepareEnterRoom"), line);
        assertEquals(206, fixture.loginCode("ann", "apple"));
        assertEquals(0, fixture.loginCode("Guest", ""));
    }

    @Test
    void shouldSayThatAFileIsNoLibrary() throws IOException {
        start(Files.writeString(libraries.resolve("text.so"), "no library"), NEVER_MS);
        fixture.awaitLog("text.so Failed: it is no library that this system can load");
        assertEquals(206, fixture.loginCode("ann", "apple"));
    }

    @Test
    void shouldSayThatTheFileIsMissing() {
        fixture.start(home.resolve("libipcfilterplus.so"), NEVER_MS, 1);
        fixture.awaitLog("libipcfilterplus.so Failed: there is no such file");
        assertEquals(206, fixture.loginCode("ann", "apple"));
        assertEquals(0, fixture.loginCode("Guest", ""));
    }

    @Test
    void shouldSayThatTheFileIsForAnotherSystem() throws IOException {
        fixture.start(Files.writeString(home.resolve("IPCFilterPlus.dll"), "MZ"), NEVER_MS, 1);
        fixture.awaitLog("it is a library of Windows");
    }
}
