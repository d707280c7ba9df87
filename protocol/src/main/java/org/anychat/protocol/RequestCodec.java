package org.anychat.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.anychat.protocol.ClientRequest.Authenticate;
import org.anychat.protocol.ClientRequest.Connect;
import org.anychat.protocol.ClientRequest.EnterRoom;
import org.anychat.protocol.ClientRequest.EnterRoomEx;
import org.anychat.protocol.ClientRequest.Heartbeat;
import org.anychat.protocol.ClientRequest.LeaveRoom;
import org.anychat.protocol.ClientRequest.LimitVideos;
import org.anychat.protocol.ClientRequest.Login;
import org.anychat.protocol.ClientRequest.Logout;
import org.anychat.protocol.ClientRequest.MediaAnswer;
import org.anychat.protocol.ClientRequest.Publish;
import org.anychat.protocol.ClientRequest.ReportQuality;
import org.anychat.protocol.ClientRequest.Resume;
import org.anychat.protocol.ClientRequest.RoomSnapshot;
import org.anychat.protocol.ClientRequest.Rooms;
import org.anychat.protocol.ClientRequest.SdkFilterData;
import org.anychat.protocol.ClientRequest.SelectMedia;
import org.anychat.protocol.ClientRequest.SendText;
import org.anychat.protocol.ClientRequest.SetCamera;
import org.anychat.protocol.ClientRequest.SetMicrophone;
import org.anychat.protocol.ClientRequest.Subscribe;
import org.anychat.protocol.ClientRequest.Unpublish;
import org.anychat.protocol.TransferRequest.TransBuffer;
import org.anychat.protocol.TransferRequest.TransChunk;

/** Requests to frames and back. Any thread may call it. */
public final class RequestCodec {
    private static final int MAX_PROOF_LENGTH = 128;

    private RequestCodec() {}

    /**
     * Writes a request.
     *
     * @param request the request
     * @return its frame; above the limits of {@link Limits} the gateway refuses it
     */
    public static Frame encode(ClientRequest request) {
        ObjectNode json = Json.newObject();
        json.put("id", request.id()).put("type", request.type().wireName());
        if (request instanceof TransBuffer transBuffer) {
            return BinaryBody.encode(json.put("userId", transBuffer.userId()), transBuffer.data());
        }
        if (request instanceof TransChunk chunk) {
            return BinaryBody.encode(json.put("taskId", chunk.taskId()).put("offset", chunk.offset()), chunk.data());
        }
        if (request instanceof SdkFilterData filterData) {
            return BinaryBody.encode(json, filterData.data());
        }
        json.setAll(Json.fieldsOf((Record) request));
        return new Frame(Frame.JSON, Json.write(json));
    }

    /**
     * Reads a request.
     *
     * @param frame what a client sent
     * @return the request, or the rule that it breaks: {@link ErrorCode#PROTOCOLFAIL} where it cannot even be answered,
     *     {@link ErrorCode#OVERFLOW} where it is too long
     */
    public static Decoded<ClientRequest> decode(Frame frame) {
        boolean binary = frame.type() == Frame.BINARY;
        if (frame.body().length > (binary ? Limits.BINARY_BYTES : Limits.CLIENT_JSON_BYTES)) {
            return new Decoded.Invalid<>(0, ErrorCode.OVERFLOW, "the message is too long");
        }
        Optional<BinaryBody> body = binary ? BinaryBody.decode(frame.body()) : Optional.empty();
        Optional<JsonNode> json =
                binary ? body.map(BinaryBody::header) : Json.readObject(frame.body(), 0, frame.body().length);
        if (json.isEmpty()) {
            return new Decoded.Invalid<>(0, ErrorCode.PROTOCOLFAIL, "not a JSON object within the limits");
        }
        JsonFields fields = new JsonFields(json.get());
        int id = 0;
        try {
            id = fields.integer("id", 1, Integer.MAX_VALUE);
            RequestType type = RequestType.ofWireName(fields.text("type", 1, Limits.NAME_LENGTH))
                    .orElseThrow(() -> new JsonFields.BadField("type: no such request"));
            if (binary != type.isBinary()) {
                throw new JsonFields.BadField(
                        "type: " + type.wireName() + " is a " + (type.isBinary() ? "binary" : "JSON") + " message");
            }
            return new Decoded.Valid<>(
                    binary ? binary(id, type, fields, body.get().payload()) : request(id, type, fields));
        } catch (JsonFields.BadField e) {
            return new Decoded.Invalid<>(id, id == 0 ? ErrorCode.PROTOCOLFAIL : ErrorCode.FUNCOPTERROR, e.getMessage());
        }
    }

    private static ClientRequest request(int id, RequestType type, JsonFields fields) {
        return switch (type) {
            case CONNECT, AUTHENTICATE, LOGIN, RESUME, LOGOUT, HEARTBEAT -> loginRequest(id, type, fields);
            case PUBLISH, UNPUBLISH, SUBSCRIBE, MEDIA_ANSWER, SELECT_MEDIA, LIMIT_VIDEOS, REPORT_QUALITY ->
                mediaRequest(id, type, fields);
            case TRANS_OFFER, TRANS_ACK, TRANS_CANCEL, TRANS_INFO, VIDEO_CALL ->
                TransferFields.request(id, type, fields);
            case P2P_POLICY, P2P_CONNECT, P2P_NETWORK, P2P_SIGNAL, P2P_REPORT -> P2pFields.request(id, type, fields);
            case ROOM_USERS,
                    QUERY_ROOM_STATE,
                    QUERY_USER_STATE,
                    SET_NICKNAME,
                    CHANGE_CHAT_MODE,
                    PRIVATE_CHAT_REQUEST,
                    PRIVATE_CHAT_ECHO,
                    PRIVATE_CHAT_EXIT,
                    USER_INFO_CONTROL -> PeopleFields.read(id, type, fields);
            default -> roomRequest(id, type, fields);
        };
    }

    private static ClientRequest loginRequest(int id, RequestType type, JsonFields fields) {
        return switch (type) {
            case CONNECT ->
                new Connect(
                        id,
                        fields.integer("version", 1, Integer.MAX_VALUE),
                        fields.integer("device", 0, Limits.DEVICE),
                        fields.line("client", 0, Limits.CLIENT_LENGTH));
            case AUTHENTICATE -> new Authenticate(id, fields.line("proof", 0, MAX_PROOF_LENGTH));
            case LOGIN ->
                new Login(
                        id,
                        fields.line("name", 0, Limits.NAME_LENGTH),
                        fields.text("password", 0, Limits.PASSWORD_LENGTH));
            case RESUME ->
                new Resume(
                        id,
                        fields.line("token", 1, Limits.TOKEN_LENGTH),
                        fields.integer("received", 0, Limits.LARGEST_COUNT),
                        count(fields, "version"),
                        fields.has("attempt") ? (Integer) fields.integer("attempt", 1, Integer.MAX_VALUE) : null);
            case LOGOUT -> new Logout(id);
            default -> new Heartbeat(id, count(fields, "received"));
        };
    }

    private static Long count(JsonFields fields, String name) {
        return fields.has(name) ? (Long) fields.integer(name, 0, Limits.LARGEST_COUNT) : null;
    }

    private static ClientRequest roomRequest(int id, RequestType type, JsonFields fields) {
        return switch (type) {
            case ENTER_ROOM -> new EnterRoom(id, roomId(fields), roomPassword(fields));
            case ENTER_ROOM_EX ->
                new EnterRoomEx(id, fields.line("roomName", 1, Limits.NAME_LENGTH), roomPassword(fields));
            case LEAVE_ROOM -> new LeaveRoom(id);
            case ROOMS -> new Rooms(id);
            case ROOM_SNAPSHOT -> new RoomSnapshot(id);
            case SET_CAMERA -> new SetCamera(id, fields.integer("state", 0, 2));
            case SET_MICROPHONE -> new SetMicrophone(id, fields.integer("state", 0, 2));
            default ->
                new SendText(id, userId(fields), fields.flag("secret"), fields.text("text", 1, Limits.TEXT_LENGTH));
        };
    }

    private static ClientRequest mediaRequest(int id, RequestType type, JsonFields fields) {
        return switch (type) {
            case PUBLISH -> new Publish(id, fields.text("sdp", 1, Limits.CLIENT_JSON_BYTES), own(fields));
            case UNPUBLISH -> new Unpublish(id);
            case SUBSCRIBE -> new Subscribe(id);
            case MEDIA_ANSWER ->
                new MediaAnswer(
                        id,
                        fields.integer("revision", 0, Integer.MAX_VALUE),
                        fields.text("sdp", 1, Limits.CLIENT_JSON_BYTES));
            case LIMIT_VIDEOS -> new LimitVideos(id, fields.integer("videos", 0, Limits.VIDEOS));
            case REPORT_QUALITY ->
                new ReportQuality(id, fields.objects("received", Limits.QUALITY_USERS, RequestCodec::receivedVideo));
            default -> selectMedia(id, fields);
        };
    }

    private static SelectMedia selectMedia(int id, JsonFields fields) {
        return new SelectMedia(
                id,
                userId(fields),
                fields.flag("video"),
                fields.flag("audio"),
                fields.has("first") && fields.flag("first"),
                fields.has("height") ? fields.integer("height", 0, Limits.HEIGHT) : 0);
    }

    private static ReceivedVideo receivedVideo(JsonFields video) {
        return new ReceivedVideo(
                userId(video),
                video.integer("freezes", 0, Integer.MAX_VALUE),
                video.integer("frozenMs", 0, Integer.MAX_VALUE));
    }

    private static OwnSettings own(JsonFields fields) {
        if (!fields.has("own")) {
            return null;
        }
        JsonFields own = fields.object("own");
        return new OwnSettings(
                optional(own, "gop", 1, Limits.GOP_FRAMES),
                optional(own, "audioSampleRate", Limits.MIN_SAMPLE_RATE, Limits.MAX_SAMPLE_RATE),
                optional(own, "audioChannels", 1, 2),
                optional(own, "audioBitrate", 0, Limits.AUDIO_BITRATE));
    }

    private static Integer optional(JsonFields fields, String name, int min, int max) {
        return fields.has(name) ? fields.integer(name, min, max) : null;
    }

    private static ClientRequest binary(int id, RequestType type, JsonFields fields, byte[] payload) {
        if (payload.length < 1 || payload.length > Limits.PAYLOAD_BYTES) {
            throw new JsonFields.BadField("1 to " + Limits.PAYLOAD_BYTES + " bytes are needed after the header");
        }
        return switch (type) {
            case TRANS_CHUNK -> TransferFields.chunk(id, fields, payload);
            case SDK_FILTER_DATA -> new SdkFilterData(id, payload);
            default -> new TransBuffer(id, userId(fields), payload);
        };
    }

    private static String roomPassword(JsonFields fields) {
        return fields.text("password", 0, Limits.ROOM_PASSWORD_LENGTH);
    }

    static int roomId(JsonFields fields) {
        return fields.integer("roomId", 1, Integer.MAX_VALUE);
    }

    static int userId(JsonFields fields) {
        return fields.integer("userId", Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
}
