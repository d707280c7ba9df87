package org.anychat.contracts;

import io.vertx.core.Future;
import java.util.List;

/** A process's configuration, for those who run it. Served by the launcher at {@link Addresses#config}. */
public interface ConfigApi {
    /**
     * Tells the settings that hold now.
     *
     * @param request nothing
     * @return all of them, secrets hidden
     */
    @BusCall
    Future<EffectiveSettings> effective(GetEffective request);

    /**
     * Reads the file again, as at a SIGHUP. What has been changed by {@link #change} is dropped.
     *
     * @param request nothing
     * @return what came of it
     */
    @BusCall(deadlineMs = 10_000)
    Future<ChangeResult> reload(Reload request);

    /**
     * Changes settings that need no restart, in memory until the next reload or restart. All of them or none. Where the
     * change is for everywhere and this process has taken it, the other processes of the cluster are asked to do the
     * same ({@link ConfigOrders}); their logs say what came of it.
     *
     * @param request new values
     * @return what came of it
     */
    @BusCall
    Future<ChangeResult> change(ChangeSettings request);

    /** Asks for the settings. */
    record GetEffective() {}

    /** Asks for a reload. */
    record Reload() {}

    /**
     * Asks for changes.
     *
     * @param values new values; of several of one key the last counts
     * @param everywhere whether the other processes of the cluster are to change, too
     */
    record ChangeSettings(List<NewValue> values, boolean everywhere) {
        /**
         * A change of this process alone.
         *
         * @param values new values
         */
        public ChangeSettings(List<NewValue> values) {
            this(values, false);
        }
    }

    /**
     * A new value.
     *
     * @param key the key, in any case
     * @param value its text, as in the file
     */
    record NewValue(String key, String value) {
        /**
         * Shows no value.
         *
         * @return the key
         */
        @Override
        public String toString() {
            return "NewValue[" + key + "]";
        }
    }

    /**
     * The settings that hold now.
     *
     * @param settings in the order of the default file
     * @param needRestart differences of the file, as of the last reload, that count from the next start:
     *     {@code TCPListenPort: 8906 -> 443}
     */
    record EffectiveSettings(List<Setting> settings, List<String> needRestart) {}

    /**
     * A setting.
     *
     * @param section the ini's section
     * @param key the key
     * @param value its text, {@code ***} for a secret
     * @param origin where it comes from: {@code default}, the file and line, the variable, the option
     * @param live whether it changes without a restart
     */
    record Setting(String section, String key, String value, String origin, boolean live) {}

    /**
     * What came of a reload or a change.
     *
     * @param violations what is wrong, one sentence each; then nothing has changed
     * @param changed what counts now: {@code VideoFPS: 8 -> 15}
     * @param needRestart what counts from the next start
     */
    record ChangeResult(List<String> violations, List<String> changed, List<String> needRestart) {}
}
