package org.anychat.relay.media;

import org.anychat.webrtc.ice.IceCredentials;
import org.anychat.webrtc.transport.RemotePeer;

/** Media loops for tests of what controls them: they do what they are told when the test says so, and may be overloaded. */
public final class BusyLoops implements AutoCloseable {
    private static final long NOBODY = -1;

    private final LoopWorld world = new LoopWorld();

    /**
     * All of them.
     *
     * @return two loops
     */
    public MediaLoops loops() {
        return world.loops;
    }

    /**
     * The one that {@link #credentials} lead to.
     *
     * @return the first loop
     */
    public MediaLoop first() {
        return world.first;
    }

    /** Refuses all commands until {@link #work}. */
    public void overload() {
        for (MediaLoop loop : world.loops.loops()) {
            boolean taken = true;
            while (taken) {
                taken = loop.proxy().close(NOBODY);
            }
        }
    }

    /** Does what has been accepted. */
    public void work() {
        world.runTasks();
    }

    /**
     * Of the relay, for its one client.
     *
     * @return the credentials
     */
    public IceCredentials credentials() {
        return world.relayCredentials;
    }

    /**
     * What the one client says of itself.
     *
     * @return its description
     */
    public RemotePeer client() {
        return world.clientDescription();
    }

    /**
     * Has the client check for a second.
     *
     * @return how many addresses lead to a session then
     */
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
