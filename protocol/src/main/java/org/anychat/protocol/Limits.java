package org.anychat.protocol;

/** The sizes that {@code docs/protocol.md} section 1 and 4 fix for both sides. */
public final class Limits {
    /** The protocol version that {@code connect} names. */
    public static final int VERSION = 1;
    /** The WebSocket sub-protocol. */
    public static final String SUB_PROTOCOL = "anychat.v1";
    /** The WebSocket's path. */
    public static final String WEB_SOCKET_PATH = "/anychat";
    /** Bytes of a client's JSON message, in UTF-8; the answer to an offer of a hundred users fits. */
    public static final int CLIENT_JSON_BYTES = 262_144;
    /** Bytes of a client's message before its login. */
    public static final int BEFORE_LOGIN_BYTES = 8_192;
    /** Bytes of the gateway's JSON message, in UTF-8. */
    public static final int SERVER_JSON_BYTES = 1_048_576;
    /** Bytes of a binary message's header, in UTF-8. */
    public static final int HEADER_BYTES = 1_024;
    /** Bytes of a binary message after its header. */
    public static final int PAYLOAD_BYTES = 65_536;
    /** Bytes of a binary message: the length of the header, the header, the payload. */
    public static final int BINARY_BYTES = 2 + HEADER_BYTES + PAYLOAD_BYTES;
    /** Bytes of a {@code TransBufferEx}. */
    public static final int BUFFER_EX_BYTES = 1_048_576;
    /** Bytes of a file that this protocol can number; the server has a limit of its own. */
    public static final long FILE_BYTES = 1L << 50;
    /** Characters of a file's name. */
    public static final int FILE_NAME_LENGTH = 255;
    /** Bytes of one transfer that the receiver has not acknowledged. */
    public static final int TRANSFER_WINDOW_BYTES = 262_144;
    /** Transfers that one user sends at once, and as many that it receives. */
    public static final int TRANSFERS = 4;
    /** How long a transfer may stand still, in milliseconds. */
    public static final int TRANSFER_STALL_MS = 60_000;
    /** Characters of the text that goes with a video call. */
    public static final int CALL_TEXT_LENGTH = 4_096;
    /** The user number that stands for the server as the receiver of a file. */
    public static final int SERVER = 0;
    /** Characters of a text message. */
    public static final int TEXT_LENGTH = 16_384;
    /** Characters of a user's or a room's name. */
    public static final int NAME_LENGTH = 64;
    /** Characters of a user's password; a signed token fits. */
    public static final int PASSWORD_LENGTH = 4_096;
    /** Characters of a token that takes up a session. */
    public static final int TOKEN_LENGTH = 128;
    /** The largest count that every client can represent. */
    public static final long LARGEST_COUNT = (1L << 53) - 1;
    /** Addresses of further servers that a login names. */
    public static final int SERVERS = 16;
    /** Characters of a room's password. */
    public static final int ROOM_PASSWORD_LENGTH = 64;
    /** Characters of a client's description of itself. */
    public static final int CLIENT_LENGTH = 64;
    /** The largest device number of the user state. */
    public static final int DEVICE = 8;
    /** The user number that stands for everybody in the room. */
    public static final int EVERYBODY = -1;
    /** The user number by which a client asks for a state of its own. */
    public static final int ONESELF = -1;
    /** Characters of a pattern of addresses. */
    public static final int PATTERN_LENGTH = 64;
    /** Frames from one key frame to the next. */
    public static final int GOP_FRAMES = 3_000;
    /** The lowest sampling rate of sound, in Hz. */
    public static final int MIN_SAMPLE_RATE = 8_000;
    /** The highest sampling rate of sound, in Hz. */
    public static final int MAX_SAMPLE_RATE = 48_000;
    /** The highest bitrate of sound, in bit/s (RFC 7587 section 6.1). */
    public static final int AUDIO_BITRATE = 510_000;
    /** The largest height that a client may say it shows a video at, in pixels. */
    public static final int HEIGHT = 8_640;
    /** The most videos at once that a client may say it wants. */
    public static final int VIDEOS = 1_000;
    /** Users whose picture one report of quality is about. */
    public static final int QUALITY_USERS = 64;
    /** Characters of an offer or an answer for a direct connection. */
    public static final int P2P_SDP_LENGTH = 16_384;
    /** The most up-bandwidth that a client may say it has, in bit/s. */
    public static final int UP_BPS = 20_000_000;
    /** The longest way between two users that a client may say it has measured, in milliseconds. */
    public static final int DELAY_MS = 60_000;
    /** Characters of a public Ed25519 key in base64url without padding. */
    public static final int P2P_KEY_LENGTH = 43;
    /** The most hops that may follow an edge of a mesh tree. */
    public static final int P2P_TTL = 16;
    /** How long a link may stay silent, in milliseconds. */
    public static final int SILENCE_MS = 30_000;
    /** How often a client sends something, in seconds. */
    public static final int HEARTBEAT_SECONDS = 10;

    private Limits() {}
}
