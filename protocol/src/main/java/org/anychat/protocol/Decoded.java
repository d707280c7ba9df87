package org.anychat.protocol;

/**
 * What came of decoding one message.
 *
 * @param <T> what was to be decoded
 */
public sealed interface Decoded<T> {
    /**
     * The message keeps every rule.
     *
     * @param value the message
     * @param <T> its type
     */
    record Valid<T>(T value) implements Decoded<T> {}

    /**
     * The message breaks a rule.
     *
     * @param id the request's or reply's id where the message has a valid one, otherwise 0
     * @param code {@link ErrorCode#PROTOCOLFAIL} or {@link ErrorCode#OVERFLOW} where the link is to be closed, {@link ErrorCode#FUNCOPTERROR} where
     *     the request is to be answered with it
     * @param reason which field breaks which rule, for the other side's developer; holds nothing of the input but
     *     names that this protocol knows
     * @param <T> what was to be decoded
     */
    record Invalid<T>(int id, ErrorCode code, String reason) implements Decoded<T> {}
}
