package org.anychat.auth.domain;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.anychat.contracts.AddressPattern;
import org.anychat.contracts.AuthApi.Ban;
import org.anychat.contracts.BanExchangeApi.BanDecision;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;

/**
 * The banned addresses, and what was decided on them when. Bounded; a ban that has ended is dropped when somebody looks.
 * The caller's thread.
 */
public final class Bans {
    /** Patterns that may be banned at once. */
    public static final int MAX_BANS = 1_000;

    /** Twice as long as a server may be away that another stands by for. */
    private static final long REMEMBERED_MS = TimeUnit.DAYS.toMillis(60);

    private final Map<String, Entry> entries = new TreeMap<>();
    /** Bans that were taken back: another server may still know of them. */
    private final Map<String, BanDecision> admitted = new TreeMap<>();

    private record Entry(AddressPattern pattern, BanDecision decision) {
        boolean hasEnded(long nowMs) {
            return Bans.hasEnded(decision, nowMs);
        }
    }

    /**
     * Takes over what was decided before a restart.
     *
     * @param decisions as {@link #decisions} gave them; what is no pattern, or above the bound, is left out
     */
    public void restore(List<BanDecision> decisions) {
        decisions.forEach(
                decision -> AddressPattern.parse(decision.pattern()).ifPresent(pattern -> take(pattern, decision)));
    }

    /**
     * Bans addresses, or changes the end of a ban.
     *
     * @param pattern which
     * @param untilMs the end in milliseconds since 1970, 0 for none
     * @param nowMs the time
     * @throws ServiceException with {@code BAD_PARAMETER}
     */
    public void ban(String pattern, long untilMs, long nowMs) {
        AddressPattern parsed = parse(pattern);
        dropEnded(nowMs);
        if (!take(parsed, new BanDecision(parsed.toString(), untilMs, laterThanKnown(parsed, nowMs), false))) {
            throw new ServiceException(
                    ServiceError.BAD_PARAMETER,
                    "there are " + MAX_BANS + " bans already; take some back, or ban a whole network");
        }
    }

    /**
     * Takes a ban back.
     *
     * @param pattern as it was banned
     * @param nowMs the time
     * @throws ServiceException with {@code BAD_PARAMETER}, or {@code DATA_NOT_EXIST} where it is not banned
     */
    public void admit(String pattern, long nowMs) {
        AddressPattern parsed = parse(pattern);
        if (!entries.containsKey(parsed.toString())) {
            throw new ServiceException(ServiceError.DATA_NOT_EXIST, "no ban of " + pattern);
        }
        take(parsed, new BanDecision(parsed.toString(), 0, laterThanKnown(parsed, nowMs), true));
    }

    /** The clock may have been set back, or another server's may be ahead. */
    private long laterThanKnown(AddressPattern pattern, long nowMs) {
        return Math.max(nowMs, known(pattern).map(BanDecision::decidedMs).orElse(0L) + 1);
    }

    /**
     * Takes over what was decided at another server. Of two decisions the later one holds; one without a time is none.
     *
     * @param others what was decided there
     * @param nowMs the time
     * @return whether anything has changed
     */
    public boolean merge(List<BanDecision> others, long nowMs) {
        dropEnded(nowMs);
        boolean changed = false;
        for (BanDecision decision : others) {
            AddressPattern pattern = AddressPattern.parse(decision.pattern()).orElse(null);
            if (pattern != null && !hasEnded(decision, nowMs) && isNews(pattern, decision)) {
                changed |= take(pattern, decision);
            }
        }
        return changed;
    }

    private boolean isNews(AddressPattern pattern, BanDecision decision) {
        return decision.decidedMs() > known(pattern).map(BanDecision::decidedMs).orElse(0L);
    }

    /**
     * Whether somebody knows all that was decided elsewhere, or later decisions.
     *
     * @param known what was decided as far as that one knows
     * @param others what was decided elsewhere
     * @param nowMs the time
     * @return whether {@link #merge} would change nothing there
     */
    public static boolean covers(Collection<BanDecision> known, Collection<BanDecision> others, long nowMs) {
        Map<String, Long> times = new HashMap<>();
        known.forEach(decision -> times.put(decision.pattern(), decision.decidedMs()));
        return others.stream()
                .filter(decision -> !hasEnded(decision, nowMs))
                .allMatch(decision -> decision.decidedMs() <= times.getOrDefault(decision.pattern(), 0L));
    }

    private static boolean hasEnded(BanDecision decision, long nowMs) {
        return decision.admitted()
                ? nowMs - decision.decidedMs() > REMEMBERED_MS
                : decision.untilMs() != 0 && decision.untilMs() <= nowMs;
    }

    /** False where there are too many bans. */
    private boolean take(AddressPattern pattern, BanDecision decision) {
        String key = pattern.toString();
        if (decision.admitted()) {
            entries.remove(key);
            admitted.put(key, decision);
            forgetOldest();
            return true;
        }
        if (entries.size() >= MAX_BANS && !entries.containsKey(key)) {
            return false;
        }
        admitted.remove(key);
        entries.put(key, new Entry(pattern, decision));
        return true;
    }

    private void forgetOldest() {
        if (admitted.size() > MAX_BANS) {
            admitted.values().stream()
                    .min((one, other) -> Long.compare(one.decidedMs(), other.decidedMs()))
                    .ifPresent(oldest -> admitted.remove(oldest.pattern()));
        }
    }

    private Optional<BanDecision> known(AddressPattern pattern) {
        Entry entry = entries.get(pattern.toString());
        return Optional.ofNullable(entry == null ? admitted.get(pattern.toString()) : entry.decision());
    }

    /**
     * Whether an address is banned.
     *
     * @param address as text
     * @param nowMs the time
     * @return true where a ban holds
     */
    public boolean isBanned(String address, long nowMs) {
        return entries.values().stream()
                .anyMatch(entry -> !entry.hasEnded(nowMs) && entry.pattern().matches(address));
    }

    /**
     * Lists the bans.
     *
     * @param nowMs the time
     * @return those that hold, by pattern
     */
    public List<Ban> list(long nowMs) {
        dropEnded(nowMs);
        return entries.values().stream()
                .map(Entry::decision)
                .map(decision -> new Ban(decision.pattern(), decision.untilMs()))
                .toList();
    }

    /**
     * Lists what was decided.
     *
     * @param nowMs the time
     * @return one for each pattern: first the bans that hold, then those that were taken back within the last 60 days
     */
    public List<BanDecision> decisions(long nowMs) {
        dropEnded(nowMs);
        return Stream.concat(entries.values().stream().map(Entry::decision), admitted.values().stream())
                .toList();
    }

    private void dropEnded(long nowMs) {
        entries.values().removeIf(entry -> entry.hasEnded(nowMs));
        admitted.values().removeIf(decision -> hasEnded(decision, nowMs));
    }

    private static AddressPattern parse(String pattern) {
        return AddressPattern.parse(pattern)
                .orElseThrow(() -> new ServiceException(
                        ServiceError.BAD_PARAMETER,
                        "not a pattern of addresses; write one as 192.0.2.7, 192.0.2.* or 2001:db8:*"));
    }
}
