package org.anychat.system;

import com.microsoft.playwright.Page;
import java.util.Map;

/** How long it takes from joining a room to the first picture and sound of somebody else, and by which way they come. */
final class MediaClock {
    private static final String SCRIPT = """
            (() => {
              const peers = [];
              const Native = window.RTCPeerConnection;
              window.RTCPeerConnection = class extends Native {
                constructor(...all) { super(...all); peers.push(this); }
              };
              const clock = {joined: 0, picture: 0, sound: 0, ways: []};
              const look = async () => {
                if (!clock.joined && window.anychat?.client?.room) clock.joined = Date.now();
                const ways = new Set();
                for (const peer of peers) {
                  const stats = await peer.getStats();
                  stats.forEach((one) => {
                    if (one.type === 'inbound-rtp' && one.kind === 'video' && one.framesDecoded > 0) {
                      clock.picture ||= Date.now();
                    }
                    if (one.type === 'inbound-rtp' && one.kind === 'audio' && one.packetsReceived > 0) {
                      clock.sound ||= Date.now();
                    }
                    // Firefox marks the pair itself, others name it in the transport.
                    const pair = one.type === 'candidate-pair' && one.selected
                      ? one : one.type === 'transport' && stats.get(one.selectedCandidatePairId);
                    const remote = pair && stats.get(pair.remoteCandidateId);
                    if (remote) ways.add(`${remote.protocol}:${remote.port}`);
                  });
                }
                clock.ways = [...ways].sort();
                setTimeout(look, 20);
              };
              look();
              window.mediaClock = clock;
            })();
            """;

    private final Page page;

    /** Sets up the clock of a page that has not been opened yet. */
    MediaClock(Participant participant) {
        page = participant.page();
        page.addInitScript(SCRIPT);
    }

    /** When it joined, first saw and first heard somebody, in ms of the day's clock; 0 while it has not. */
    private long time(String what) {
        return ((Number) read().get(what)).longValue();
    }

    private Map<?, ?> read() {
        return (Map<?, ?>) page.evaluate("window.mediaClock");
    }

    /** Waits for picture and sound. */
    void await(double timeoutMs) {
        try {
            page.waitForFunction(
                    "() => window.mediaClock.picture && window.mediaClock.sound",
                    null,
                    new Page.WaitForFunctionOptions().setTimeout(timeoutMs).setPollingInterval(50));
        } catch (RuntimeException e) {
            throw new AssertionError("no picture or no sound: " + read(), e);
        }
    }

    /** From this page's joining to its first picture and sound, the later of the two. */
    long ownMs() {
        return Math.max(time("picture"), time("sound")) - time("joined");
    }

    /** From another page's joining to the first picture and sound of it here. */
    long sinceJoinOf(MediaClock other) {
        return Math.max(time("picture"), time("sound")) - other.time("joined");
    }

    /** The ways of all its connections: protocol and port of the other side. */
    String ways() {
        return String.valueOf(read().get("ways"));
    }
}
