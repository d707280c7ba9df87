package org.anychat.protocol;

import java.util.Base64;
import java.util.regex.Pattern;

/** Reads what is said of direct connections. */
final class P2pFields {
    private static final int LAST_POLICY = 3;
    private static final int LAST_STATE = 3;
    private static final Pattern KEY = Pattern.compile("|[A-Za-z0-9_-]{" + Limits.P2P_KEY_LENGTH + "}");

    private P2pFields() {}

    static ClientRequest request(int id, RequestType type, JsonFields fields) {
        return switch (type) {
            case P2P_POLICY ->
                new P2pRequest.Policy(id, fields.integer("policy", 0, LAST_POLICY), fields.flag("anew"), mesh(fields));
            case P2P_CONNECT -> new P2pRequest.Connect(id, RequestCodec.userId(fields));
            case P2P_NETWORK -> network(id, fields);
            case P2P_SIGNAL -> new P2pRequest.Signal(id, RequestCodec.userId(fields), attempt(fields), sdp(fields));
            default ->
                new P2pRequest.Report(
                        id,
                        RequestCodec.userId(fields),
                        attempt(fields),
                        EventFields.constant(fields, "state", P2pRequest.State.class),
                        fields.has("delayMs") ? fields.integer("delayMs", 0, Limits.DELAY_MS) : null);
        };
    }

    static ServerEvent event(EventType type, JsonFields fields) {
        return switch (type) {
            case P2P_CONNECT_STATE ->
                new ServerEvent.P2pConnectState(
                        RequestCodec.userId(fields),
                        fields.integer("state", 0, LAST_STATE),
                        fields.text("reason", 0, Limits.NAME_LENGTH));
            case P2P_TRY ->
                new ServerEvent.P2pTry(
                        RequestCodec.userId(fields), attempt(fields), fields.flag("offers"), stream(fields));
            case P2P_STREAM -> new ServerEvent.P2pStream(attempt(fields), generation(fields), ttl(fields));
            case P2P_SIGNAL -> new ServerEvent.P2pSignal(RequestCodec.userId(fields), attempt(fields), sdp(fields));
            case P2P_CLOSE ->
                new ServerEvent.P2pClose(
                        RequestCodec.userId(fields), attempt(fields), fields.integer("graceMs", 0, Integer.MAX_VALUE));
            case P2P_NETWORK -> new ServerEvent.P2pNetwork(fields.flag("wanted"));
            default -> new ServerEvent.RelayUpload(fields.flag("needed"));
        };
    }

    private static P2pRequest.Mesh mesh(JsonFields fields) {
        if (!fields.has("mesh")) {
            return null;
        }
        JsonFields mesh = fields.object("mesh");
        return new P2pRequest.Mesh(
                EventFields.constant(mesh, "forwards", P2pRequest.Forwards.class),
                mesh.integer("upBps", 0, Limits.UP_BPS),
                usableKey(mesh));
    }

    private static String usableKey(JsonFields mesh) {
        String key = key(mesh);
        if (!key.isEmpty() && !MeshKeys.isUsable(Base64.getUrlDecoder().decode(key))) {
            throw new JsonFields.BadField("key: one by which only its owner can sign is needed");
        }
        return key;
    }

    private static ClientRequest network(int id, JsonFields fields) {
        return new P2pRequest.Network(
                id,
                EventFields.constant(fields, "mapping", P2pRequest.Dependence.class),
                EventFields.constant(fields, "filtering", P2pRequest.Dependence.class),
                fields.flag("udp"),
                fields.has("upBps") ? fields.integer("upBps", 0, Limits.UP_BPS) : null);
    }

    private static ServerEvent.Stream stream(JsonFields fields) {
        if (!fields.has("stream")) {
            return null;
        }
        JsonFields stream = fields.object("stream");
        return new ServerEvent.Stream(
                EventFields.userId(stream, "publisher"),
                generation(stream),
                ttl(stream),
                stream.flag("sends"),
                key(stream));
    }

    private static String key(JsonFields fields) {
        String key = fields.text("key", 0, Limits.P2P_KEY_LENGTH);
        if (!KEY.matcher(key).matches()) {
            throw new JsonFields.BadField("key: base64url of 32 bytes is needed, or nothing");
        }
        return key;
    }

    private static int generation(JsonFields fields) {
        return fields.integer("generation", 1, Integer.MAX_VALUE);
    }

    private static int ttl(JsonFields fields) {
        return fields.integer("ttl", 0, Limits.P2P_TTL);
    }

    private static int attempt(JsonFields fields) {
        return fields.integer("attempt", 1, Integer.MAX_VALUE);
    }

    private static String sdp(JsonFields fields) {
        return fields.text("sdp", 1, Limits.P2P_SDP_LENGTH);
    }
}
