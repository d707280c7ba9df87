package org.anychat.runtime.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A configuration that has been read, with where each value comes from. Immutable. */
public final class LoadedConfig {
    private final GivenValues given;
    private final IniValues values;
    private final ServerConfig config;
    private final boolean created;

    private LoadedConfig(GivenValues given, boolean created) {
        this.given = given;
        this.created = created;
        this.values = new IniValues(given);
        this.config =
                new ServerConfigReader(values, given.file().toAbsolutePath().getParent()).read();
    }

    static LoadedConfig of(GivenValues given, boolean created) {
        return new LoadedConfig(given, created);
    }

    /**
     * The configuration. Where there are violations it has the defaults for what is wrong, and must not be used.
     *
     * @return the records
     */
    public ServerConfig config() {
        return config;
    }

    /**
     * What is wrong.
     *
     * @return one sentence each, without secrets, in the order of the file; empty where the configuration is good
     */
    public List<String> violations() {
        return values.violations();
    }

    /**
     * What an administrator should hear of.
     *
     * @return one sentence each, without secrets
     */
    public List<String> warnings() {
        return values.warnings();
    }

    /**
     * What an administrator may like to know: keys without use, and what browsers use in place of a codec.
     *
     * @return one sentence each
     */
    public List<String> notes() {
        return values.notes();
    }

    /**
     * Whether the file was not there and has been written.
     *
     * @return false where it was there, or cannot be written
     */
    public boolean created() {
        return created;
    }

    /**
     * All keys with the values that count.
     *
     * @return in the order of the default file, secrets hidden
     */
    public List<Setting> settings() {
        return IniKeys.ALL.stream().map(this::setting).toList();
    }

    private Setting setting(IniKey<?> key) {
        GivenValues.Given effective = given.effective(key);
        return new Setting(
                key.section(),
                key.name(),
                key.shown(effective.value()),
                effective.origin().brief(),
                key.isLive());
    }

    /**
     * This configuration with some keys changed at run time. The file and what else was given are not read again.
     *
     * @param changes new values by keys, whose case does not matter
     * @return a configuration, whose violations tell of keys that do not exist or need a restart, and of wrong values
     */
    public LoadedConfig changed(Map<String, String> changes) {
        return new LoadedConfig(given.changed(changes), false);
    }

    /**
     * This configuration, but a newer one's for the keys that change without a restart.
     *
     * @param newer a configuration without violations
     * @return what holds while the server goes on running
     */
    public LoadedConfig takingLive(LoadedConfig newer) {
        return new LoadedConfig(given.takingLive(newer.given), false);
    }

    /**
     * Compares with a newer configuration.
     *
     * @param newer the newer one
     * @param live whether to look at the keys that change without a restart, or at the others
     * @return the keys whose values differ, with both values where they are no secrets: {@code VideoFPS: 8 -> 15}
     */
    public List<String> changes(LoadedConfig newer, boolean live) {
        return IniKeys.ALL.stream()
                .filter(key -> key.isLive() == live)
                .filter(key -> !parsed(key).equals(newer.parsed(key)))
                .map(key -> key.name() + ": " + words(key) + " -> " + newer.words(key))
                .toList();
    }

    private Optional<?> parsed(IniKey<?> key) {
        return key.type().parse(given.effective(key).value());
    }

    private String words(IniKey<?> key) {
        String shown = key.shown(given.effective(key).value());
        return shown.isEmpty() ? "nothing" : shown;
    }
}
