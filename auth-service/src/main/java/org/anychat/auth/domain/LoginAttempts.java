package org.anychat.auth.domain;

import java.util.Locale;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;

/**
 * Locks accounts and addresses after too many wrong passwords. An attempt counts against its account from its begin, so
 * that many at a time are no way around the limit. The caller's thread; times are any clock's that never goes back.
 */
public final class LoginAttempts {
    private static final int MAX_KEYS = 65_536;

    private final LockoutPolicy policy;
    private final FailureTable accounts;
    private final FailureTable addresses;

    /**
     * Makes the tables, each of which holds at most {@value #MAX_KEYS} keys.
     *
     * @param policy the limits
     */
    public LoginAttempts(LockoutPolicy policy) {
        this(policy, MAX_KEYS);
    }

    LoginAttempts(LockoutPolicy policy, int maxKeys) {
        this.policy = policy;
        this.accounts = new FailureTable(maxKeys, policy.lockMs());
        this.addresses = new FailureTable(maxKeys, policy.lockMs());
    }

    /**
     * Begins an attempt, which ends with one of {@link #succeeded}, {@link #failed} and {@link #undecided}.
     *
     * @param account the login name; it need not exist
     * @param address the client's
     * @param nowMs now
     * @throws ServiceException with {@code ACCOUNT_LOCKED} or {@code ADDRESS_LOCKED}
     */
    public void begin(String account, String address, long nowMs) {
        if (isOver(policy.addressFailures(), addresses.of(AddressKey.of(address), nowMs))) {
            throw new ServiceException(
                    ServiceError.ADDRESS_LOCKED, "too many wrong passwords came from " + address + " (LockoutSeconds)");
        }
        if (isOver(policy.accountFailures(), accounts.of(key(account), nowMs))) {
            throw new ServiceException(
                    ServiceError.ACCOUNT_LOCKED, "too many wrong passwords for this account (LockoutSeconds)");
        }
        if (policy.accountFailures() > 0) {
            accounts.add(key(account), nowMs);
        }
    }

    /**
     * The password was right.
     *
     * @param account the login name
     */
    public void succeeded(String account) {
        accounts.clear(key(account));
    }

    /**
     * Name or password was wrong.
     *
     * @param account the login name
     * @param address the client's
     * @param nowMs now
     * @return whether this was the one failure too many for the account or the address
     */
    public boolean failed(String account, String address, long nowMs) {
        boolean locksAddress = policy.addressFailures() > 0
                && addresses.add(AddressKey.of(address), nowMs) == policy.addressFailures();
        boolean locksAccount =
                policy.accountFailures() > 0 && accounts.of(key(account), nowMs).count() == policy.accountFailures();
        return locksAddress || locksAccount;
    }

    /**
     * Nobody could tell whether the password was right.
     *
     * @param account the login name
     */
    public void undecided(String account) {
        accounts.takeBack(key(account));
    }

    private static boolean isOver(int limit, FailureTable.Failures known) {
        return limit > 0 && known.count() >= limit;
    }

    /** Some sources take names in any case; the limit must not be a limit per spelling. */
    private static String key(String account) {
        return account.toLowerCase(Locale.ROOT);
    }
}
