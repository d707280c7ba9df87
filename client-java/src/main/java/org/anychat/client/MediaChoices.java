package org.anychat.client;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.ReplyBody;

/**
 * What the client wants of each other user. The server takes such a choice as a whole, while the application changes a part
 * of it: the rest stays as it was chosen last. For the client's loop.
 */
final class MediaChoices {
    private final MediaSession.Requests requests;
    private final Map<Integer, Choice> choices = new HashMap<>();

    /** One choice; {@code height} 0 for any. */
    private record Choice(boolean video, boolean audio, boolean first, int height) {
        /** What counts without one. */
        static final Choice EVERYTHING = new Choice(true, true, false, 0);
    }

    MediaChoices(MediaSession.Requests requests) {
        this.requests = requests;
    }

    CompletableFuture<Void> receive(int userId, boolean video, boolean audio) {
        return change(userId, old -> new Choice(video, audio, old.first(), old.height()));
    }

    CompletableFuture<Void> prefer(int userId, boolean first, int height) {
        return change(userId, old -> new Choice(old.video(), old.audio(), first, height));
    }

    /** The room is left, where all this was said. */
    void forget() {
        choices.clear();
    }

    private CompletableFuture<Void> change(int userId, UnaryOperator<Choice> change) {
        Choice old = choices.getOrDefault(userId, Choice.EVERYTHING);
        Choice wish = change.apply(old);
        choices.put(userId, wish);
        return requests.request(
                        id -> new ClientRequest.SelectMedia(
                                id, userId, wish.video(), wish.audio(), wish.first(), wish.height()),
                        ReplyBody.class)
                .whenComplete((reply, failure) -> {
                    if (failure != null) {
                        // What was chosen after it counts all the same.
                        choices.replace(userId, wish, old);
                    }
                })
                .thenAccept(reply -> {});
    }
}
