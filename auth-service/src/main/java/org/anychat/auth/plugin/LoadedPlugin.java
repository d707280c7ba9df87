package org.anychat.auth.plugin;

import java.util.concurrent.CompletableFuture;
import org.anychat.auth.plugin.wire.FilterAnswer;
import org.anychat.auth.plugin.wire.FilterCall;

/** A plug-in that is loaded and initialised. */
interface LoadedPlugin {
    /** What it calls itself. */
    String version();

    /** Runs a callback and waits for its end. One thread per lane at a time. */
    FilterAnswer call(int lane, FilterCall call) throws PluginException;

    /** Ends it without its help, where that is possible; {@link #ended} follows then. Any thread. */
    void kill();

    /** Whether {@link #kill} frees a thread that hangs in it. */
    boolean isKillable();

    /** Completes with words for the log when it has ended without being asked. */
    CompletableFuture<String> ended();

    /** Lets it release what it holds, and ends it. Blocks for as long as the plug-in does. */
    void release() throws PluginException;
}
