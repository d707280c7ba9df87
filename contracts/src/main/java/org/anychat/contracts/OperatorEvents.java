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
     * Somebody tries a password at a gateway: all of them count it.
     *
     * @param event who, and what has come of it
     */
    @BusCall
    void tried(OperatorTried event);

    /**
     * What a gateway knows.
     *
     * @param from which gateway
     * @param accounts the accounts, or null where nothing is said of them
     * @param logins who is logged in, all of them or some
     * @param over logins that have been ended, by their digests
     * @param guesses wrong passwords that count still, or null where nothing is said of them
     */
    record OperatorsTold(
            NodeId from,
            OperatorAccounts accounts,
            List<OperatorLogin> logins,
            List<String> over,
            OperatorGuesses guesses) {}

    /**
     * An attempt to log in.
     *
     * @param from at which gateway
     * @param account the name that was given
     * @param address from where
     * @param outcome what has come of it so far
     */
    record OperatorTried(NodeId from, String account, String address, Outcome outcome) {}

    /** What comes of an attempt. */
    enum Outcome {
        /** It has begun, and counts as a wrong password from now on. */
        BEGUN,
        /** The password was right. */
        RIGHT,
        /** Nobody could tell, so that it does not count. */
        UNDECIDED
    }

    /**
     * Wrong passwords that count still.
     *
     * @param counts of addresses and accounts
     * @param trusted from where which accounts were logged in to
     */
    record OperatorGuesses(List<GuessCount> counts, List<String> trusted) {}

    /**
     * Wrong passwords of one address, or for one account.
     *
     * @param key which one
     * @param count how many
     * @param ageMs how long ago the last one was, in milliseconds
     */
    record GuessCount(String key, int count, long ageMs) {}

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
