package org.anychat.protocol;

import java.util.regex.Pattern;

/** Reads what transfers and video calls have in their messages. */
final class TransferFields {
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    private TransferFields() {}

    static ClientRequest request(int id, RequestType type, JsonFields fields) {
        return switch (type) {
            case TRANS_OFFER ->
                new TransferRequest.TransOffer(id, EventFields.userId(fields, "userId"), content(fields));
            case TRANS_ACK -> new TransferRequest.TransAck(id, task(fields), offset(fields, "offset"));
            case TRANS_CANCEL ->
                new TransferRequest.TransCancel(id, task(fields), fields.integer("code", 1, Integer.MAX_VALUE));
            case TRANS_INFO -> new TransferRequest.TransInfo(id, task(fields));
            default -> videoCall(id, fields);
        };
    }

    static ClientRequest chunk(int id, JsonFields fields, byte[] payload) {
        return new TransferRequest.TransChunk(id, task(fields), offset(fields, "offset"), payload);
    }

    static ServerEvent event(EventType type, JsonFields fields) {
        return switch (type) {
            case TRANS_OFFER ->
                new ServerEvent.TransOffer(task(fields), EventFields.userId(fields, "from"), content(fields));
            case TRANS_PROGRESS ->
                new ServerEvent.TransProgress(task(fields), offset(fields, "offset"), offset(fields, "limit"));
            case TRANS_END -> new ServerEvent.TransEnd(task(fields), code(fields));
            default ->
                new ServerEvent.VideoCall(
                        step(fields, 4),
                        EventFields.userId(fields, "userId"),
                        code(fields),
                        any(fields, "flags"),
                        any(fields, "param"),
                        fields.text("userStr", 0, Limits.CALL_TEXT_LENGTH));
        };
    }

    static ServerEvent chunkEvent(JsonFields fields, byte[] payload) {
        return new ServerEvent.TransChunk(task(fields), offset(fields, "offset"), payload);
    }

    static ReplyBody offered(JsonFields fields) {
        return new ReplyBody.TransOffered(task(fields));
    }

    static ReplyBody info(JsonFields fields) {
        return new ReplyBody.TransferInfo(
                task(fields),
                EventFields.userId(fields, "userId"),
                fields.flag("accepted"),
                offset(fields, "size"),
                offset(fields, "transferred"),
                offset(fields, "bitrate"));
    }

    private static ClientRequest videoCall(int id, JsonFields fields) {
        int step = step(fields, 4);
        if (step == ClientRequest.VideoCall.START) {
            throw new JsonFields.BadField("step: 1 request, 2 reply or 4 finish is needed; the server starts calls");
        }
        return new ClientRequest.VideoCall(
                id,
                step,
                EventFields.userId(fields, "userId"),
                code(fields),
                any(fields, "flags"),
                any(fields, "param"),
                fields.text("userStr", 0, Limits.CALL_TEXT_LENGTH));
    }

    private static TransferContent content(JsonFields message) {
        JsonFields fields = message.object("content");
        TransferContent.Kind kind = EventFields.constant(fields, "kind", TransferContent.Kind.class);
        boolean file = kind == TransferContent.Kind.FILE;
        String sha256 = fields.line("sha256", file ? 1 : 0, 64);
        if (!sha256.isEmpty() && !SHA_256.matcher(sha256).matches()) {
            throw new JsonFields.BadField("sha256: 64 lower-case hex digits are needed");
        }
        return new TransferContent(
                kind,
                fields.line("name", file ? 1 : 0, Limits.FILE_NAME_LENGTH),
                offset(fields, "size"),
                sha256,
                any(fields, "wParam"),
                any(fields, "lParam"),
                any(fields, "flags"));
    }

    private static int task(JsonFields fields) {
        return fields.integer("taskId", 1, Integer.MAX_VALUE);
    }

    private static long offset(JsonFields fields, String name) {
        return fields.integer(name, 0L, Limits.FILE_BYTES);
    }

    private static int step(JsonFields fields, int max) {
        return fields.integer("step", 1, max);
    }

    private static int code(JsonFields fields) {
        return fields.integer("code", 0, Integer.MAX_VALUE);
    }

    private static int any(JsonFields fields, String name) {
        return fields.integer(name, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
}
