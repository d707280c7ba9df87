package org.anychat.runtime.config;

/**
 * A key of the ini.
 *
 * @param <T> the type of its value
 * @param section the section's name without brackets
 * @param name the key
 * @param defaultText what an absent key means
 * @param type what the value may be
 * @param english one line for the default file
 * @param chinese the same line
 */
record IniKey<T>(String section, String name, String defaultText, ValueType<T> type, String english, String chinese) {
    T defaultValue() {
        return type.parse(defaultText).orElseThrow();
    }
}
