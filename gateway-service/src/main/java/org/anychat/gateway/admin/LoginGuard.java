package org.anychat.gateway.admin;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.AddressPattern;
import org.anychat.contracts.OperatorEvents.GuessCount;
import org.anychat.contracts.OperatorEvents.OperatorGuesses;

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
    /** Another gateway is told of no more of them: those of the last attempts. */
    private static final int MAX_TOLD = 1_024;

    private static final int MAX_KEY_LENGTH = 160;

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
        count(account, address, nowNs);
        return 0;
    }

    /** An attempt that has begun here, or at another gateway. */
    void count(String account, String address, long nowNs) {
        add(addressKey(address), nowNs);
        add(accountKey(account), nowNs);
    }

    /** What another gateway should count, too. */
    OperatorGuesses told(long nowNs) {
        List<GuessCount> counts = failures.entrySet().stream()
                .skip(Math.max(0, failures.size() - MAX_TOLD))
                .filter(one -> nowNs - one.getValue().lastNs() < LOCK_NS)
                .map(one -> new GuessCount(
                        one.getKey(),
                        one.getValue().count(),
                        TimeUnit.NANOSECONDS.toMillis(nowNs - one.getValue().lastNs())))
                .toList();
        return new OperatorGuesses(counts, List.copyOf(trusted));
    }

    /** What another gateway counts: where both count, the larger number. */
    void learn(OperatorGuesses others, long nowNs) {
        others.counts().stream()
                .limit(MAX_TOLD)
                .filter(one -> one.key().length() <= MAX_KEY_LENGTH && one.count() > 0 && one.ageMs() >= 0)
                .forEach(one -> learn(one, nowNs));
        others.trusted().stream()
                .limit(MAX_TRUSTED)
                .filter(key -> key.length() <= MAX_KEY_LENGTH)
                .forEach(this::trust);
    }

    private void learn(GuessCount other, long nowNs) {
        long lastNs = nowNs - TimeUnit.MILLISECONDS.toNanos(other.ageMs());
        Failures known = known(other.key(), nowNs);
        if (nowNs - lastNs < LOCK_NS && other.count() > known.count()) {
            put(other.key(), new Failures(other.count(), lastNs, false));
        }
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
        trust(accountKey(account) + ' ' + addressKey(address));
    }

    private void trust(String key) {
        trusted.add(key);
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
        put(key, new Failures(known(key, nowNs).count() + 1, nowNs, false));
    }

    private void put(String key, Failures counted) {
        failures.remove(key);
        if (failures.size() >= MAX_KEYS) {
            failures.remove(failures.keySet().iterator().next());
        }
        failures.put(key, counted);
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
