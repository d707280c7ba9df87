package org.anychat.auth.domain;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.anychat.contracts.AddressPattern;
import org.anychat.contracts.AuthApi.Ban;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;

/** The banned addresses. Bounded; a ban that has ended is dropped when somebody looks. The caller's thread. */
public final class Bans {
    /** Patterns that may be banned at once. */
    public static final int MAX_BANS = 1_000;

    private final Map<String, Entry> entries = new TreeMap<>();

    private record Entry(AddressPattern pattern, long untilMs) {
        boolean hasEnded(long nowMs) {
            return untilMs != 0 && untilMs <= nowMs;
        }
    }

    /**
     * Takes over bans from before a restart.
     *
     * @param bans as {@link #list} gave them; what is no pattern, or above the bound, is left out
     */
    public void restore(List<Ban> bans) {
        for (Ban ban : bans) {
            if (entries.size() < MAX_BANS) {
                AddressPattern.parse(ban.pattern())
                        .ifPresent(pattern -> entries.put(pattern.toString(), new Entry(pattern, ban.untilMs())));
            }
        }
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
        if (entries.size() >= MAX_BANS && !entries.containsKey(parsed.toString())) {
            throw new ServiceException(
                    ServiceError.BAD_PARAMETER,
                    "there are " + MAX_BANS + " bans already; take some back, or ban a whole network");
        }
        entries.put(parsed.toString(), new Entry(parsed, untilMs));
    }

    /**
     * Takes a ban back.
     *
     * @param pattern as it was banned
     * @throws ServiceException with {@code BAD_PARAMETER}, or {@code DATA_NOT_EXIST} where it is not banned
     */
    public void admit(String pattern) {
        if (entries.remove(parse(pattern).toString()) == null) {
            throw new ServiceException(ServiceError.DATA_NOT_EXIST, "no ban of " + pattern);
        }
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
        return entries.entrySet().stream()
                .map(entry -> new Ban(entry.getKey(), entry.getValue().untilMs()))
                .toList();
    }

    private void dropEnded(long nowMs) {
        entries.values().removeIf(entry -> entry.hasEnded(nowMs));
    }

    private static AddressPattern parse(String pattern) {
        return AddressPattern.parse(pattern)
                .orElseThrow(() -> new ServiceException(
                        ServiceError.BAD_PARAMETER,
                        "not a pattern of addresses; write one as 192.0.2.7, 192.0.2.* or 2001:db8:*"));
    }
}
