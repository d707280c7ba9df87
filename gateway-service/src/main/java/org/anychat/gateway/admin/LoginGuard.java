package org.anychat.gateway.admin;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
    private static final int MAX_TRUSTED = 256;

    /** The one that has been quiet for longest comes first. */
    private final Map<String, Failures> failures = new LinkedHashMap<>();

    /** From where accounts were logged in to: guesses from elsewhere do not lock their owners out. */
    private final Set<String> trusted = new LinkedHashSet<>();

    private record Failures(int count, long lastNs, boolean told) {}

    /** Begins an attempt; returns for how many seconds it is locked out, 0 where it may go on. */
    long begin(String account, String address, long nowNs) {
        long byAddressNs = lockedNs(addressKey(address), ADDRESS_FAILURES, nowNs);
        long byAccountNs = isTrusted(account, address) ? 0 : lockedNs(accountKey(account), ACCOUNT_FAILURES, nowNs);
        long lockedNs = Math.max(byAddressNs, byAccountNs);
        if (lockedNs > 0) {
            return 1 + TimeUnit.NANOSECONDS.toSeconds(lockedNs);
        }
        add(addressKey(address), nowNs);
        add(accountKey(account), nowNs);
        return 0;
    }

    private boolean isTrusted(String account, String address) {
        return trusted.contains(accountKey(account) + ' ' + addressKey(address));
    }

    /** Whether this is the first refusal of a lock, which is news; the ones after it are the same attack. */
    boolean isNews(String account, String address) {
        boolean ofAddress = tell(addressKey(address), ADDRESS_FAILURES);
        return tell(accountKey(account), ACCOUNT_FAILURES) || ofAddress;
    }

    private boolean tell(String key, int limit) {
        Failures known = failures.get(key);
        if (known == null || known.count() < limit || known.told()) {
            return false;
        }
        failures.put(key, new Failures(known.count(), known.lastNs(), true));
        return true;
    }

    /** The password was right: nothing of the attempt counts. */
    void succeeded(String account, String address) {
        failures.remove(addressKey(address));
        failures.remove(accountKey(account));
        trusted.add(accountKey(account) + ' ' + addressKey(address));
        if (trusted.size() > MAX_TRUSTED) {
            trusted.remove(trusted.iterator().next());
        }
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
        return known == null || nowNs - known.lastNs() >= LOCK_NS ? new Failures(0, nowNs, false) : known;
    }

    private void add(String key, long nowNs) {
        int count = known(key, nowNs).count() + 1;
        failures.remove(key);
        if (failures.size() >= MAX_KEYS) {
            failures.remove(failures.keySet().iterator().next());
        }
        failures.put(key, new Failures(count, nowNs, false));
    }

    private void takeBack(String key) {
        failures.computeIfPresent(
                key,
                (any, known) -> known.count() == 1 ? null : new Failures(known.count() - 1, known.lastNs(), false));
    }

    private static String accountKey(String account) {
        return "account " + account.toLowerCase(Locale.ROOT);
    }

    private static String addressKey(String address) {
        return "address " + AddressPattern.ownerOf(address);
    }
}
