package org.anychat.runtime.config;

/**
 * A key with the value that counts, for people.
 *
 * @param section the section without brackets
 * @param key the key
 * @param value as it was given, {@code ***} for a secret
 * @param origin where it comes from, in a few words
 * @param live whether it changes without a restart
 */
public record Setting(String section, String key, String value, String origin, boolean live) {}
