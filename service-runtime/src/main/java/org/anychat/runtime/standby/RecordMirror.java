package org.anychat.runtime.standby;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.anychat.runtime.cluster.RecordJson;
import org.anychat.runtime.cluster.SharedRecords;

/**
 * The records of all services of a process, for whoever follows: references only, so that it costs next to nothing
 * while nobody does. Any thread.
 */
public final class RecordMirror {
    private final Map<RecordKey, Value> values = new LinkedHashMap<>();
    private final List<MirrorFeed> feeds = new CopyOnWriteArrayList<>();

    /**
     * Whose record.
     *
     * @param service the service's name
     * @param key the record's key
     */
    public record RecordKey(String service, String key) {}

    /** A record, or its text where a predecessor wrote it. */
    record Value(Record record, String text) {
        String json() {
            return text == null ? RecordJson.write(record) : text;
        }
    }

    /**
     * The records of a service.
     *
     * @param service its name
     * @param before what a predecessor wrote, by key
     * @return where the service writes
     */
    public SharedRecords of(String service, Map<String, String> before) {
        return new ServiceRecords(service, Map.copyOf(before));
    }

    /**
     * Writes a record for those who follow.
     *
     * @param key whose
     * @param record the record
     */
    public void put(RecordKey key, Record record) {
        change(key, new Value(record, null));
    }

    private void change(RecordKey key, Value value) {
        synchronized (values) {
            if (value == null) {
                values.remove(key);
            } else {
                values.put(key, value);
            }
            feeds.forEach(feed -> feed.changed(key));
        }
    }

    /**
     * Counts the records of a service.
     *
     * @param service its name
     * @param which the keys that count
     * @return how many there are
     */
    public int count(String service, Predicate<String> which) {
        synchronized (values) {
            return (int) values.keySet().stream()
                    .filter(key -> key.service().equals(service) && which.test(key.key()))
                    .count();
        }
    }

    /**
     * Reads the records of a service.
     *
     * @param service its name
     * @return the texts by key
     */
    public Map<String, String> texts(String service) {
        Map<String, Value> found = new LinkedHashMap<>();
        synchronized (values) {
            values.forEach((key, value) -> {
                if (key.service().equals(service)) {
                    found.put(key.key(), value);
                }
            });
        }
        Map<String, String> texts = new LinkedHashMap<>();
        found.forEach((key, value) -> texts.put(key, value.json()));
        return texts;
    }

    /**
     * Reads a record.
     *
     * @param key whose
     * @return its text, empty where there is none
     */
    public Optional<String> text(RecordKey key) {
        return Optional.ofNullable(value(key)).map(Value::json);
    }

    /**
     * Forgets the records of a service that has been stopped.
     *
     * @param service its name
     */
    public void clear(String service) {
        synchronized (values) {
            List<RecordKey> gone = values.keySet().stream()
                    .filter(key -> key.service().equals(service))
                    .toList();
            gone.forEach(key -> change(key, null));
        }
    }

    /** Begins to tell a feed of everything; all that there is comes first. */
    void add(MirrorFeed feed) {
        synchronized (values) {
            feed.begin(values.keySet());
            feeds.add(feed);
        }
    }

    void remove(MirrorFeed feed) {
        feeds.remove(feed);
    }

    /** The record as it is now, or null where it is gone. */
    Value value(RecordKey key) {
        synchronized (values) {
            return values.get(key);
        }
    }

    Collection<RecordKey> keys() {
        synchronized (values) {
            return List.copyOf(values.keySet());
        }
    }

    private final class ServiceRecords implements SharedRecords {
        private final String service;
        private final Map<String, String> before;

        ServiceRecords(String service, Map<String, String> before) {
            this.service = service;
            this.before = before;
        }

        @Override
        public Future<Map<String, String>> takeOver() {
            before.forEach((key, text) -> change(new RecordKey(service, key), new Value(null, text)));
            return Future.succeededFuture(before);
        }

        @Override
        public void put(String key, Record value) {
            RecordMirror.this.put(new RecordKey(service, key), value);
        }

        @Override
        public void remove(String key) {
            change(new RecordKey(service, key), null);
        }
    }
}
