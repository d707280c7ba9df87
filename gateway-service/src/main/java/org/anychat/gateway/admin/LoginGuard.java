package org.anychat.gateway.admin;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.AddressPattern;

/**
 * Locks out who guesses operators' passwords: an address after a few wrong ones, an account after some more, from
 * wherever they come. An attempt counts from its begin, so that many at a time are no way around it.
 */
final class LoginGuard {
    static final int ADDRESS_FAILURES = 5;
    static final int ACCOUNT_FAILURES = 10;
    static final long LOCK_NS = TimeUnit.MINUTES.toNanos(5);
    private static final int MAX_KEYS = 8_192;

    /** The one that has been quiet for longest comes first. */
    private final Map<String, Failures> failures = new LinkedHashMap<>();

    private record Failures(int count, long lastNs) {}

    /** Begins an attempt; returns for how many seconds it is locked out, 0 where it may go on. */
    long begin(String account, String address, long nowNs) {
        long lockedNs = Math.max(
                lockedNs(addressKey(address), ADDRESS_FAILURES, nowNs),
                lockedNs(accountKey(account), ACCOUNT_FAILURES, nowNs));
        if (lockedNs > 0) {
            return 1 + TimeUnit.NANOSECONDS.toSeconds(lockedNs);
        }
        add(addressKey(address), nowNs);
        add(accountKey(account), nowNs);
        return 0;
    }

    /** The password was right: nothing of the attempt counts. */
    void succeeded(String account, String address) {
        failures.remove(addressKey(address));
        failures.remove(accountKey(account));
    }

    /** Nobody could tell: the attempt does not count. */
    void undecided(String account, String address) {
        takeBack(addressKey(address));
        takeBack(accountKey(account));
    }

    private long lockedNs(String key, int limit, long nowNs) {
        Failures known = known(key, nowNs);
        return known.count() < limit ? 0 : LOCK_NS - (nowNs - known.lastNs());
    }

    private Failures known(String key, long nowNs) {
        Failures known = failures.get(key);
        return known == null || nowNs - known.lastNs() >= LOCK_NS ? new Failures(0, nowNs) : known;
    }

    private void add(String key, long nowNs) {
        int count = known(key, nowNs).count() + 1;
        failures.remove(key);
        if (failures.size() >= MAX_KEYS) {
            failures.remove(failures.keySet().iterator().next());
        }
        failures.put(key, new Failures(count, nowNs));
    }

    private void takeBack(String key) {
        failures.computeIfPresent(
                key, (any, known) -> known.count() == 1 ? null : new Failures(known.count() - 1, known.lastNs()));
    }

    private static String accountKey(String account) {
        return "account " + account.toLowerCase(Locale.ROOT);
    }

    private static String addressKey(String address) {
        return "address " + AddressPattern.ownerOf(address);
    }
}
