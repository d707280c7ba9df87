package org.anychat.runtime.cluster;

import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.map.IMap;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records in a map of the cluster. Of each key one write is on its way at a time, so that the last one counts. */
final class HazelcastRecords implements SharedRecords {
    private static final Logger log = LoggerFactory.getLogger(HazelcastRecords.class);
    private static final String EPOCHS = "anychat.epochs";

    private final Vertx vertx;
    private final String name;
    /** Null where the cluster is away. */
    private final Supplier<HazelcastInstance> cluster;
    /** By key what is to be written next, while a write is under way. */
    private final Map<String, Next> underWay = new HashMap<>();

    private IMap<String, VersionedText> map;
    private Context context;
    private long epoch;

    HazelcastRecords(Vertx vertx, String name, Supplier<HazelcastInstance> cluster) {
        this.vertx = vertx;
        this.name = name;
        this.cluster = cluster;
    }

    @Override
    public Future<Map<String, String>> takeOver() {
        context = vertx.getOrCreateContext();
        return vertx.executeBlocking(() -> {
            HazelcastInstance instance = cluster.get();
            if (instance == null) {
                throw new ClusterAwayException("the cluster is away");
            }
            try {
                return takeOver(instance);
            } catch (HazelcastException | HazelcastInstanceNotActiveException e) {
                log.debug("The records of {} cannot be taken over now", name, e);
                throw new ClusterAwayException("the cluster does not answer: " + e);
            }
        });
    }

    private Map<String, String> takeOver(HazelcastInstance instance) {
        map = instance.getMap("anychat." + name);
        epoch = instance.<String, Long>getMap(EPOCHS).executeOnKey(name, new NextEpoch());
        Map<String, String> texts = map.executeOnEntries(new TakeOver(epoch));
        log.debug("Took over {} records of {} in epoch {}", texts.size(), name, epoch);
        return texts.entrySet().stream()
                .filter(entry -> entry.getValue() != null)
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public void put(String key, Record value) {
        write(key, value);
    }

    @Override
    public void remove(String key) {
        write(key, null);
    }

    /** Null removes. */
    private void write(String key, Record value) {
        Next next = underWay.get(key);
        if (next != null) {
            next.set(value);
            return;
        }
        underWay.put(key, new Next());
        send(key, value == null ? null : RecordJson.write(value)).onComplete(written -> {
            if (written.failed() || !written.result()) {
                log.debug("Record {} of {} was not written", key, name, written.cause());
            }
            Next waiting = underWay.remove(key);
            if (waiting.isSet) {
                write(key, waiting.value);
            }
        });
    }

    private Future<Boolean> send(String key, String text) {
        Promise<Boolean> promise = ((ContextInternal) context).promise();
        try {
            map.<Boolean>submitToKey(key, new WriteText(epoch, text)).whenComplete((written, failure) -> {
                if (failure == null) {
                    promise.complete(written);
                } else {
                    promise.fail(failure);
                }
            });
        } catch (RuntimeException e) {
            // The instance has been shut down: its successor starts with what there is.
            promise.fail(e);
        }
        return promise.future();
    }

    /** What came while another write was under way. */
    private static final class Next {
        private boolean isSet;
        private Record value;

        void set(Record newValue) {
            isSet = true;
            value = newValue;
        }
    }
}
