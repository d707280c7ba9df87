package org.anychat.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.IntFunction;

/** Replies and events to frames and back. Any thread may call it. */
public final class ServerCodec {
    private ServerCodec() {}

    /**
     * Writes a reply or an event.
     *
     * @param message the message
     * @return its frame
     */
    public static Frame encode(ServerMessage message) {
        return message instanceof Reply reply ? encodeReply(reply) : encodeEvent((ServerEvent) message);
    }

    /**
     * Reads a reply or an event.
     *
     * @param frame what the gateway sent
     * @param pending which request has an id, or null where none waits for a reply; then the body stays empty
     * @return the message, or the rule that it breaks; an event of a later protocol that is unknown here is
     *     {@link ErrorCode#FUNCOPTERROR} and to be ignored
     */
    public static Decoded<ServerMessage> decode(Frame frame, IntFunction<RequestType> pending) {
        boolean binary = frame.type() == Frame.BINARY;
        if (frame.body().length > (binary ? Limits.BINARY_BYTES : Limits.SERVER_JSON_BYTES)) {
            return new Decoded.Invalid<>(0, ErrorCode.OVERFLOW, "the message is too long");
        }
        Optional<BinaryBody> body = binary ? BinaryBody.decode(frame.body()) : Optional.empty();
        Optional<JsonNode> json =
                binary ? body.map(BinaryBody::header) : Json.readObject(frame.body(), 0, frame.body().length);
        if (json.isEmpty()) {
            return new Decoded.Invalid<>(0, ErrorCode.PROTOCOLFAIL, "not a JSON object within the limits");
        }
        JsonFields fields = new JsonFields(json.get());
        int re = 0;
        try {
            if (binary) {
                return new Decoded.Valid<>(binaryEvent(fields, body.get().payload()));
            }
            if (!fields.has("re")) {
                return new Decoded.Valid<>(EventFields.read(fields));
            }
            re = fields.integer("re", 1, Integer.MAX_VALUE);
            return new Decoded.Valid<>(reply(re, fields, pending.apply(re)));
        } catch (JsonFields.BadField e) {
            return new Decoded.Invalid<>(re, ErrorCode.FUNCOPTERROR, e.getMessage());
        }
    }

    private static Frame encodeReply(Reply reply) {
        ObjectNode json = Json.newObject().put("re", reply.re()).put("code", reply.code());
        if (reply.message() != null) {
            json.put("message", reply.message());
        }
        json.setAll(Json.fieldsOf((Record) reply.body()));
        return new Frame(Frame.JSON, Json.write(json));
    }

    private static Frame encodeEvent(ServerEvent event) {
        ObjectNode json = Json.newObject().put("event", EventType.of(event).wireName());
        if (event instanceof ServerEvent.TransBuffer transBuffer) {
            return BinaryBody.encode(json.put("from", transBuffer.from()), transBuffer.data());
        }
        if (event instanceof ServerEvent.TransChunk chunk) {
            return BinaryBody.encode(json.put("taskId", chunk.taskId()).put("offset", chunk.offset()), chunk.data());
        }
        if (event instanceof ServerEvent.SdkFilterData filterData) {
            return BinaryBody.encode(json, filterData.data());
        }
        json.setAll(Json.fieldsOf((Record) event));
        return new Frame(Frame.JSON, Json.write(json));
    }

    private static ServerEvent binaryEvent(JsonFields fields, byte[] payload) {
        EventType type = EventType.ofWireName(fields.text("event", 1, Limits.NAME_LENGTH))
                .filter(EventType::isBinary)
                .orElseThrow(() -> new JsonFields.BadField("event: not a binary message"));
        return switch (type) {
            case TRANS_CHUNK -> TransferFields.chunkEvent(fields, payload);
            case SDK_FILTER_DATA -> new ServerEvent.SdkFilterData(payload);
            default -> new ServerEvent.TransBuffer(EventFields.userId(fields, "from"), payload);
        };
    }

    private static Reply reply(int re, JsonFields fields, RequestType request) {
        int code = fields.integer("code", 0, Integer.MAX_VALUE);
        String message = fields.has("message") ? fields.text("message", 0, Limits.SERVER_JSON_BYTES) : null;
        boolean hasBody = code == ErrorCode.SUCCESS.number() && request != null;
        return new Reply(re, code, message, hasBody ? ReplyFields.read(request, fields) : ReplyBody.EMPTY);
    }
}
