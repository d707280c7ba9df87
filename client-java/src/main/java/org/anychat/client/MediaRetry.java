package org.anychat.client;

import java.util.Set;
import java.util.concurrent.CompletionException;
import org.anychat.protocol.ErrorCode;

/** Which failures of a media request pass by themselves. Without a relay (23) the client waits for {@code mediaMoved} instead. */
final class MediaRetry {
    private static final Set<Integer> PASSING = Set.of(
            ErrorCode.REQUESTFAILED.number(), ErrorCode.SERVICECLOSED.number(), ErrorCode.CONNECT_TIMEOUT.number());

    private MediaRetry() {}

    static boolean worthwhile(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof AnyChatException known && PASSING.contains(known.code());
    }
}
