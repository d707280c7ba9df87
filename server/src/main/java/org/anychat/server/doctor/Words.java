package org.anychat.server.doctor;

import java.util.Locale;

/**
 * A sentence in both languages.
 *
 * @param english in English
 * @param chinese in Simplified Chinese
 */
public record Words(String english, String chinese) {
    /** Nothing to say. */
    public static final Words NONE = new Words("", "");

    /**
     * Fills in both.
     *
     * @param english a format of {@link String#format}
     * @param chinese another one, of the same values
     * @param values what to fill in
     * @return the sentence
     */
    public static Words of(String english, String chinese, Object... values) {
        return new Words(String.format(Locale.ROOT, english, values), String.format(Locale.ROOT, chinese, values));
    }

    /**
     * Words that are the same in both: what the system or another part of the program says.
     *
     * @param text them
     * @return the sentence
     */
    public static Words same(String text) {
        return new Words(text, text);
    }

    /**
     * The sentence in a language.
     *
     * @param inChinese Simplified Chinese, else English
     * @return the text
     */
    public String in(boolean inChinese) {
        return inChinese ? chinese : english;
    }
}
