package org.anychat.contracts;

import io.vertx.core.Future;

/**
 * Requests about the WHIP and WHEP sessions of a gateway that have come to another one, as a balancer sends them where it
 * likes. Served by each gateway at {@link Addresses#whip}.
 */
public interface WhipApi {
    /**
     * Candidates, which a relay does not need, or a restart of ICE. Asked again it says the same.
     *
     * @param request of which ICE session
     * @return what the client is told, refusals too
     */
    @BusCall(deadlineMs = 10_000)
    Future<Said> patch(Patch request);

    /**
     * The end of a session.
     *
     * @param request whose
     * @return what the client is told, refusals too
     */
    @BusCall(deadlineMs = 10_000)
    Future<Said> delete(Delete request);

    /**
     * Which session is meant, and by whom.
     *
     * @param path of its URL
     * @param authorization the header, or empty
     * @param serverPassword the header, or empty
     */
    record Claim(String path, String authorization, String serverPassword) {
        /** Without what is secret. */
        @Override
        public String toString() {
            return "Claim[path=***]";
        }
    }

    /**
     * What a client says of its ICE.
     *
     * @param claim which session, and by whom
     * @param ifMatch the header; empty where there was none
     * @param ufrag the client's
     * @param password the client's
     */
    record Patch(Claim claim, String ifMatch, String ufrag, String password) {
        /** Without what is secret. */
        @Override
        public String toString() {
            return "Patch[ifMatch=" + ifMatch + "]";
        }
    }

    /**
     * An end.
     *
     * @param claim which session, and by whom
     */
    record Delete(Claim claim) {}

    /**
     * What a client is told.
     *
     * @param status of HTTP
     * @param code of the error table where it is refused, otherwise 0
     * @param text why it is refused, or the fragment of an answer; may be empty
     * @param entityTag of the ICE session that has begun, or null
     */
    record Said(int status, int code, String text, String entityTag) {
        /** Without the text, in which the relay's password may be. */
        @Override
        public String toString() {
            return "Said[status=" + status + ", code=" + code + "]";
        }
    }
}
