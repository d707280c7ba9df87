package org.anychat.runtime.standby;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.anychat.runtime.standby.RecordMirror.RecordKey;

/**
 * What one follower of a {@link RecordMirror} has not had yet: keys only, each once, so that a follower that is slow
 * holds no more than there is, and gets of several changes of one record the last. Changes come from any thread, what
 * is next is asked for by the follower.
 */
public final class MirrorFeed implements AutoCloseable {
    private final RecordMirror mirror;
    private final Predicate<RecordKey> which;
    private final Runnable onChange;
    private final Set<RecordKey> changed = new LinkedHashSet<>();
    private boolean asked;
    private boolean synced;

    /**
     * Begins to follow: everything that there is comes first.
     *
     * @param mirror what to follow
     * @param which the records that are wanted
     * @param onChange called from any thread when there is something to {@link #next} again
     */
    public MirrorFeed(RecordMirror mirror, Predicate<RecordKey> which, Runnable onChange) {
        this.mirror = mirror;
        this.which = which;
        this.onChange = onChange;
    }

    /** Begins to follow; {@code onChange} is called at once. */
    public void open() {
        mirror.add(this);
        wake();
    }

    /** Called with the mirror's lock, so that the two never take each other's. */
    void begin(Collection<RecordKey> present) {
        synchronized (changed) {
            present.stream().filter(which).forEach(changed::add);
        }
    }

    void changed(RecordKey key) {
        if (!which.test(key)) {
            return;
        }
        synchronized (changed) {
            changed.add(key);
        }
        wake();
    }

    private void wake() {
        synchronized (changed) {
            if (asked) {
                return;
            }
            asked = true;
        }
        onChange.run();
    }

    /**
     * Takes what is next.
     *
     * @param atMost how many messages
     * @return the messages, after the last one of those that were there at the beginning {@link MirrorMessage.Synced};
     *     empty where there is nothing until {@code onChange} is called
     */
    public List<MirrorMessage> next(int atMost) {
        List<RecordKey> keys = new ArrayList<>();
        boolean all;
        synchronized (changed) {
            changed.stream().limit(atMost).forEach(keys::add);
            keys.forEach(changed::remove);
            all = changed.isEmpty();
            asked = !all || !keys.isEmpty();
        }
        List<MirrorMessage> messages = new ArrayList<>();
        keys.forEach(key -> {
            RecordMirror.Value value = mirror.value(key);
            messages.add(
                    value == null
                            ? new MirrorMessage.Remove(key.service(), key.key())
                            : new MirrorMessage.Put(key.service(), key.key(), value.json()));
        });
        if (all && !synced) {
            synced = true;
            messages.add(new MirrorMessage.Synced());
        }
        return messages;
    }

    @Override
    public void close() {
        mirror.remove(this);
    }
}
