package org.anychat.gateway.admin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.UserId;
import org.anychat.gateway.admin.AdminRefusal.Reason;

/**
 * What a page asks or orders: a JSON object whose fields are read with their types and bounds, as everything in it is
 * somebody's to choose. Each reading fails with an {@link AdminRefusal} where the field is none.
 *
 * @param body as it came
 */
record Question(JsonObject body) {
    private static final int MAX_NODE = 128;

    static Question of(Object body) {
        if (body instanceof JsonObject object) {
            return new Question(object);
        }
        throw bad("the body is a JSON object");
    }

    String what() {
        return text("what", 32);
    }

    /** A text that has to be there, of at most so many characters. */
    String text(String field, int max) {
        if (body.getValue(field) instanceof String text && text.length() <= max) {
            return text;
        }
        throw bad(field + " is a text of at most " + max + " characters");
    }

    String textOr(String field, int max, String otherwise) {
        return body.getValue(field) == null ? otherwise : text(field, max);
    }

    int number(String field, int min, int max) {
        if (body.getValue(field) instanceof Number number
                && number.longValue() >= min
                && number.longValue() <= max
                && number.doubleValue() == number.longValue()) {
            return number.intValue();
        }
        throw bad(field + " is a whole number from " + min + " to " + max);
    }

    int numberOr(String field, int min, int max, int otherwise) {
        return body.getValue(field) == null ? otherwise : number(field, min, max);
    }

    boolean flag(String field) {
        if (body.getValue(field) instanceof Boolean flag) {
            return flag;
        }
        throw bad(field + " is true or false");
    }

    /** Null where it is left out. */
    Boolean flagOrNull(String field) {
        return body.getValue(field) == null ? null : flag(field);
    }

    RoomId room() {
        return new RoomId(number("room", Integer.MIN_VALUE, Integer.MAX_VALUE));
    }

    UserId user() {
        return new UserId(number("user", Integer.MIN_VALUE, Integer.MAX_VALUE));
    }

    /** One of the processes that there are. */
    NodeId node(String field, List<NodeId> known) {
        String name = text(field, MAX_NODE);
        return known.stream()
                .filter(node -> node.value().equals(name))
                .findFirst()
                .orElseThrow(() -> new AdminRefusal(Reason.NOT_FOUND, "there is no process " + name));
    }

    List<JsonObject> objects(String field, int max) {
        if (body.getValue(field) instanceof JsonArray array
                && array.size() <= max
                && array.stream().allMatch(JsonObject.class::isInstance)) {
            return array.stream().map(JsonObject.class::cast).toList();
        }
        throw bad(field + " is a list of at most " + max + " objects");
    }

    static AdminRefusal bad(String message) {
        return new AdminRefusal(Reason.BAD_REQUEST, message);
    }
}
