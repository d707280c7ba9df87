package org.anychat.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
        assertThat(dashboard.find(".scroll tbody").first().locator("tr")).hasCount(RoomOfSix.USERS - 1);
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

    private void steerTheServer(MediaUser second) {
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

    private void muteAndUnmute(MediaUser publisher, MediaUser viewer) throws InterruptedException {
        String row = "tr[data-key='" + publisher.id + "']";
        viewer.awaitMore(publisher, false, 1);
        dashboard.act(row, "mute", "microphone", "true");
        assertThat(dashboard.find(row)).containsText("sound muted");
        int before = viewer.had(publisher, false);
        viewer.awaitMore(publisher, true, 30);
        assertEquals(before, viewer.had(publisher, false));
        dashboard.shot("room-muted");
        dashboard.act(row, "mute", "microphone", "false");
        viewer.awaitMore(publisher, false, 1);
    }

    private static void assertSaid(MediaUser hears, String text) {
        ServerEvent.TextMessage said = hears.events.next(ServerEvent.TextMessage.class);
        assertEquals(text, said.text());
        assertEquals(0, said.from());
    }
}
