package org.anychat.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.anychat.client.ClientRuntime;
import org.anychat.client.media.EncodedFrame;
import org.anychat.client.media.MediaCodec;
import org.anychat.client.media.MediaSink;
import org.anychat.client.media.RemoteTrack;
import org.anychat.client.sample.Sample;
import org.anychat.protocol.ServerEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard in a real browser before a real server with a room of six, whose users are told what an operator does. */
class AdminDashboardSystemTest {
    private static final double WAIT_MS = 60_000;
    private static final int USERS = 6;
    private static final String EVIL = "<img src=x onerror=alert(1)>";
    private static final String KICKED = "211";

    @TempDir
    Path folder;

    private ServerProcess server;
    private ClientRuntime runtime;
    private Playwright playwright;
    private Dashboard dashboard;
    private final List<User> users = new ArrayList<>();

    /** A user with media, what it is told, and how many frames it has had by publisher and kind. */
    private static final class User implements AutoCloseable {
        final SdkEvents events = new SdkEvents();
        final Map<String, Integer> frames = new ConcurrentHashMap<>();
        final SdkUser user;
        final int id;

        User(ServerProcess server, ClientRuntime runtime, String name) {
            user = new SdkUser(server, runtime, events);
            id = user.loggedIn(name);
        }

        User inRoom(int room) {
            SdkUser.await(user.client().enterRoom(room, ""));
            SdkUser.await(user.client().publish(Sample.video(), Sample.audio()));
            SdkUser.await(user.client().subscribe(new MediaSink() {
                @Override
                public void onFrame(RemoteTrack track, EncodedFrame frame) {
                    frames.merge(track.userId() + " " + (track.codec() != MediaCodec.OPUS), 1, Integer::sum);
                }
            }));
            return this;
        }

        int had(User publisher, boolean video) {
            return frames.getOrDefault(publisher.id + " " + video, 0);
        }

        @Override
        public void close() {
            user.close();
        }
    }

    @BeforeEach
    void start() {
        PlaywrightAssertions.setDefaultAssertionTimeout(WAIT_MS);
        server = ServerProcess.start(folder, "DemoUserLimit=100", "[Function Settings]", "AutoAddRoom=1");
        runtime = ClientRuntime.create(1);
        for (int i = 0; i < USERS; i++) {
            users.add(new User(server, runtime, i == 0 ? EVIL : "User " + i).inRoom(1));
        }
        playwright = Participant.playwright();
        dashboard = Dashboard.open(playwright, server);
    }

    @AfterEach
    void stop() {
        dashboard.close();
        playwright.close();
        users.forEach(User::close);
        runtime.close();
        server.close();
    }

    @Test
    void shouldShowEveryPageWithWhatGoesOn() {
        dashboard.shot("login");
        dashboard.logIn(server);
        User stranger = new User(server, runtime, "Stranger");
        users.add(stranger);
        SdkUser.await(stranger.user.client().enterRoomEx(EVIL, ""));

        assertThat(dashboard.find("[data-tile=users] strong")).hasText("7");
        assertThat(dashboard.find("[data-tile=publishers] strong")).hasText("6");
        assertThat(dashboard.find("[data-tile=inBps] strong")).hasText(Pattern.compile("[1-9].*bit/s"));
        assertThat(dashboard.find(".alarms .fine")).isVisible();
        dashboard.page().waitForTimeout(3_000);
        dashboard.screenshots("overview");

        showRooms();
        showPeople();
        showServer();
        dashboard.find("#language").click();
        dashboard.go("overview");
        assertThat(dashboard.find(".content h1")).hasText("总览");
        dashboard.page().waitForTimeout(1_500);
        dashboard.shot("overview-zh");
        assertEquals(List.of(), dashboard.troubles());
    }

    private void showRooms() {
        dashboard.go("topology");
        assertThat(dashboard.find(".scroll tbody").first()).containsText("ready");
        assertThat(dashboard.find(".scroll tbody").last()).containsText("open");
        dashboard.screenshots("topology");

        dashboard.go("rooms");
        assertThat(dashboard.find(".scroll tr[data-key='1'] td:nth-child(3)")).hasText("6");
        assertThat(dashboard.find(".scroll tbody")).containsText(EVIL);
        dashboard.screenshots("rooms");

        dashboard.go("room/1");
        assertThat(dashboard.find(".scroll tbody").first().locator("tr")).hasCount(USERS);
        assertThat(dashboard.find(".scroll tbody").nth(1).locator("tr")).hasCount(2 * USERS);
        assertThat(dashboard.find(".scroll tbody").nth(2).locator("tr")).hasCount(2 * USERS * (USERS - 1));
        assertThat(dashboard.find(".scroll tbody").nth(2).locator("tr .badge.good"))
                .hasCount(2 * USERS * (USERS - 1));
        assertThat(dashboard.find(".scroll tbody").first()).containsText(EVIL);
        dashboard.page().waitForTimeout(5_000);
        dashboard.screenshots("room");
    }

    private void showPeople() {
        dashboard.go("users");
        assertThat(dashboard.find(".scroll tbody").first().locator("tr")).hasCount(USERS + 1);
        dashboard.screenshots("users");

        dashboard.go("user/" + users.get(0).id);
        assertThat(dashboard.find(".facts")).containsText("online");
        assertThat(dashboard.find(".trail .badge").first()).hasText("gets media");
        dashboard.screenshots("user");

        dashboard.go("why");
        assertThat(dashboard.find(".trail")).hasCount(USERS + 1);
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

    @Test
    void shouldDoWhatItsButtonsSayAndTellTheClients() throws Exception {
        dashboard.logIn(server);
        User first = users.get(1);
        User second = users.get(2);

        dashboard.go("room/1");
        muteAndUnmute(first, second);

        dashboard.act(".head-row", "say", "text", "Five more minutes");
        assertSaid(first, "Five more minutes");
        assertSaid(second, "Five more minutes");
        dashboard.go("rooms").act(".head-row", "say", "text", "Good day to all");
        assertSaid(first, "Good day to all");

        dashboard.go("room/1").act("tr[data-key='" + first.id + "']", "kick");
        assertEquals(
                KICKED,
                Integer.toString(first.events.next(ServerEvent.LinkClose.class).code()));
        assertThat(dashboard.find(".scroll tbody").first().locator("tr")).hasCount(USERS - 1);
        dashboard.go("user/" + first.id);
        assertThat(dashboard.find(".trail .badge").first()).containsText("211");

        steerTheServer(second);
        endForTheSecond(second);

        dashboard.go("audit");
        for (String action :
                List.of("Mute", "Say to everybody", "Kick", "Drain", "Undrain", "Change", "Close", "Ban", "Lift")) {
            assertThat(dashboard.find(".scroll tbody")).containsText(action);
        }
        dashboard.shot("audit-full");
        assertTrue(Files.readString(folder.resolve("AnyChatAudit.log")).contains("\tcloseRoom\t"));
        assertEquals(List.of(), dashboard.troubles());
    }

    private void steerTheServer(User second) {
        dashboard.go("topology").act("tbody", "drain", "seconds", "600");
        assertThat(dashboard.find(".scroll tbody").last()).containsText("draining");
        assertThat(dashboard.find("[data-page=overview] .count")).hasText("1");
        dashboard.act("tbody", "undrain");
        assertThat(dashboard.find(".scroll tbody").last()).containsText("open");

        dashboard.go("settings").act("tr[data-key=VideoFPS]", "change", "value", "21");
        assertEquals(
                21,
                second.events
                        .next(ServerEvent.ServerConfigUpdate.class)
                        .config()
                        .video()
                        .fps());
        assertThat(dashboard.find(".scroll tr[data-key=VideoFPS] .value")).hasText("21");
    }

    private void endForTheSecond(User second) {
        dashboard.go("rooms").act("tr[data-key='1']", "closeRoom");
        ServerEvent.UserAtRoom out = second.events.next(ServerEvent.UserAtRoom.class);
        while (out.userId() != second.id || out.enter()) {
            out = second.events.next(ServerEvent.UserAtRoom.class);
        }
        assertThat(dashboard.find(".scroll tr[data-key='1'] td:nth-child(3)")).hasText("0");

        dashboard.go("users").act("tr[data-key='" + second.id + "']", "ban", "seconds", "600");
        assertEquals(113, second.events.next(ServerEvent.LinkClose.class).code());
        assertThat(dashboard.find(".scroll tbody").last()).containsText("127.0.0.1");
        dashboard.act("tbody", "admit");
        assertThat(dashboard.find(".scroll tbody").last().locator("tr")).hasCount(0);
        User back = new User(server, runtime, "Back again");
        users.add(back);
    }

    private void muteAndUnmute(User publisher, User viewer) throws InterruptedException {
        String row = "tr[data-key='" + publisher.id + "']";
        awaitMore(viewer, publisher, false);
        dashboard.act(row, "mute", "microphone", "true");
        assertThat(dashboard.find(row)).containsText("sound muted");
        int before = viewer.had(publisher, false);
        int video = viewer.had(publisher, true);
        while (viewer.had(publisher, true) < video + 30) {
            awaitMore(viewer, publisher, true);
        }
        assertEquals(before, viewer.had(publisher, false));
        dashboard.shot("room-muted");
        dashboard.act(row, "mute", "microphone", "false");
        awaitMore(viewer, publisher, false);
    }

    /** Waits until another frame has come. */
    private void awaitMore(User viewer, User publisher, boolean video) throws InterruptedException {
        int before = viewer.had(publisher, video);
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (viewer.had(publisher, video) == before) {
            assertTrue(System.nanoTime() < endNs, "no frame came from user " + publisher.id);
            dashboard.page().waitForTimeout(20);
        }
    }

    private static void assertSaid(User hears, String text) {
        ServerEvent.TextMessage said = hears.events.next(ServerEvent.TextMessage.class);
        assertEquals(text, said.text());
        assertEquals(0, said.from());
    }

    @Test
    void shouldShowWhatHappensWithinASecond() {
        dashboard.logIn(server);
        assertThat(dashboard.find("[data-tile=users] strong")).hasText("6");
        List<Long> delaysMs = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String expected = Integer.toString(USERS + 1 + i);
            dashboard
                    .page()
                    .evaluate(
                            "expected => { const place = document.querySelector('[data-tile=users] strong');"
                                    + " window.seen = new Promise((resolve) => { const look = new MutationObserver(() =>"
                                    + " place.textContent === expected && (look.disconnect(), resolve(Date.now())));"
                                    + " look.observe(place, { childList: true, characterData: true, subtree: true }); }); }",
                            expected);
            users.add(new User(server, runtime, "Guest " + i));
            long happenedMs = System.currentTimeMillis();
            Number seenMs = (Number) dashboard.page().evaluate("() => window.seen");
            delaysMs.add(seenMs.longValue() - happenedMs);
        }
        System.out.println("A login was on the page after " + delaysMs + " ms");
        assertTrue(delaysMs.stream().sorted().skip(2).findFirst().orElseThrow() < 1_000, delaysMs::toString);
    }
}
