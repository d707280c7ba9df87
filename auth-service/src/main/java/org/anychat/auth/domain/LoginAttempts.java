package org.anychat.auth.domain;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;

/**
 * Locks accounts and addresses after too many wrong passwords. Many attempts at a time are no way around the limit: one
 * counts against its account from its begin, and of an address no more are under way than may still fail. That locks
 * nobody out, as there may be many honest people behind an address: the others begin when those have ended. The caller's
 * thread; times are any clock's that never goes back.
 */
public final class LoginAttempts {
    private static final int MAX_KEYS = 65_536;

    private final LockoutPolicy policy;
    private final FailureTable accounts;
    private final FailureTable addresses;
    /** Attempts that have begun and not ended, by address. */
    private final Map<String, Integer> underWay = new HashMap<>();

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
     * @return false where as many attempts of the address are under way as may still fail; it has not begun, and may when
     *     one of them has ended
     * @throws ServiceException with {@code ACCOUNT_LOCKED} or {@code ADDRESS_LOCKED}
     */
    public boolean begin(String account, String address, long nowMs) {
        String addressKey = AddressKey.of(address);
        int failures = addresses.of(addressKey, nowMs).count();
        if (isOver(policy.addressFailures(), failures)) {
            throw new ServiceException(
                    ServiceError.ADDRESS_LOCKED, "too many wrong passwords came from " + address + " (LockoutSeconds)");
        }
        if (isOver(policy.accountFailures(), accounts.of(key(account), nowMs).count())) {
            throw new ServiceException(
                    ServiceError.ACCOUNT_LOCKED, "too many wrong passwords for this account (LockoutSeconds)");
        }
        if (isOver(policy.addressFailures(), failures + underWay.getOrDefault(addressKey, 0))) {
            return false;
        }
        underWay.merge(addressKey, 1, Integer::sum);
        if (policy.accountFailures() > 0) {
            accounts.add(key(account), nowMs);
        }
        return true;
    }

    /**
     * The password was right.
     *
     * @param account the login name
     * @param address the client's
     */
    public void succeeded(String account, String address) {
        end(address);
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
        end(address);
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
     * @param address the client's
     */
    public void undecided(String account, String address) {
        end(address);
        accounts.takeBack(key(account));
    }

    private void end(String address) {
        underWay.computeIfPresent(AddressKey.of(address), (key, count) -> count > 1 ? count - 1 : null);
    }

    private static boolean isOver(int limit, int count) {
        return limit > 0 && count >= limit;
    }

    /** Some sources take names in any case; the limit must not be a limit per spelling. */
    private static String key(String account) {
        return account.toLowerCase(Locale.ROOT);
    }
}
