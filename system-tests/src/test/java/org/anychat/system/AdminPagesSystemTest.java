package org.anychat.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each page of the dashboard in a real browser before a real server with a room of six. */
class AdminPagesSystemTest {
    private static final double WAIT_MS = 60_000;

    private static final List<String> PAGES = List.of(
            "overview", "topology", "rooms", "room", "users", "user", "why", "licence", "settings", "log", "audit");

    private static final double FROZEN_MS = 3_000;
    /** What the browser says of it: a frame may have been on its way when the process stopped. */
    private static final double LEAST_SECONDS = 2.5;

    private static final double LOOK_MS = 100;
    private static final String FREEZES_OF_VIEWER = ".scroll tbody >> nth=2 >> "
            + "tr:has(td:nth-child(1):text-is('Viewer')):has(td:nth-child(3):text('video')) >> td:nth-child(9)";
    private static final String OWN_FREEZES = "async () => JSON.stringify((await window.anychat.client.getStats())"
            + ".subscribe.tracks.filter(({ kind }) => kind === 'video')"
            + ".map(({ freezes, frozenMs }) => ({ freezes, frozenMs })))";

    private static RoomOfSix room;
    private static Playwright playwright;

    private Dashboard dashboard;

    @BeforeAll
    static void start(@TempDir Path folder) {
        PlaywrightAssertions.setDefaultAssertionTimeout(WAIT_MS);
        room = new RoomOfSix(folder);
        playwright = Participant.playwright();
    }

    @AfterAll
    static void stop() {
        playwright.close();
        room.close();
    }

    @BeforeEach
    void open() {
        dashboard = Dashboard.open(playwright, room.server);
    }

    @AfterEach
    void close() {
        dashboard.close();
    }

    @Test
    void shouldShowEveryPageWithWhatGoesOn() {
        dashboard.shot("login");
        dashboard.logIn(room.server);
        MediaUser stranger = room.newcomer("Stranger");
        SdkUser.await(stranger.user.client().enterRoomEx(RoomOfSix.EVIL, ""));

        assertThat(dashboard.find("[data-tile=users] strong")).hasText(count());
        assertThat(dashboard.find("[data-tile=publishers] strong")).hasText("6");
        assertThat(dashboard.find("[data-tile=inBps] strong")).hasText(Pattern.compile("[1-9].*bit/s"));
        assertThat(dashboard.find(".alarms .fine")).isVisible();
        dashboard.page().waitForTimeout(3_000);
        dashboard.screenshots("overview");

        showRooms();
        showPeople();
        showServer();
        showChinese();
        assertEquals(List.of(), dashboard.troubles());
    }

    private static String count() {
        return Integer.toString(room.users.size());
    }

    /** In the dark: what is wrong with colours and lengths is seen in both. */
    private void showChinese() {
        dashboard.find("#language").click();
        dashboard.dark();
        for (String page : PAGES) {
            dashboard.go(page.equals("user") ? "user/" + room.user(1).id : page.equals("room") ? "room/1" : page);
            assertThat(dashboard.find(".content h1")).hasText(Pattern.compile("[\\u4e00-\\u9fff]|User 1|Room 1"));
            dashboard.page().waitForTimeout(1_200);
            dashboard.awaitFitting();
            dashboard.shot(page + "-zh-dark");
        }
        dashboard.phone();
        lookAtQuestions("-zh-dark-phone");
    }

    /** What an operator is asked before anything is done; the answers are given in {@link AdminActionsSystemTest}. */
    private void lookAtQuestions(String suffix) {
        dashboard.go("room/1");
        for (String action : List.of("say", "closeRoom")) {
            dashboard.look(".head-row", action, "dialog-" + action + suffix);
        }
        for (String action : List.of("mute", "kick", "ban")) {
            dashboard.look("tr[data-key='" + room.user(0).id + "']", action, "dialog-" + action + suffix);
        }
        dashboard.go("topology").look("tbody", "drain", "dialog-drain" + suffix);
        dashboard.go("settings").look("tr[data-key=VideoFPS]", "change", "dialog-change" + suffix);
        dashboard.look(".head-row", "reload", "dialog-reload" + suffix);
    }

    private void showRooms() {
        dashboard.go("topology");
        assertThat(dashboard.find(".scroll tbody").first()).containsText("ready");
        assertThat(dashboard.find(".scroll tbody").last()).containsText("open");
        dashboard.screenshots("topology");

        dashboard.go("rooms");
        assertThat(dashboard.find(".scroll tr[data-key='1'] td:nth-child(3)")).hasText("6");
        assertThat(dashboard.find(".scroll tbody")).containsText(RoomOfSix.EVIL);
        dashboard.screenshots("rooms");

        dashboard.go("room/1");
        assertThat(dashboard.find(".scroll tbody").first().locator("tr")).hasCount(RoomOfSix.USERS);
        assertThat(dashboard.find(".scroll tbody").nth(1).locator("tr")).hasCount(2 * RoomOfSix.USERS);
        assertThat(dashboard.find(".scroll tbody").nth(2).locator("tr"))
                .hasCount(2 * RoomOfSix.USERS * (RoomOfSix.USERS - 1));
        assertThat(dashboard.find(".scroll tbody").nth(2).locator("tr .badge.good"))
                .hasCount(2 * RoomOfSix.USERS * (RoomOfSix.USERS - 1));
        assertThat(dashboard.find(".scroll tbody").first()).containsText(RoomOfSix.EVIL);
        dashboard.page().waitForTimeout(5_000);
        dashboard.screenshots("room");
    }

    private void showPeople() {
        dashboard.go("users");
        assertThat(dashboard.find(".scroll tbody").first().locator("tr")).hasCount(room.users.size());
        // The SDK says nothing of camera and microphone by itself.
        assertThat(dashboard.find("tr[data-key='" + room.user(1).id + "'] td:nth-child(5)"))
                .hasText("audio, video");
        dashboard.screenshots("users");

        dashboard.go("user/" + room.user(0).id);
        assertThat(dashboard.find(".facts")).containsText("online");
        assertThat(dashboard.find(".trail .badge").first()).hasText("gets media");
        dashboard.screenshots("user");

        dashboard.go("why");
        assertThat(dashboard.find(".trail")).hasCount(room.users.size());
        dashboard.find(".trail summary").first().click();
        dashboard.screenshots("why");
    }

    private void showServer() {
        dashboard.go("licence");
        assertThat(dashboard.find(".facts")).containsText("demo mode");
        dashboard.screenshots("licence");

        dashboard.go("settings");
        assertThat(dashboard.find(".scroll tr[data-key=DemoMode]")).containsText("1");
        assertThat(dashboard.find(".scroll tr[data-key=SDKAuthPass] .value")).hasText("");
        dashboard.screenshots("settings");

        dashboard.go("log");
        assertThat(dashboard.find(".log")).containsText("AnyChatCoreServer is ready");
        assertFalse(dashboard.find(".log").textContent().contains("Password:"));
        dashboard.screenshots("log");

        dashboard.go("audit");
        assertThat(dashboard.find(".scroll tbody")).containsText("Login");
        dashboard.screenshots("audit");
    }

    /** A publisher's process stands still: what the viewer's browser says of its picture is on the room's page. */
    @Test
    void shouldShowWhosePictureStoodStillAndForHowLong(@TempDir Path folder) {
        dashboard.logIn(room.server);
        try (BotProcess bot = BotProcess.join(room.server, "--room", "2", "--name", "Bot", "--duration", "600s");
                Participant viewer = Participant.open(playwright, folder, "Viewer", FakeMedia.RED_GREEN)) {
            viewer.join(room.server, 2).awaitPictures(List.of(BotProcess.PICTURE), WAIT_MS);
            dashboard.go("room/2");
            Locator said = dashboard.find(FREEZES_OF_VIEWER);
            assertThat(said).hasText(Pattern.compile("\\d"));
            double beforeSeconds = seconds(said.textContent());

            bot.signal("STOP");
            viewer.page().waitForTimeout(FROZEN_MS);
            bot.signal("CONT");
            long againNs = System.nanoTime();

            awaitSeconds(said, beforeSeconds + LEAST_SECONDS);
            long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - againNs);
            System.out.println("A picture that stood still for " + FROZEN_MS + " ms: \"" + said.textContent()
                    + "\" on the page " + tookMs + " ms later; before \"" + beforeSeconds + " s\"; the browser itself "
                    + viewer.page().evaluate(OWN_FREEZES));
            dashboard.screenshots("room-frozen");
            dashboard.go("user/" + viewer.page().evaluate("() => window.anychat.client.self.userId"));
            assertThat(dashboard.find(".facts")).containsText("× · ");
            viewer.page().evaluate("() => window.anychat.client.logout()");
        }
        dashboard.go("overview");
        assertThat(dashboard.find("[data-tile=users] strong")).hasText(count());
        assertEquals(List.of(), dashboard.troubles());
    }

    private void awaitSeconds(Locator said, double atLeast) {
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos((long) WAIT_MS);
        while (seconds(said.textContent()) < atLeast) {
            assertTrue(System.nanoTime() < endNs, () -> "the page still says " + said.textContent());
            dashboard.page().waitForTimeout(LOOK_MS);
        }
    }

    /** Of what {@code 2× · 3.4 s} says, the seconds. */
    private static double seconds(String freezes) {
        Matcher matcher = Pattern.compile("· (\\S+) s").matcher(freezes);
        return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
    }

    @Test
    void shouldShowWhatHappensWithinASecond() {
        dashboard.logIn(room.server);
        assertThat(dashboard.find("[data-tile=users] strong")).hasText(count());
        List<Long> delaysMs = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String expected = Integer.toString(room.users.size() + 1);
            dashboard
                    .page()
                    .evaluate(
                            "expected => { const place = document.querySelector('[data-tile=users] strong');"
                                    + " window.seen = new Promise((resolve) => { const look = new MutationObserver(() =>"
                                    + " place.textContent === expected && (look.disconnect(), resolve(Date.now())));"
                                    + " look.observe(place, { childList: true, characterData: true, subtree: true }); }); }",
                            expected);
            room.newcomer("Guest " + i);
            long happenedMs = System.currentTimeMillis();
            Number seenMs = (Number) dashboard.page().evaluate("() => window.seen");
            delaysMs.add(seenMs.longValue() - happenedMs);
        }
        System.out.println("A login was on the page after " + delaysMs + " ms");
        assertTrue(delaysMs.stream().sorted().skip(2).findFirst().orElseThrow() < 1_000, delaysMs::toString);
    }
}
