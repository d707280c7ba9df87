package org.anychat.system;

import com.microsoft.playwright.Page;
import java.util.Map;

/** When a page gets pictures and sound by the relay, and how many, whatever comes by other connections. */
final class RelayFlow {
    private static final String SCRIPT = """
            (() => {
              const peers = [];
              const Native = window.RTCPeerConnection;
              window.RTCPeerConnection = class extends Native {
                constructor(...all) { super(...all); peers.push(this); }
              };
              const kinds = {};
              let isClose = false;
              const restart = (close) => {
                isClose = close;
                for (const kind of ['video', 'audio']) kinds[kind] = {count: 0, firstMs: 0};
              };
              restart(false);
              const seen = new WeakMap();
              // A report costs a page some of its time, so that of others than the relay is asked for once.
              const others = new WeakSet();
              const remotesOf = (report) => {
                const pairs = report.filter(({type}) => type === 'transport').map((one) => one.selectedCandidatePairId);
                const remotes = report.filter(({id}) => pairs.includes(id)).map((one) => one.remoteCandidateId);
                return report.filter(({id}) => remotes.includes(id));
              };
              const look = async () => {
                const connected = peers.filter(({connectionState}) => connectionState === 'connected');
                for (const peer of connected.filter((one) => !others.has(one))) {
                  const report = [...(await peer.getStats()).values()];
                  const remotes = remotesOf(report);
                  if (!remotes.some(({port}) => port === RELAY_PORT)) {
                    if (remotes.length > 0) others.add(peer);
                    continue;
                  }
                  const counts = {video: 0, audio: 0};
                  report.filter(({type}) => type === 'inbound-rtp').forEach((one) => {
                    counts[one.kind] += one.framesDecoded ?? one.packetsReceived;
                  });
                  for (const [name, kind] of Object.entries(kinds)) {
                    const more = counts[name] - (seen.get(peer)?.[name] ?? 0);
                    kind.count += Math.max(more, 0);
                    if (more > 0) kind.firstMs ||= Date.now();
                  }
                  seen.set(peer, counts);
                }
                setTimeout(look, isClose && Object.values(kinds).some(({firstMs}) => firstMs === 0) ? 50 : 100);
              };
              look().catch((error) => console.error('relay flow', error));
              window.relayFlow = {kinds, restart};
            })();
            """;

    private final Page page;

    /** Sets up the meter of a page that has not been opened yet. */
    RelayFlow(Participant participant, int relayPort) {
        page = participant.page();
        page.addInitScript(SCRIPT.replace("RELAY_PORT", Integer.toString(relayPort)));
    }

    /** Forgets what was counted. */
    void restart() {
        page.evaluate("window.relayFlow.restart(false)");
    }

    /** Forgets what was counted, and looks twice as often until both are there, for a moment that is to be told well. */
    void restartClosely() {
        page.evaluate("window.relayFlow.restart(true)");
    }

    /** Waits for pictures and sound by the relay; when both were there, of the day's clock. */
    long awaitBothMs(double timeoutMs) {
        try {
            page.waitForFunction(
                    "() => Object.values(window.relayFlow.kinds).every((kind) => kind.firstMs > 0)",
                    null,
                    new Page.WaitForFunctionOptions().setTimeout(timeoutMs).setPollingInterval(50));
        } catch (RuntimeException e) {
            throw new AssertionError("nothing by the relay: " + page.evaluate("window.relayFlow.kinds"), e);
        }
        return Math.max(of("video", "firstMs"), of("audio", "firstMs"));
    }

    /** Pictures and packets of sound by the relay since the count began anew. */
    long count() {
        return of("video", "count") + of("audio", "count");
    }

    private long of(String kind, String what) {
        Map<?, ?> kinds = (Map<?, ?>) page.evaluate("window.relayFlow.kinds");
        return ((Number) ((Map<?, ?>) kinds.get(kind)).get(what)).longValue();
    }
}
