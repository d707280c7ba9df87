package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.anychat.client.AnyChatClient;
import org.anychat.client.AnyChatClientBuilder;
import org.anychat.client.TlsTrust;

/** Two people with browsers in a room of a {@link ComposeProject}, and what they notice while its parts come and go. */
final class ComposeCall implements AutoCloseable {
    private static final double WAIT_MS = 120_000;

    private final ComposeProject project;
    private final Playwright playwright;
    private final Participant ann;
    private final Participant ben;

    /** Opens the browsers. */
    ComposeCall(ComposeProject project, Path folder) {
        this.project = project;
        playwright = Participant.playwright();
        ann = Participant.open(playwright, folder, "Ann", FakeMedia.RED_GREEN);
        ben = Participant.open(playwright, folder, "Ben", FakeMedia.BLUE_YELLOW);
    }

    void join(int room) {
        ann.join(project.pageUrl(), room);
        ben.join(project.pageUrl(), room);
        awaitPictures();
    }

    /** Ben leaves, and comes in again: last of all, so that another relay may carry him. */
    void benAgain(int room) {
        ben.join(project.pageUrl(), room);
        awaitPictures();
    }

    /** Each sees the other's picture move. */
    void awaitPictures() {
        ann.awaitPictures(List.of(FakeMedia.BLUE_YELLOW.picture()), WAIT_MS);
        ben.awaitPictures(List.of(FakeMedia.RED_GREEN.picture()), WAIT_MS);
    }

    /** Each hears the other's tone. */
    void awaitTones() {
        ann.awaitTone(FakeMedia.BLUE_YELLOW.toneHz(), WAIT_MS);
        ben.awaitTone(FakeMedia.RED_GREEN.toneHz(), WAIT_MS);
    }

    /**
     * From now on only new frames count, and only what happens from now on was heard: of links, and of these users' coming
     * and going.
     */
    void listen(Collection<Integer> users) {
        for (Participant participant : List.of(ann, ben)) {
            participant
                    .page()
                    .evaluate(
                            "users => { window.anychatProbe.forget(); window.listenedTo = users;"
                                    + " if (window.heard) { window.heard.length = 0; return; }"
                                    + " window.heard = [];"
                                    + " const client = window.anychat.client;"
                                    + " const hear = (words) => window.heard.push(words);"
                                    + " client.on('reconnected', ({ resumed }) => hear(`reconnected ${resumed}`));"
                                    + " client.on('linkClose', ({ code }) => hear(`linkClose ${code}`));"
                                    + " client.on('userAtRoom', ({ userId, enter }) => {"
                                    + "   if (window.listenedTo.includes(userId)) hear(`user ${userId} ${enter ? 'enters' : 'leaves'}`);"
                                    + " }); }",
                            List.copyOf(users));
        }
    }

    /** Waits until both have lost their link and got it back with their sessions. */
    void awaitReturn() {
        for (Participant participant : List.of(ann, ben)) {
            participant
                    .page()
                    .waitForFunction(
                            "() => window.heard.some((event) => event.startsWith('reconnected'))",
                            null,
                            new Page.WaitForFunctionOptions().setTimeout(WAIT_MS));
        }
    }

    /** What an application would have noticed. */
    void assertHeard(String... events) {
        for (Participant participant : List.of(ann, ben)) {
            assertEquals(List.of(events), participant.page().evaluate("window.heard"), participant.name());
        }
    }

    /** The longest time without a new picture since {@link #listen}, at either. */
    long standstillMs() {
        return Math.max(standstillMs(ann), standstillMs(ben));
    }

    private static long standstillMs(Participant viewer) {
        return ((Number) viewer.page().evaluate("window.anychatProbe.longestGapMs()")).longValue();
    }

    /** Lets so much time pass under media. */
    void watch(double ms) {
        ann.page().waitForTimeout(ms);
    }

    /** Who is in the room, with their numbers, as a new user sees it; who cannot get in at the moment tries again. */
    Map<String, Integer> awaitMembers(int room) {
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos((long) WAIT_MS);
        while (System.nanoTime() < deadlineNs) {
            try (SdkUser visitor = new SdkUser(client(project).build())) {
                if (entered(visitor, "Visitor", room)) {
                    Map<String, Integer> members = new TreeMap<>();
                    SdkUser.await(visitor.client().snapshot())
                            .users()
                            .forEach(user -> members.put(user.name(), user.userId()));
                    members.remove("Visitor");
                    return members;
                }
            }
            watch(100);
        }
        throw new AssertionError("nobody gets in");
    }

    /** False where a step is refused. */
    static boolean entered(SdkUser user, String name, int room) {
        return SdkUser.codeOf(user.client().connect()) == 0
                && SdkUser.codeOf(user.client().login(name, "")) == 0
                && SdkUser.codeOf(user.client().enterRoom(room, "")) == 0;
    }

    /** For clients of the first gateway. */
    static AnyChatClientBuilder client(ComposeProject project) {
        return AnyChatClient.builder()
                .server(project.address(), project.tcpPort())
                .tls(TlsTrust.trustAll());
    }

    /** For the message of a failed test. */
    String explain() {
        return "pages " + ann.screenshot() + " " + ben.screenshot() + "\n" + ann.console() + "\n" + ben.console();
    }

    @Override
    public void close() {
        ann.close();
        ben.close();
        playwright.close();
    }
}
