package org.anychat.client.media;

import java.util.concurrent.CompletableFuture;
import org.anychat.webrtc.transport.CloseReason;

/** The sending end of a mesh tree's edge: it offers once, and the other user answers. Every method is called on the loop of the connection, and there futures complete. */
public interface OfferingConnection extends AutoCloseable {
    /**
     * What the other user is to answer, once it is known where this side is.
     *
     * @return SDP, with all candidates; fails with a {@link MediaException} if no port can be opened.
     */
    CompletableFuture<String> describedOffer();

    /**
     * Takes the answer, which starts the connection.
     *
     * @param answer SDP.
     * @return completes when media flows; fails with a {@link MediaException} if the answer does not do, takes none of the tracks, or no connection comes about.
     */
    CompletableFuture<Void> accept(String answer);

    /**
     * The end that this side did not bring about.
     *
     * @return completes with the reason, after which nothing is sent; never after {@link #close}.
     */
    CompletableFuture<CloseReason> closed();

    /** Ends the connection. */
    @Override
    void close();
}
