package org.anychat.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.anychat.protocol.ServerEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators do on the dashboard, in a real browser, and what the users of a room of six are told of it. */
class AdminActionsSystemTest {
    private static final double WAIT_MS = 60_000;
    private static final String KICKED = "211";

    @TempDir
    Path folder;

    private RoomOfSix room;
    private Playwright playwright;
    private Dashboard dashboard;

    @BeforeEach
    void start() {
        PlaywrightAssertions.setDefaultAssertionTimeout(WAIT_MS);
        room = new RoomOfSix(folder);
        playwright = Participant.playwright();
        dashboard = Dashboard.open(playwright, room.server);
    }

    @AfterEach
    void stop() {
        dashboard.close();
        playwright.close();
        room.close();
    }

    @Test
    void shouldDoWhatItsButtonsSayAndTellTheClients() throws Exception {
        dashboard.logIn(room.server);
        MediaUser first = room.user(1);
        MediaUser second = room.user(2);

        dashboard.go("room/1");
        muteAndUnmute(first, second, false);
        muteAndUnmute(first, second, true);
        speak(List.of(first, second), room.newcomer("Outside"));

        dashboard.go("room/1").act("tr[data-key='" + first.id + "']", "kick");
        assertEquals(
                KICKED,
                Integer.toString(first.events.next(ServerEvent.LinkClose.class).code()));
        assertThat(dashboard.find(".scroll tbody").first().locator("tr")).hasCount(RoomOfSix.USERS - 1);
        dashboard.go("user/" + first.id);
        assertThat(dashboard.find(".trail .badge").first()).containsText("211");

        steerTheServer(second);
        endForTheSecond(second);

        dashboard.go("audit");
        for (String action : List.of(
                "Mute",
                "Say to everybody",
                "Kick",
                "Drain",
                "Undrain",
                "Change",
                "Read the file again",
                "Close",
                "Ban",
                "Lift")) {
            assertThat(dashboard.find(".scroll tbody")).containsText(action);
        }
        dashboard.shot("audit-full");
        assertTrue(Files.readString(folder.resolve("AnyChatAudit.log")).contains("\tcloseRoom\t"));
        assertEquals(List.of(), dashboard.troubles());
    }

    /** Whoever is in no room hears only what is said to all. */
    private void speak(List<MediaUser> inside, MediaUser outside) {
        dashboard.act(".head-row", "say", "text", "Five more minutes");
        inside.forEach(user -> assertSaid(user, "Five more minutes"));
        dashboard.go("rooms").act(".head-row", "say", "text", "Good day to all");
        inside.forEach(user -> assertSaid(user, "Good day to all"));
        assertSaid(outside, "Good day to all");
    }

    private void steerTheServer(MediaUser second) {
        dashboard.go("topology").act("tbody", "drain", "seconds", "600");
        assertThat(dashboard.find(".scroll tbody").last()).containsText("draining");
        assertThat(dashboard.find("[data-page=overview] .count")).hasText("1");
        dashboard.act("tbody", "undrain");
        assertThat(dashboard.find(".scroll tbody").last()).containsText("open");

        dashboard.go("settings");
        Locator value = dashboard.find(".scroll tr[data-key=VideoFPS] .value");
        assertThat(value).hasText(Pattern.compile("\\d+"));
        int before = Integer.parseInt(value.textContent());
        dashboard.act("tr[data-key=VideoFPS]", "change", "value", "21");
        assertEquals(21, toldFps(second));
        assertThat(value).hasText("21");
        dashboard.act(".head-row", "reload");
        assertEquals(before, toldFps(second));
        assertThat(value).hasText(Integer.toString(before));
    }

    private static int toldFps(MediaUser user) {
        return user.events
                .next(ServerEvent.ServerConfigUpdate.class)
                .config()
                .video()
                .fps();
    }

    private void endForTheSecond(MediaUser second) {
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
        room.newcomer("Back again");
    }

    /** What is muted comes no more, while the other goes on; what is lifted comes again. */
    private void muteAndUnmute(MediaUser publisher, MediaUser viewer, boolean video) throws InterruptedException {
        String row = "tr[data-key='" + publisher.id + "']";
        String what = video ? "camera" : "microphone";
        viewer.awaitMore(publisher, video, 1);
        dashboard.act(row, "mute", what, "true");
        assertThat(dashboard.find(row)).containsText(video ? "camera muted" : "sound muted");
        int before = viewer.had(publisher, video);
        viewer.awaitMore(publisher, !video, 30);
        assertEquals(before, viewer.had(publisher, video));
        dashboard.shot("room-muted-" + what);
        dashboard.act(row, "mute", what, "false");
        viewer.awaitMore(publisher, video, 1);
        // The next question begins with what the page shows.
        assertThat(dashboard.find(row)).not().containsText(video ? "camera muted" : "sound muted");
    }

    private static void assertSaid(MediaUser hears, String text) {
        ServerEvent.TextMessage said = hears.events.next(ServerEvent.TextMessage.class);
        assertEquals(text, said.text());
        assertEquals(0, said.from());
    }
}
