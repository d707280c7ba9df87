package org.anychat.relay.media;

import org.anychat.webrtc.ice.IceCredentials;
import org.anychat.webrtc.transport.RemotePeer;

/** Media loops for tests of what controls them: they do what they are told when the test says so, and may be overloaded. */
public final class BusyLoops implements AutoCloseable {
    private final LoopWorld world = new LoopWorld();

    /** All of them. */
    public MediaLoops loops() {
        return world.loops;
    }

    /** The one that {@link #credentials} lead to. */
    public MediaLoop first() {
        return world.first;
    }

    /** Refuses all commands until {@link #work}. */
    public void overload() {
        for (MediaLoop loop : world.loops.loops()) {
            while (loop.proxy().close(-1)) {
                // One command more that does nothing.
            }
        }
    }

    /** Does what has been accepted. */
    public void work() {
        world.runTasks();
    }

    /** Of the relay, for its one client. */
    public IceCredentials credentials() {
        return world.relayCredentials;
    }

    /** What the one client says of itself. */
    public RemotePeer client() {
        return world.clientDescription();
    }

    /** Has the client check for a second; tells how many addresses lead to a session then. */
    public int addressesAfterChecks() {
        world.clientSpeaksOnlyStun();
        world.connectClient();
        world.advanceMs(1_000);
        return world.loops.directory().size();
    }

    @Override
    public void close() {
        world.close();
    }
}
