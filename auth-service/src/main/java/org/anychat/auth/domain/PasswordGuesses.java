package org.anychat.auth.domain;

import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;

/**
 * Slows guessing of the server password. The first wrong proofs of an address are free; after each further one the
 * address is refused for twice as long as before, at most {@value #MAX_WAIT_MS} ms, so that a misconfigured client does
 * not lock out its whole office. A right proof wipes the slate. The caller's thread; times are any clock's that never
 * goes back.
 */
public final class PasswordGuesses {
    private static final int MAX_KEYS = 65_536;
    private static final int FREE = 5;
    private static final long FIRST_WAIT_MS = 1_000;
    static final long MAX_WAIT_MS = 30_000;
    private static final long MEMORY_MS = 3_600_000;
    private static final int MAX_DOUBLINGS = 10;

    private final FailureTable addresses = new FailureTable(MAX_KEYS, MEMORY_MS);

    /**
     * Lets an address try, or not.
     *
     * @param address the client's
     * @param nowMs now
     * @throws ServiceException with {@code ADDRESS_LOCKED} where it has to wait
     */
    public void check(String address, long nowMs) {
        FailureTable.Failures known = addresses.of(AddressKey.of(address), nowMs);
        if (known.count() >= FREE && nowMs - known.lastMs() < waitMs(known.count())) {
            throw new ServiceException(
                    ServiceError.ADDRESS_LOCKED, "too many wrong server passwords came from " + address);
        }
    }

    /**
     * The proof was wrong.
     *
     * @param address the client's
     * @param nowMs now
     */
    public void failed(String address, long nowMs) {
        addresses.add(AddressKey.of(address), nowMs);
    }

    /**
     * The proof was right.
     *
     * @param address the client's
     */
    public void succeeded(String address) {
        addresses.clear(AddressKey.of(address));
    }

    private static long waitMs(int failures) {
        return Math.min(MAX_WAIT_MS, FIRST_WAIT_MS << Math.min(MAX_DOUBLINGS, failures - FREE));
    }
}
