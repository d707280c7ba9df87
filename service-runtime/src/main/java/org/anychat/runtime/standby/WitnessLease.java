package org.anychat.runtime.standby;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Who of two servers may take new clients, as a witness sees it: one of them at a time, for a while. Nothing of it is
 * written to a disk: for as long as a lease lasts a new witness gives none, but to whoever holds one still, and that can
 * only be the one to whom its predecessor gave it. Pure rules, with times in milliseconds of a clock that nobody sets.
 */
final class WitnessLease {
    /** How long a lease lasts after the claim that it was given for. */
    static final long LEASE_MS = 2_000;

    private static final int MAX_CONTENDERS = 4;
    /** Longer than any challenge is good for, so that no claim counts twice. */
    private static final long FORGET_MS = TimeUnit.SECONDS.toMillis(10);

    private final long quietUntilMs;
    private final Map<Long, Heard> contenders = new HashMap<>();
    private boolean held;
    private long holder;
    private long untilMs;
    private long lastHolder;
    private long epoch;

    /**
     * What one of the two wants.
     *
     * @param life a number of its process alone
     * @param sequence grows with each claim of a process
     * @param epoch how many take-overs there have been, as far as it knows
     * @param wants whether it would take new clients; whoever does not gives its lease back
     * @param holds whether it has a lease that has not run out
     */
    record Claim(long life, long sequence, long epoch, boolean wants, boolean holds) {}

    /**
     * What a witness says to a claim.
     *
     * @param sequence the claim's
     * @param granted whether the claimant has the lease
     * @param epoch how many take-overs there have been
     */
    record Ruling(long sequence, boolean granted, long epoch) {}

    private record Heard(long sequence, long atMs) {}

    /** Begins at that time, without knowledge of what was before. */
    WitnessLease(long nowMs) {
        quietUntilMs = nowMs + LEASE_MS;
    }

    /** Rules on a claim that was made by somebody who knows the password, after this witness has begun; empty where it was here before. */
    Optional<Ruling> rule(Claim claim, long nowMs) {
        if (!isNews(claim, nowMs)) {
            return Optional.empty();
        }
        if (held && nowMs >= untilMs) {
            held = false;
        }
        if (!claim.wants()) {
            if (held && holder == claim.life()) {
                held = false;
            }
            return Optional.of(new Ruling(claim.sequence(), false, epoch));
        }
        boolean mayHave = held ? holder == claim.life() : nowMs >= quietUntilMs || claim.holds();
        if (mayHave) {
            grant(claim, nowMs);
        }
        return Optional.of(new Ruling(claim.sequence(), mayHave, epoch));
    }

    private void grant(Claim claim, long nowMs) {
        boolean goesOn = lastHolder == claim.life() || (lastHolder == 0 && claim.holds());
        epoch = Math.max(epoch, claim.epoch()) + (goesOn ? 0 : 1);
        held = true;
        holder = claim.life();
        lastHolder = claim.life();
        untilMs = nowMs + LEASE_MS;
    }

    private boolean isNews(Claim claim, long nowMs) {
        contenders.values().removeIf(heard -> nowMs - heard.atMs() > FORGET_MS);
        Heard before = contenders.get(claim.life());
        if (before == null ? contenders.size() >= MAX_CONTENDERS : claim.sequence() <= before.sequence()) {
            return false;
        }
        contenders.put(claim.life(), new Heard(claim.sequence(), nowMs));
        return true;
    }
}
