package org.anychat.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.FileChooser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one person does with another in the web app: a video call, a file, a private chat. Two browsers, a real server. */
class PersonActionsSystemTest {
    private static final double WAIT_MS = 60_000;

    @TempDir
    Path folder;

    private ServerProcess server;
    private Playwright playwright;
    private Participant ann;
    private Participant ben;

    @BeforeEach
    void join() {
        server = ServerProcess.start(folder);
        playwright = Participant.playwright();
        ann = Participant.open(playwright, folder, "Ann", FakeMedia.RED_GREEN).join(server, 1);
        ben = Participant.open(playwright, folder, "Ben", FakeMedia.BLUE_YELLOW).join(server, 1);
        com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout(WAIT_MS);
        seeEachOther();
        ann.page().keyboard().press("Alt+KeyC");
        ann.page()
                .locator("#chat-to")
                .selectOption(new com.microsoft.playwright.options.SelectOption().setLabel("Ben"));
    }

    @AfterEach
    void leave() {
        ann.close();
        ben.close();
        playwright.close();
        server.close();
    }

    private void seeEachOther() {
        ann.awaitPictures(List.of(FakeMedia.BLUE_YELLOW.picture()), WAIT_MS);
        ben.awaitPictures(List.of(FakeMedia.RED_GREEN.picture()), WAIT_MS);
    }

    private static void press(Participant who, String label) {
        who.page()
                .getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(label).setExact(true))
                .click();
    }

    @Test
    void shouldCallAndComeBack() {
        press(ann, "Call");
        assertThat(ben.page().locator("[data-subject=ringing] p")).hasText("Ann is calling you.");
        ann.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        ann.screenshot();
        ben.screenshot();
        press(ben, "Accept");
        ann.page().waitForFunction("() => window.anychat.client.room?.roomId > 2");
        ben.page().waitForFunction("() => window.anychat.client.room?.roomId > 2");
        seeEachOther();
        ann.screenshot();

        press(ben, "Hang up");
        ann.page().waitForFunction("() => window.anychat.client.room?.roomId === 1");
        ben.page().waitForFunction("() => window.anychat.client.room?.roomId === 1");
        assertThat(ann.page().locator("[data-subject=ringing] p")).hasText("The call with Ben is over.");
        seeEachOther();
    }

    @Test
    void shouldSendAFile() throws IOException {
        byte[] content = new byte[3_000_000];
        new Random(7).nextBytes(content);
        Path file = Files.write(folder.resolve("holiday.bin"), content);

        FileChooser chooser = ann.page().waitForFileChooser(() -> press(ann, "Send a file"));
        chooser.setFiles(file);
        assertThat(ben.page().locator(".notice p")).hasText("Ann offers you the file holiday.bin (3 MB).");
        ann.screenshot();
        press(ben, "Accept");

        assertThat(ann.page().locator(".transfer")).containsText("Sent");
        Download saved = ben.page()
                .waitForDownload(() -> ben.page().getByText("Save holiday.bin").click());
        assertArrayEquals(content, Files.readAllBytes(saved.path()));
        ben.screenshot();

        ann.page().waitForFileChooser(() -> press(ann, "Send a file")).setFiles(file);
        ann.page()
                .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Cancel holiday.bin"))
                .click();
        assertThat(ann.page().locator(".transfer").last()).containsText("Cancelled or refused.");
    }

    @Test
    void shouldTalkInPrivate() {
        press(ann, "Private chat");
        assertThat(ben.page().locator(".notice p"))
                .hasText("Ann asks for a private chat. Then only Ann sees and hears you.");
        press(ben, "Accept");
        for (Participant one : List.of(ann, ben)) {
            one.page()
                    .waitForFunction("() => window.anychat.client.users.some(({chatMode, userId}) =>"
                            + " userId !== window.anychat.client.self.userId && chatMode === 1)");
        }
        seeEachOther();
        ann.screenshot();

        press(ann, "End private chat");
        assertThat(ben.page().locator(".notice p")).hasText("The private chat with Ann is over.");
        for (Participant one : List.of(ann, ben)) {
            one.page()
                    .waitForFunction("() => window.anychat.client.users.every(({chatMode, userId}) =>"
                            + " userId === window.anychat.client.self.userId || chatMode === 0)");
        }
        seeEachOther();
    }
}
