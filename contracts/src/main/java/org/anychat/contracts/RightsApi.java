package org.anychat.contracts;

import io.vertx.core.Future;
import java.util.List;

/**
 * What the licence allows besides seats. Served by the license service at {@link Addresses#RIGHTS}; asked by whoever has
 * a function that a licence may leave out.
 */
public interface RightsApi {
    /** The HTTP path at which gateways answer a nonce of {@link #prove}; the nonce follows, 32 hex digits. */
    String PROOF_PATH = "/.well-known/anychat-licence/";

    /**
     * Tells what the licence allows. The answer may change while the server runs, as a licence is renewed by putting
     * another file in its place; ask again now and then.
     *
     * @param request nothing
     * @return the rights; all of them in demo mode
     */
    @BusCall
    Future<Rights> rights(AskRights request);

    /**
     * Gives the licence as it was signed, so that a standby server can serve with it.
     *
     * @param request nothing
     * @return the text of the licence file, empty in demo mode
     */
    @BusCall
    Future<LicenseText> text(AskText request);

    /**
     * Answers whoever asks, over a domain's name, whether this is the server that sent the nonce out.
     *
     * @param request the nonce
     * @return the answer, empty where the nonce is not this server's
     */
    @BusCall
    Future<Proof> prove(AskProof request);

    /** A question for the rights. */
    record AskRights() {}

    /**
     * What the licence allows.
     *
     * @param demo whether the server runs in demo mode, which needs no licence and has all functions
     * @param holder whose licence it is, empty in demo mode
     * @param users how many may be logged in at once, 0 for any number
     * @param functions the functions that are allowed
     * @param expires the last day in ISO form, empty for never
     */
    record Rights(boolean demo, String holder, int users, List<LicensedFunction> functions, String expires) {
        /**
         * Tells whether a function is allowed.
         *
         * @param function the function
         * @return whether it is
         */
        public boolean allows(LicensedFunction function) {
            return functions.contains(function);
        }
    }

    /** A question for the signed text. */
    record AskText() {}

    /**
     * A licence as it was signed.
     *
     * @param text the content of the licence file, empty in demo mode
     */
    record LicenseText(String text) {}

    /**
     * A question for a proof.
     *
     * @param nonce what the server has sent out, lower-case hex
     */
    record AskProof(String nonce) {}

    /**
     * A proof.
     *
     * @param answer lower-case hex, empty where the nonce is not this server's
     */
    record Proof(String answer) {}
}
