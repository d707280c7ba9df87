package org.anychat.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page of the dashboard that is left open for days: it holds no more than at first, and is never a picture of the past. */
class AdminDaysSystemTest {
    private static final double WAIT_MS = 60_000;
    private static final long MEGABYTE = 1L << 20;
    private static final List<String> PAGES =
            List.of("overview", "topology", "rooms", "room/1", "users", "why", "licence", "settings", "log", "audit");

    /** The page's end of the bridge, through which a test says what the server would say in days. */
    private static final String HOOK = """
            window.bridges = [];
            window.WebSocket = class extends WebSocket {
              constructor(...args) {
                super(...args);
                window.bridges.push(this);
                this.addEventListener('message', async ({ data }) => {
                  const text = data instanceof Blob ? await data.text() : data;
                  if (text.includes('"admin.overview"')) window.told = text;
                });
              }
            };
            """;
    /** Says so many seconds' figures, of a day each with another load, beginning a number of seconds from now. */
    private static final String SAY = """
            async ([from, count]) => {
              const bridge = window.bridges.at(-1);
              for (let i = 0; i < count; i++) {
                const message = JSON.parse(window.told);
                message.body.at += (from + i) * 1000;
                Object.assign(message.body.totals, { users: i % 5000, inBps: i * 1000, cpu: (i % 100) / 100 });
                message.body.alarms = i % 7 ? [] : [{ id: 'NodeSilent', severity: 'critical', subject: `n${i}`, value: 0 }];
                bridge.onmessage({ data: JSON.stringify(message) });
                if (i % 500 === 0) await new Promise((then) => setTimeout(then));
              }
            }
            """;

    @TempDir
    Path folder;

    private Playwright playwright;
    private ServerProcess server;
    private Dashboard dashboard;

    @BeforeEach
    void open() {
        PlaywrightAssertions.setDefaultAssertionTimeout(WAIT_MS);
        server = ServerProcess.start(folder);
        server.awaitReady();
        playwright = Participant.playwright();
        dashboard = Dashboard.open(playwright, server);
    }

    @AfterEach
    void close() {
        dashboard.close();
        playwright.close();
        server.close();
    }

    private record Held(long heap, long nodes, long listeners) {}

    private Held held() {
        CDPSession devtools = dashboard.page().context().newCDPSession(dashboard.page());
        devtools.send("HeapProfiler.collectGarbage");
        JsonObject counted = devtools.send("Memory.getDOMCounters");
        JsonObject heap = devtools.send("Runtime.getHeapUsage");
        devtools.detach();
        return new Held(
                heap.get("usedSize").getAsLong(),
                counted.get("nodes").getAsLong(),
                counted.get("jsEventListeners").getAsLong());
    }

    private void walk(int rounds) {
        for (int i = 0; i < rounds; i++) {
            PAGES.forEach(dashboard::go);
        }
    }

    @Tag("slow")
    @Test
    void shouldHoldNoMoreAfterDaysThanAfterAnHour() {
        dashboard.page().addInitScript(HOOK);
        dashboard.page().reload();
        dashboard.logIn(server);
        walk(3);
        dashboard.go("overview");
        dashboard.page().waitForFunction("() => window.told");
        say(0, 3_600);
        Held hour = held();

        say(3_600, 20_000);
        say(3 * 86_400, 4_000);
        walk(12);
        dashboard.go("overview");
        say(3 * 86_400 + 4_000, 3_600);

        Held days = held();
        System.out.println("A page after an hour " + hour + ", after days " + days);
        assertTrue(days.heap() < hour.heap() + 6 * MEGABYTE, () -> hour + " " + days);
        assertTrue(days.nodes() < hour.nodes() * 1.3, () -> hour + " " + days);
        assertTrue(days.listeners() < hour.listeners() * 1.3, () -> hour + " " + days);
        assertEquals(List.of(), dashboard.troubles());
    }

    private void say(int fromSeconds, int count) {
        dashboard.page().evaluate(SAY, List.of(fromSeconds, count));
    }

    /** The hour that is shown is one of the server's clock, wherever this machine's stands. */
    @Test
    void shouldShowTheLastHourToWhoHasAnotherTime() {
        dashboard.page().addInitScript("const real = Date.now; Date.now = () => real.call(Date) + 3 * 86_400_000;");
        dashboard.page().reload();
        dashboard.logIn(server);

        assertThat(dashboard.find(".chart .u-legend .u-value").nth(1)).hasText(Pattern.compile("\\d"));
    }

    @Test
    void shouldSayThatTheLoginIsOverAndGoOnWhereItWas() throws Exception {
        dashboard.logIn(server).go("log");
        dashboard.go("topology");
        dashboard.find("[data-action=drain]").first().click();
        assertThat(dashboard.find("dialog[open]")).isVisible();

        assertEquals(
                0,
                UserCommandProcess.admin(server.home(), "another long password\n", "passwd", "admin")
                        .exitCode());

        assertThat(dashboard.find("#login-error")).containsText("Your login is over");
        assertThat(dashboard.find("dialog[open]")).hasCount(0);
        assertThat(dashboard.find("#console")).isHidden();
        dashboard.shot("login-over");
        dashboard.find("#login-language").click();
        assertThat(dashboard.find("#login-error")).containsText("登录已结束");
        dashboard.find("#login-language").click();
        dashboard.logIn("admin", "another long password");
        assertThat(dashboard.find("#login-error")).isHidden();
        assertThat(dashboard.find(".page-topology .scroll tbody").first()).containsText("ready");
    }

    /** As a cable that is pulled, or a machine that has slept: nothing closes the connection. */
    @Test
    void shouldNoticeAServerThatSaysNothingAndComeBackByItself() {
        dashboard.logIn(server);
        assertThat(dashboard.find("#link-state.live")).isVisible();

        server.signal("STOP");
        assertThat(dashboard.find("#link-state.lost")).isVisible();
        server.signal("CONT");

        assertThat(dashboard.find("#link-state.live")).isVisible();
        assertThat(dashboard.find("[data-tile=users] strong")).hasText("0");
        assertThat(dashboard.find("#console")).isVisible();
    }

    @Test
    void shouldAskForTheLoginOfAServerThatWasStartedAnew() {
        dashboard.logIn(server);
        assertThat(dashboard.find("#link-state.live")).isVisible();

        server.kill();
        assertThat(dashboard.find("#link-state.lost")).isVisible();
        server = ServerProcess.startAgain(server);

        assertThat(dashboard.find("#login-error")).containsText("Your login is over");
    }
}
