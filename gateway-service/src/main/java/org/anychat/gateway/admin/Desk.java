package org.anychat.gateway.admin;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.anychat.contracts.ServiceException;
import org.anychat.gateway.admin.AdminRefusal.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what comes over the bridge, and writes down what is done. Questions that are the same within half a second get
 * the same answer, so that the traffic between processes does not grow with the number of pages.
 */
final class Desk {
    private static final Logger log = LoggerFactory.getLogger(Desk.class);
    private static final long FRESH_NS = TimeUnit.MILLISECONDS.toNanos(400);
    private static final int MAX_ANSWERS = 256;

    private final Vertx vertx;
    private final AdminSessions sessions;
    private final AuditLog audit;
    private final LongSupplier nowNs;
    private final Orders orders;
    private final Supplier<Future<JsonObject>> trail;
    private final Map<String, Function<Question, Future<JsonObject>>> queries = new HashMap<>();
    private final Map<String, Answer> answers = new LinkedHashMap<>();
    private List<MessageConsumer<Object>> consumers = List.of();

    private record Answer(long atNs, Future<JsonObject> answer) {}

    /** {@code trail} reads what operators have done. */
    Desk(
            Vertx vertx,
            AdminSessions sessions,
            AuditLog audit,
            Supplier<Future<JsonObject>> trail,
            Orders orders,
            LongSupplier nowNs) {
        this.vertx = vertx;
        this.sessions = sessions;
        this.audit = audit;
        this.trail = trail;
        this.orders = orders;
        this.nowNs = nowNs;
    }

    /** Adds what pages may ask. */
    void answers(String what, Function<Question, Future<JsonObject>> query) {
        queries.put(what, query);
    }

    void open() {
        consumers = List.of(
                serve(AdminBridge.QUERY, AdminRole.VIEWER, this::query),
                serve(AdminBridge.OPERATE, AdminRole.OPERATOR, order(orders.operations())),
                serve(AdminBridge.CONFIGURE, AdminRole.ADMIN, order(orders.configurations())));
    }

    void close() {
        consumers.forEach(MessageConsumer::unregister);
    }

    /** Somebody who asks, and what. */
    private interface Handling {
        Future<JsonObject> handle(AdminSession session, Question question);
    }

    private MessageConsumer<Object> serve(String address, AdminRole needed, Handling handling) {
        return vertx.eventBus().localConsumer(address, message -> {
            Future<JsonObject> answer;
            try {
                answer = handling.handle(session(message, needed), Question.of(message.body()));
            } catch (RuntimeException refusal) {
                answer = Future.failedFuture(refusal);
            }
            answer.onSuccess(message::reply).onFailure(failure -> refuse(message, failure));
        });
    }

    /** The bridge has looked already; whoever else reaches the address has no session to name. */
    private AdminSession session(Message<Object> message, AdminRole needed) {
        return sessions.byId(message.headers().get(AdminBridge.SESSION_HEADER))
                .filter(session -> session.account().role().covers(needed))
                .orElseThrow(() -> new AdminRefusal(Reason.LOGGED_OUT, "log in"));
    }

    private static void refuse(Message<Object> message, Throwable failure) {
        if (failure instanceof AdminRefusal refusal) {
            message.fail(refusal.status(), refusal.getMessage());
        } else if (failure instanceof ServiceException refusal) {
            message.fail(refusal.code(), refusal.getMessage());
        } else {
            log.error("A question of the dashboard failed", failure);
            message.fail(500, "a fault of the server; the log says more");
        }
    }

    private Future<JsonObject> query(AdminSession session, Question question) {
        String what = question.what();
        if (what.equals("audit")) {
            return audit(session);
        }
        Function<Question, Future<JsonObject>> query = queries.get(what);
        if (query == null) {
            throw Question.bad("there is no question " + what);
        }
        String key = new JsonObject(new TreeMap<>(question.body().copy().getMap())).encode();
        Answer known = answers.get(key);
        if (known != null && nowNs.getAsLong() - known.atNs() < FRESH_NS) {
            return known.answer();
        }
        Answer fresh = new Answer(nowNs.getAsLong(), query.apply(question));
        answers.remove(key);
        answers.put(key, fresh);
        if (answers.size() > MAX_ANSWERS) {
            answers.remove(answers.keySet().iterator().next());
        }
        return fresh.answer();
    }

    private Future<JsonObject> audit(AdminSession session) {
        if (!session.account().role().covers(AdminRole.OPERATOR)) {
            throw new AdminRefusal(Reason.FORBIDDEN, "the audit log is for operators");
        }
        return trail.get();
    }

    private Handling order(Map<String, Function<Question, Future<JsonObject>>> known) {
        return (session, question) -> {
            String what = question.what();
            Function<Question, Future<JsonObject>> order =
                    Optional.ofNullable(known.get(what)).orElseThrow(() -> Question.bad("there is no order " + what));
            answers.clear();
            return attempt(order, question)
                    .onComplete(done -> answers.clear())
                    .onComplete(done -> audit.note(
                            session.account().name(),
                            session.address(),
                            what,
                            target(question),
                            done.succeeded() ? "done " + done.result().encode() : "refused: " + words(done.cause())));
        };
    }

    private static Future<JsonObject> attempt(Function<Question, Future<JsonObject>> order, Question question) {
        try {
            return order.apply(question);
        } catch (RuntimeException refusal) {
            return Future.failedFuture(refusal);
        }
    }

    private static String words(Throwable failure) {
        return failure instanceof ServiceException service
                ? service.code() + " " + failure.getMessage()
                : failure.getMessage();
    }

    /** What is said in a change may be secret; which settings are changed is not. */
    private static String target(Question question) {
        JsonObject told = question.body().copy();
        told.remove("what");
        told.remove("active");
        if (told.getValue("values") instanceof JsonArray values) {
            JsonArray keys = new JsonArray();
            values.forEach(
                    value -> keys.add(value instanceof JsonObject one ? String.valueOf(one.getValue("key")) : ""));
            told.put("values", keys);
        }
        return told.encode();
    }
}
