package org.anychat.system;

import com.microsoft.playwright.Page;
import java.util.List;

/** Somebody with the web app on a server that lets media go directly, and what their page hears of that. */
final class DirectUser implements AutoCloseable {
    private static final double SOON_MS = 60_000;

    private static final String LISTEN = """
            () => {
              const client = window.anychat.client;
              const direct = {routes: [], changes: {}, sinceMs: 0};
              client.on('p2pConnectState', (detail) => direct.routes.push(detail));
              client.on('remoteTrack', ({kind}) => { direct.changes[kind] = Date.now(); });
              window.direct = direct;
            }
            """;

    private static final String ASK = """
            async (policy) => {
              Object.assign(window.direct, {routes: [], changes: {}, sinceMs: Date.now()});
              await window.anychat.client.setP2pPolicy(policy);
            }
            """;

    private static final String DIRECT_WITH = """
            async (others) => {
              const {users, self, directory} = window.anychat.client;
              const all = users.filter(({userId}) => userId !== self.userId);
              const states = await Promise.all(all.map(({userId}) => directory.userState(userId, 11)));
              return states.filter(({number}) => number === 2).length === others;
            }
            """;

    private final Participant participant;
    private final FakeMedia media;

    DirectUser(Participant participant, FakeMedia media) {
        this.participant = participant;
        this.media = media;
    }

    Participant participant() {
        return participant;
    }

    FakeMedia media() {
        return media;
    }

    String name() {
        return participant.name();
    }

    /** Opens the page, which enters the room with camera and microphone open. */
    void join(String pageUrl, int room) {
        participant.join(pageUrl, room);
        participant
                .page()
                .waitForFunction(
                        "() => window.anychat?.client?.room",
                        null,
                        new Page.WaitForFunctionOptions().setTimeout(SOON_MS));
        participant.page().evaluate(LISTEN);
    }

    /** Has another policy of its own; what was heard before is forgotten. */
    void policy(int policy) {
        participant.page().evaluate(ASK, policy);
    }

    /** Forgets what was heard so far. */
    void forgetRoutes() {
        participant
                .page()
                .evaluate("() => Object.assign(window.direct, {routes: [], changes: {}, sinceMs: Date.now()})");
    }

    /** Waits until a connection with somebody is there, or has failed: true where it is there. */
    boolean awaitAttempt() {
        await("() => window.direct.routes.some(({state, reason}) => state === 2 || reason === 'failed')");
        return (Boolean) participant.page().evaluate("window.direct.routes.some(({state}) => state === 2)");
    }

    /** Waits until direct tracks have taken the place of the relay's. */
    void awaitDirectTracks() {
        await("() => window.direct.changes.video && window.direct.changes.audio");
    }

    /** Waits until it hears why some media goes by the relay. */
    void awaitReason(String reason) {
        await("() => window.direct.routes.some(({reason}) => reason === '" + reason + "')");
    }

    /** Waits until it has direct connections with so many others in the room. */
    void awaitDirect(int others, double timeoutMs) {
        try {
            Participant.awaitPromised(participant.page(), DIRECT_WITH, others, timeoutMs);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + report(), e);
        }
    }

    /** What was heard since the last policy, as the page has it. */
    String routes() {
        return String.valueOf(participant.page().evaluate("JSON.stringify(window.direct?.routes ?? [])"));
    }

    /** When this one's policy was changed, of the day's clock. */
    long sinceMs() {
        return number("window.direct.sinceMs");
    }

    /** When the last track changed, of the day's clock. */
    long changedMs() {
        return number("Math.max(window.direct.changes.video, window.direct.changes.audio)");
    }

    /** Waits until the pictures and the sound of somebody else come. */
    void perceives(DirectUser other) {
        participant.awaitPictures(List.of(other.media.picture()), SOON_MS);
        participant.awaitTone(other.media.toneHz(), SOON_MS);
    }

    private long number(String expression) {
        return ((Number) participant.page().evaluate(expression)).longValue();
    }

    private void await(String predicate) {
        try {
            participant
                    .page()
                    .waitForFunction(
                            predicate,
                            null,
                            new Page.WaitForFunctionOptions()
                                    .setTimeout(SOON_MS)
                                    .setPollingInterval(100));
        } catch (RuntimeException e) {
            throw new AssertionError("never true: " + predicate + "\n" + report(), e);
        }
    }

    /** For the message of a failed test. */
    String report() {
        return name() + " has heard of " + routes() + "\n" + participant.console();
    }

    @Override
    public void close() {
        participant.close();
    }
}
