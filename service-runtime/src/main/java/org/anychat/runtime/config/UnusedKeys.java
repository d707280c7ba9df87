package org.anychat.runtime.config;

import java.util.List;
import java.util.Optional;

/** Keys of the original product for which this server has no use. They are told apart from mistakes. */
final class UnusedKeys {
    /** All of them. */
    static final List<UnusedKey> ALL = List.of(
            new UnusedKey("AutoUploadLogInfo", "clients of this server write no log files that could be collected"),
            new UnusedKey("SaveLogRootDir", "clients of this server write no log files that could be collected"),
            new UnusedKey("OutputThreadStatus", "this server prints no statistics of threads and queues into its log"),
            new UnusedKey("OutputRecordTask", "this server does not record"));

    private UnusedKeys() {}

    /** Finds a key by its name, in whatever section: the product's own documents put some into several. */
    static Optional<UnusedKey> named(String name) {
        return ALL.stream().filter(key -> key.name().equalsIgnoreCase(name)).findFirst();
    }

    /**
     * A key without use.
     *
     * @param name the key
     * @param why why it has none, as the end of a sentence
     */
    record UnusedKey(String name, String why) {
        String words() {
            return name + " is known, not used: " + why;
        }
    }
}
