package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Browsers that know nothing of AnyChat publish by WHIP and watch by WHEP, beside people in the web app. */
class WhipSystemTest {
    private static final double PATIENCE_MS = 60_000;
    private static final List<String> RED_GREEN = List.of(FakeMedia.RED_GREEN.picture());
    private static final List<String> BLUE_YELLOW = List.of(FakeMedia.BLUE_YELLOW.picture());

    @RegisterExtension
    static final BrowserStage STAGE = new BrowserStage();

    private static WhipPage page(String name, FakeMedia media) {
        return new WhipPage(STAGE.chromium(name, media), STAGE.server());
    }

    @Test
    void shouldPublishByWhipAndWatchByWhep() {
        try (WhipPage camera = page("Camera", FakeMedia.RED_GREEN);
                WhipPage viewer = page("Viewer", FakeMedia.CYAN_RED);
                Participant person = STAGE.chromium("Person", FakeMedia.BLUE_YELLOW)) {
            assertEquals(409, viewer.watch("/whep/1/Camera", 1).status());
            assertEquals(201, camera.publish("/whip/1/Camera").status());
            person.join(STAGE.server(), 1);

            assertEquals(201, viewer.watch("/whep/1/Camera", 1).status());

            person.awaitPictures(RED_GREEN, PATIENCE_MS);
            viewer.browser().awaitPictures(RED_GREEN, PATIENCE_MS);
            viewer.browser().awaitTone(FakeMedia.RED_GREEN.toneHz(), PATIENCE_MS);

            assertEquals(200, camera.restartIce().status());
            assertEquals(200, viewer.restartIce().status());
            viewer.browser().page().evaluate("() => window.anychatProbe.forget()");
            viewer.browser().awaitPictures(RED_GREEN, PATIENCE_MS);

            assertEquals(200, camera.delete().status());
            person.awaitPictures(List.of(), PATIENCE_MS);
            assertEquals(404, camera.delete().status());
        }
    }

    @Test
    void shouldShowWhoSpeaksWithoutAnotherOffer() {
        try (WhipPage red = page("Red", FakeMedia.RED_GREEN);
                WhipPage blue = page("Blue", FakeMedia.BLUE_YELLOW);
                WhipPage viewer = page("Viewer", FakeMedia.CYAN_RED)) {
            assertEquals(201, red.publish("/whip/2/Red").status());
            assertEquals(201, blue.publish("/whip/2/Blue").status());
            red.speak(false);
            assertEquals(201, viewer.watch("/whep/2", 1).status());

            viewer.browser().awaitPictures(BLUE_YELLOW, PATIENCE_MS);
            viewer.browser().awaitTone(FakeMedia.BLUE_YELLOW.toneHz(), PATIENCE_MS);

            blue.speak(false);
            red.speak(true);
            viewer.browser().awaitPictures(RED_GREEN, PATIENCE_MS);
            viewer.browser().awaitTone(FakeMedia.RED_GREEN.toneHz(), PATIENCE_MS);

            red.speak(false);
            blue.speak(true);
            viewer.browser().awaitPictures(BLUE_YELLOW, PATIENCE_MS);
        }
    }

    @Test
    void shouldShowAsManyAsTheOfferHasRoomFor() {
        try (WhipPage red = page("Red", FakeMedia.RED_GREEN);
                WhipPage blue = page("Blue", FakeMedia.BLUE_YELLOW);
                WhipPage viewer = page("Viewer", FakeMedia.CYAN_RED)) {
            assertEquals(201, red.publish("/whip/3/Red").status());
            assertEquals(201, viewer.watch("/whep/3", 2).status());
            viewer.browser().awaitPictures(RED_GREEN, PATIENCE_MS);

            assertEquals(201, blue.publish("/whip/3/Blue").status());
            viewer.browser()
                    .awaitPictures(
                            List.of(FakeMedia.RED_GREEN.picture(), FakeMedia.BLUE_YELLOW.picture()), PATIENCE_MS);
        }
    }
}
