package org.anychat.contracts;

import java.util.List;

/**
 * What gateways tell each other of the dashboard's operators, so that each takes the same accounts and logins. Published
 * at {@link Addresses#OPERATORS}; whoever tells something hears it, too.
 */
public interface OperatorEvents {
    /**
     * A gateway knows something, or has been asked.
     *
     * @param event what it knows
     */
    @BusCall
    void told(OperatorsTold event);

    /**
     * A gateway is there for the first time or again, and wants to know what the others know.
     *
     * @param event which one
     */
    @BusCall
    void asked(OperatorsAsked event);

    /**
     * What a gateway knows.
     *
     * @param from which gateway
     * @param accounts the accounts, or null where nothing is said of them
     * @param logins who is logged in, all of them or some
     * @param over logins that have been ended, by their digests
     */
    record OperatorsTold(NodeId from, OperatorAccounts accounts, List<OperatorLogin> logins, List<String> over) {}

    /**
     * A question.
     *
     * @param from which gateway wants to know
     */
    record OperatorsAsked(NodeId from) {}

    /**
     * The accounts. Of two that differ those count that were changed later.
     *
     * @param changedMs when they were changed, in milliseconds since 1970
     * @param text the lines of their file
     */
    record OperatorAccounts(long changedMs, String text) {
        @Override
        public String toString() {
            return "OperatorAccounts[" + changedMs + "]";
        }
    }

    /**
     * Somebody who is logged in.
     *
     * @param digest of the secret that the browser has, which no gateway tells
     * @param account the name of the account
     * @param role the label of its role
     * @param hash of its password: another password ends the login
     * @param address from where
     * @param ageMs how long ago the login was, in milliseconds
     * @param idleMs how long ago the operator has done something, in milliseconds
     */
    record OperatorLogin(
            String digest, String account, String role, String hash, String address, long ageMs, long idleMs) {
        @Override
        public String toString() {
            return "OperatorLogin[" + account + ", " + role + ", " + address + "]";
        }
    }
}
