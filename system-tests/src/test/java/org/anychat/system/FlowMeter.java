package org.anychat.system;

import com.microsoft.playwright.Page;
import java.util.Map;

/** How long a page is without a new picture or new sound of others, whichever connections they come by. */
final class FlowMeter {
    private static final String SCRIPT = """
            (() => {
              const peers = [];
              const Native = window.RTCPeerConnection;
              window.RTCPeerConnection = class extends Native {
                constructor(...all) { super(...all); peers.push(this); }
              };
              const kinds = {video: {}, audio: {}};
              const looks = {longestMs: 0, lastMs: 0};
              const restart = () => {
                Object.assign(looks, {longestMs: 0, lastMs: performance.now()});
                for (const kind of Object.values(kinds)) {
                  Object.assign(kind, {count: 0, longestMs: 0, lastMs: performance.now()});
                }
              };
              restart();
              const seen = new WeakMap();
              const look = async () => {
                looks.longestMs = Math.max(looks.longestMs, performance.now() - looks.lastMs);
                looks.lastMs = performance.now();
                for (const peer of peers) {
                  if (peer.connectionState === 'closed') continue;
                  const counts = {video: 0, audio: 0};
                  // Firefox never answers for a connection that is closed meanwhile.
                  const report = await Promise.race([peer.getStats(), new Promise((done) => setTimeout(done, 1000))]);
                  report?.forEach((one) => {
                    if (one.type === 'inbound-rtp') counts[one.kind] += one.framesDecoded ?? one.packetsReceived;
                  });
                  if (!report) continue;
                  const before = seen.get(peer) ?? {video: 0, audio: 0};
                  const nowMs = performance.now();
                  for (const [name, kind] of Object.entries(kinds)) {
                    if (counts[name] > before[name]) {
                      kind.count += counts[name] - before[name];
                      kind.longestMs = Math.max(kind.longestMs, nowMs - kind.lastMs);
                      kind.lastMs = nowMs;
                    }
                  }
                  seen.set(peer, counts);
                }
                setTimeout(look, 20);
              };
              look().catch((error) => console.error('flow meter', error));
              window.flowMeter = {kinds, looks, restart};
            })();
            """;

    private final Page page;

    /** Sets up the meter of a page that has not been opened yet. */
    FlowMeter(Participant participant) {
        page = participant.page();
        page.addInitScript(SCRIPT);
    }

    /** Forgets what was counted. */
    void restart() {
        page.evaluate("window.flowMeter.restart()");
    }

    /** Waits for so many pictures from now on, and for as many packets of sound. */
    void awaitMore(int count, double timeoutMs) {
        page.evaluate("Object.values(window.flowMeter.kinds).forEach((kind) => { kind.count = 0; })");
        try {
            page.waitForFunction(
                    "count => Object.values(window.flowMeter.kinds).every((kind) => kind.count >= count)",
                    count,
                    new Page.WaitForFunctionOptions().setTimeout(timeoutMs).setPollingInterval(50));
        } catch (RuntimeException e) {
            throw new AssertionError("no pictures or no sound: " + page.evaluate("window.flowMeter.kinds"), e);
        }
    }

    /** The longest time without a picture. */
    long pictureGapMs() {
        return longestMs("video");
    }

    /** The longest time without sound. */
    long soundGapMs() {
        return longestMs("audio");
    }

    /** The longest time between two looks, as the machine was busy: a gap may seem that long and be none. */
    long unseenMs() {
        return ((Number) page.evaluate("window.flowMeter.looks.longestMs")).longValue();
    }

    /** Pictures since the count began anew. */
    long pictures() {
        return ((Number) page.evaluate("window.flowMeter.kinds.video.count")).longValue();
    }

    private long longestMs(String kind) {
        Map<?, ?> kinds = (Map<?, ?>) page.evaluate("window.flowMeter.kinds");
        return ((Number) ((Map<?, ?>) kinds.get(kind)).get("longestMs")).longValue();
    }
}
