package org.anychat.system;

/** What all connections of a page tell of themselves, for the scripts of tests. */
final class PeerStats {
    /**
     * To be run before the page's own scripts: {@code window.peerStats()} promises the statistics of all connections that are
     * open. It is kept also where Firefox never answers, which it does not for a connection that is closed meanwhile.
     */
    static final String SCRIPT = """
            (() => {
              const peers = new Set();
              const Original = window.RTCPeerConnection;
              window.RTCPeerConnection = new Proxy(Original, {
                construct: (target, args) => { const pc = new target(...args); peers.add(pc); return pc; },
              });
              const reports = (pc) => Promise.race([
                pc.getStats().then((report) => [...report.values()]),
                new Promise((done) => setTimeout(done, 1000, [])),
              ]);
              window.peerStats = async () => {
                [...peers].filter(({ signalingState }) => signalingState === 'closed').forEach((pc) => peers.delete(pc));
                return (await Promise.all([...peers].map(reports))).flat();
              };
            })();
            """;

    private PeerStats() {}
}
