package org.anychat.room.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;

/**
 * The private chats of a room: who has asked whom, and who is in one with whom. A user has at most one request to
 * answer at a time, and up to {@value #MAX_PARTNERS} partners.
 *
 * @param lastRequestId the number of the latest request
 * @param requests those without an answer; unmodifiable
 * @param pairs those who are in a private chat; unmodifiable
 * @param steps the last that each member has done, for whoever asks for it once more; unmodifiable
 */
public record PrivateChats(int lastRequestId, List<Request> requests, List<Pair> pairs, List<Step> steps) {
    /** Private chats of one user. */
    public static final int MAX_PARTNERS = 32;

    static final PrivateChats NONE = new PrivateChats(0, List.of(), List.of(), List.of());

    /**
     * A request without an answer.
     *
     * @param id its number
     * @param from who asks
     * @param to whom
     * @param untilMs when it is given up, in milliseconds since 1970
     */
    public record Request(int id, UserId from, UserId to, long untilMs) {
        boolean concerns(UserId user) {
            return from.equals(user) || to.equals(user);
        }
    }

    /**
     * What a member has done last.
     *
     * @param session its session
     * @param user the member
     * @param number tells this step from others of the session; 0 for none
     * @param requestId the number of the latest request at that moment
     */
    public record Step(SessionId session, UserId user, long number, int requestId) {}

    /**
     * Two users in a private chat, in no order.
     *
     * @param one one of them
     * @param other the other
     */
    public record Pair(UserId one, UserId other) {
        boolean concerns(UserId user) {
            return one.equals(user) || other.equals(user);
        }

        boolean isOf(UserId a, UserId b) {
            return !a.equals(b) && concerns(a) && concerns(b);
        }

        UserId partnerOf(UserId user) {
            return one.equals(user) ? other : one;
        }
    }

    /** The request from one to another, where it is open. */
    Optional<Request> request(UserId from, UserId to) {
        return requests.stream()
                .filter(request -> request.from().equals(from) && request.to().equals(to))
                .findFirst();
    }

    /**
     * Whether two users are in a private chat with each other.
     *
     * @param a one of them
     * @param b the other
     * @return whether they are
     */
    public boolean arePartners(UserId a, UserId b) {
        return pairs.stream().anyMatch(pair -> pair.isOf(a, b));
    }

    /** Whether somebody is being asked, or has all the private chats that one may have. */
    boolean isBusy(UserId user) {
        return requests.stream().anyMatch(request -> request.to().equals(user)) || isFull(user);
    }

    boolean isFull(UserId user) {
        return partners(user).size() >= MAX_PARTNERS;
    }

    /**
     * Whom a user is in a private chat with.
     *
     * @param user the user
     * @return each partner once
     */
    public List<UserId> partners(UserId user) {
        return pairs.stream()
                .filter(pair -> pair.concerns(user))
                .map(pair -> pair.partnerOf(user))
                .toList();
    }

    /** Whether it is asked for once more. */
    boolean hasDone(RoomCommand.PrivateStep step) {
        return step.number() != 0
                && stepOf(step.session())
                        .filter(last -> last.number() == step.number())
                        .isPresent();
    }

    PrivateChats having(RoomCommand.PrivateStep step, UserId user) {
        List<Step> others = without(steps, last -> last.session().equals(step.session()));
        Step last = new Step(step.session(), user, step.number(), lastRequestId);
        return new PrivateChats(lastRequestId, requests, pairs, and(others, last));
    }

    private Optional<Step> stepOf(SessionId session) {
        return steps.stream().filter(step -> step.session().equals(session)).findFirst();
    }

    /**
     * The number of a member's request, where that is what it has done last.
     *
     * @param session whose
     * @return 0 where it has done nothing
     */
    public int lastRequestOf(SessionId session) {
        return stepOf(session).map(Step::requestId).orElse(0);
    }

    PrivateChats asking(UserId from, UserId to, long untilMs) {
        int id = lastRequestId == Integer.MAX_VALUE ? 1 : lastRequestId + 1;
        return new PrivateChats(id, and(requests, new Request(id, from, to, untilMs)), pairs, steps);
    }

    PrivateChats withoutRequest(int id) {
        return withoutRequests(request -> request.id() == id);
    }

    PrivateChats withPair(UserId a, UserId b) {
        return arePartners(a, b) ? this : new PrivateChats(lastRequestId, requests, and(pairs, new Pair(a, b)), steps);
    }

    PrivateChats withoutPair(UserId a, UserId b) {
        return new PrivateChats(lastRequestId, requests, without(pairs, pair -> pair.isOf(a, b)), steps);
    }

    PrivateChats without(UserId user) {
        return new PrivateChats(
                lastRequestId,
                without(requests, request -> request.concerns(user)),
                without(pairs, pair -> pair.concerns(user)),
                without(steps, step -> step.user().equals(user)));
    }

    /**
     * Tells whether a request has waited too long.
     *
     * @param nowMs the time, in milliseconds since 1970
     * @return true where one is to be given up
     */
    public boolean hasExpired(long nowMs) {
        return requests.stream().anyMatch(request -> request.untilMs() <= nowMs);
    }

    PrivateChats withoutExpired(long nowMs) {
        return withoutRequests(request -> request.untilMs() <= nowMs);
    }

    private PrivateChats withoutRequests(Predicate<Request> which) {
        return new PrivateChats(lastRequestId, without(requests, which), pairs, steps);
    }

    private static <T> List<T> and(List<T> items, T one) {
        List<T> more = new ArrayList<>(items);
        more.add(one);
        return List.copyOf(more);
    }

    private static <T> List<T> without(List<T> items, Predicate<T> which) {
        return items.stream().filter(which.negate()).toList();
    }
}
