package org.anychat.room.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.anychat.contracts.GatewayApi.PrivateNews;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.UserId;
import org.anychat.room.domain.PrivateChats.Request;

/**
 * What members do in private. None of it is a change of the room, so its version stays; what others are told are the
 * outcome's notes.
 */
final class PrivateChatRules {
    private PrivateChatRules() {}

    static RoomOutcome apply(Room room, RoomCommand.OfPrivateChats command) {
        if (command instanceof RoomCommand.ExpireRequests expire) {
            return expire(room, expire.nowMs());
        }
        RoomCommand.PrivateStep step = (RoomCommand.PrivateStep) command;
        Optional<UserId> user = room.member(step.session()).map(Member::user);
        if (user.isEmpty()) {
            return RoomOutcome.refused(room, ServiceError.ROOM_NOT_IN);
        }
        if (room.privateChats().hasDone(step)) {
            return RoomOutcome.silent(room);
        }
        RoomOutcome outcome = take(room, user.get(), step);
        return outcome.refusal() == null
                ? RoomOutcome.noted(
                        outcome.room().with(outcome.room().privateChats().having(step, user.get())), outcome.notes())
                : outcome;
    }

    private static RoomOutcome take(Room room, UserId user, RoomCommand.PrivateStep step) {
        if (step instanceof RoomCommand.AskPrivate ask) {
            return ask(room, user, ask);
        }
        return step instanceof RoomCommand.EchoPrivate echo
                ? echo(room, user, echo)
                : exit(room, user, ((RoomCommand.ExitPrivate) step).with());
    }

    private static RoomOutcome ask(Room room, UserId from, RoomCommand.AskPrivate ask) {
        UserId to = ask.to();
        PrivateChats chats = room.privateChats();
        if (from.equals(to)) {
            return RoomOutcome.refused(room, ServiceError.BAD_PARAMETER);
        }
        if (room.member(to).isEmpty()) {
            return RoomOutcome.refused(room, ServiceError.PRIVATE_NULL);
        }
        if (chats.arePartners(from, to)) {
            return RoomOutcome.refused(room, ServiceError.PRIVATE_ALREADY);
        }
        // Whoever is asked by the other answers that instead of asking back.
        if (chats.isBusy(to) || chats.isFull(from) || chats.request(to, from).isPresent()) {
            return RoomOutcome.refused(room, ServiceError.PRIVATE_BUSY);
        }
        PrivateChats asking = chats.asking(from, to, ask.untilMs());
        PrivateNote request = new PrivateNote(to, PrivateNews.REQUEST, from, asking.lastRequestId(), 0);
        return RoomOutcome.noted(room.with(asking), List.of(request));
    }

    private static RoomOutcome echo(Room room, UserId user, RoomCommand.EchoPrivate echo) {
        PrivateChats chats = room.privateChats();
        Optional<Request> request = chats.request(echo.to(), user).filter(open -> open.id() == echo.requestId());
        if (request.isEmpty()) {
            return RoomOutcome.refused(room, ServiceError.PRIVATE_REQUEST_ID);
        }
        boolean accepted = echo.code() == 0;
        if (accepted && (chats.isFull(user) || chats.isFull(echo.to()))) {
            return RoomOutcome.refused(room, ServiceError.PRIVATE_BUSY);
        }
        PrivateChats answered = chats.withoutRequest(echo.requestId());
        return RoomOutcome.noted(
                room.with(accepted ? answered.withPair(user, echo.to()) : answered),
                List.of(PrivateNote.echo(request.get(), echo.code())));
    }

    private static RoomOutcome exit(Room room, UserId user, UserId with) {
        PrivateChats chats = room.privateChats();
        if (chats.arePartners(user, with)) {
            return RoomOutcome.noted(
                    room.with(chats.withoutPair(user, with)),
                    List.of(
                            PrivateNote.exit(with, user, PrivateNote.OTHER_CLOSED),
                            PrivateNote.exit(user, with, PrivateNote.SELF_CLOSED)));
        }
        Optional<Request> own = chats.request(user, with);
        return own.map(request -> RoomOutcome.noted(
                        room.with(chats.withoutRequest(request.id())),
                        List.of(PrivateNote.exit(with, user, PrivateNote.CANCELLED))))
                .orElseGet(() -> RoomOutcome.refused(room, ServiceError.PRIVATE_NULL));
    }

    private static RoomOutcome expire(Room room, long nowMs) {
        List<PrivateNote> notes = new ArrayList<>();
        for (Request request : room.privateChats().requests()) {
            if (request.untilMs() <= nowMs) {
                notes.add(PrivateNote.echo(request, PrivateNote.TIMEOUT));
                notes.add(PrivateNote.exit(request.to(), request.from(), PrivateNote.TIMEOUT));
            }
        }
        return RoomOutcome.noted(room.with(room.privateChats().withoutExpired(nowMs)), notes);
    }

    /** What others are told when a member leaves in the middle of it. */
    static List<PrivateNote> onLeaving(PrivateChats chats, UserId user) {
        int gone = ServiceError.PRIVATE_NULL.code();
        List<PrivateNote> notes = new ArrayList<>();
        for (Request request : chats.requests()) {
            if (request.to().equals(user)) {
                notes.add(PrivateNote.echo(request, gone));
            } else if (request.from().equals(user)) {
                notes.add(PrivateNote.exit(request.to(), user, gone));
            }
        }
        chats.partners(user).forEach(partner -> notes.add(PrivateNote.exit(partner, user, gone)));
        return notes;
    }
}
