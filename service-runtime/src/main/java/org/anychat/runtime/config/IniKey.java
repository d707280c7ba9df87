package org.anychat.runtime.config;

/**
 * A key of the ini.
 *
 * @param <T> the type of its value
 * @param section the section's name without brackets
 * @param name the key; no other section has one of that name
 * @param defaultText what an absent key means
 * @param type what the value may be
 * @param english one line for the default file
 * @param chinese the same line
 * @param isSecret whether its value is never shown
 * @param isLive whether it changes without a restart
 */
record IniKey<T>(
        String section,
        String name,
        String defaultText,
        ValueType<T> type,
        String english,
        String chinese,
        boolean isSecret,
        boolean isLive) {
    private static final String HIDDEN = "***";

    IniKey(String section, String name, String defaultText, ValueType<T> type, String english, String chinese) {
        this(section, name, defaultText, type, english, chinese, false, false);
    }

    /** The same key, whose value is shown to nobody. */
    IniKey<T> asSecret() {
        return new IniKey<>(section, name, defaultText, type, english, chinese, true, isLive);
    }

    /** The same key, which changes without a restart. */
    IniKey<T> asLive() {
        return new IniKey<>(section, name, defaultText, type, english, chinese, isSecret, true);
    }

    T defaultValue() {
        return type.parse(defaultText).orElseThrow();
    }

    /** What people see of a value: nothing of a secret, and nothing that a terminal would obey. */
    String shown(String value) {
        return isSecret && !value.isEmpty() ? HIDDEN : value.replaceAll("\\p{Cntrl}", "?");
    }

    String id() {
        return IniDocument.id(section, name);
    }
}
