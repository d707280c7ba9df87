package org.anychat.runtime.standby;

import java.util.Optional;

/** What goes over the mirror's WebSocket, one text each: a word, service and key, and from the second line on the record. */
public sealed interface MirrorMessage {
    /**
     * A record is so.
     *
     * @param service the service's name
     * @param key the record's key
     * @param json the record
     */
    record Put(String service, String key, String json) implements MirrorMessage {
        @Override
        public String text() {
            return "put " + service + ' ' + key + '\n' + json;
        }

        @Override
        public String toString() {
            return "Put[" + service + ' ' + key + "]";
        }
    }

    /**
     * A record is gone.
     *
     * @param service the service's name
     * @param key the record's key
     */
    record Remove(String service, String key) implements MirrorMessage {
        @Override
        public String text() {
            return "remove " + service + ' ' + key;
        }
    }

    /** Everything that was there at the beginning has come. */
    record Synced() implements MirrorMessage {
        @Override
        public String text() {
            return "synced";
        }
    }

    /**
     * As it goes over the wire.
     *
     * @return the text
     */
    String text();

    /**
     * Reads a message.
     *
     * @param text the text
     * @return the message, empty for anything else
     */
    static Optional<MirrorMessage> parse(String text) {
        int end = text.indexOf('\n');
        String[] words = (end < 0 ? text : text.substring(0, end)).split(" ", -1);
        if (words.length == 1 && words[0].equals("synced") && end < 0) {
            return Optional.of(new Synced());
        }
        if (words.length != 3 || words[1].isEmpty() || words[2].isEmpty()) {
            return Optional.empty();
        }
        if (words[0].equals("put") && end >= 0) {
            return Optional.of(new Put(words[1], words[2], text.substring(end + 1)));
        }
        return words[0].equals("remove") && end < 0 ? Optional.of(new Remove(words[1], words[2])) : Optional.empty();
    }
}
