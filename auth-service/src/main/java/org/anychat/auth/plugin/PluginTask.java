package org.anychat.auth.plugin;

import java.util.function.BiConsumer;
import org.anychat.auth.plugin.wire.FilterAnswer;
import org.anychat.auth.plugin.wire.FilterCall;

/** A callback on its way to the plug-in. */
final class PluginTask {
    private final FilterCall call;
    private final BiConsumer<FilterAnswer, PluginException> onDone;
    private volatile boolean expired;

    /** {@code onDone} gets one of the two, on the plug-in's thread. */
    PluginTask(FilterCall call, BiConsumer<FilterAnswer, PluginException> onDone) {
        this.call = call;
        this.onDone = onDone;
    }

    FilterCall call() {
        return call;
    }

    /** Nobody waits for the answer any more: a plug-in that is slow is not to be troubled with it. */
    void expire() {
        expired = true;
    }

    boolean isExpired() {
        return expired;
    }

    void done(FilterAnswer answer) {
        onDone.accept(answer, null);
    }

    void failed(PluginException failure) {
        onDone.accept(null, failure);
    }
}
