package org.anychat.protocol;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a client asks and tells of direct connections with other users of its room. */
public sealed interface P2pRequest extends ClientRequest {
    /** How the client's own connection with another user stands, by its account. */
    enum State {
        /** ICE and DTLS are done. */
        CONNECTED,
        /** All that the other has open comes by it, so that the relay need not send it. */
        DIRECT,
        /** It has not come about, or nothing comes by it any more. */
        FAILED,
        /** The client will have none with this user until it says its policy anew. */
        DECLINED,
        /** Of an edge of a mesh tree: the connection lives, and nothing of the stream comes by it, or not all of it. */
        STARVED,
        /** Of an edge of a mesh tree: what comes by it is not what the publisher has signed. */
        FORGED;

        /**
         * The name on the wire.
         *
         * @return lower case
         */
        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a client passes on of what others publish. */
    enum Forwards {
        /** Nothing: it sends its own streams to others, and gets theirs. */
        NONE,
        /** RTP packets as they come. */
        PACKETS,
        /** Encoded frames. */
        FRAMES;

        /**
         * The name on the wire.
         *
         * @return lower case
         */
        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * That a client takes part in mesh trees, and how.
     *
     * @param forwards what it passes on
     * @param upBps its up-bandwidth in bit/s, at most {@value Limits#UP_BPS}; 0 where it does not know
     * @param key its public Ed25519 key for its stay in the room, base64url without padding, or empty
     */
    record Mesh(Forwards forwards, int upBps, String key) {}

    /**
     * Says that the client can send and receive directly, and when it wants to. Policy 0 ends its direct connections, others
     * keep them.
     *
     * @param id 1 to 2^31-1
     * @param policy 0 never, 1 as the server sees fit, 2 where an application asks for it, 3 while there is media
     * @param anew whether the client knows of no direct connections (any more), as after a lost link
     * @param mesh how it takes part in mesh trees, or null where it does not
     */
    record Policy(int id, int policy, boolean anew, Mesh mesh) implements P2pRequest {
        /**
         * Of a client that takes no part in mesh trees.
         *
         * @param id 1 to 2^31-1
         * @param policy 0 to 3
         * @param anew whether the client knows of no direct connections (any more)
         */
        public Policy(int id, int policy, boolean anew) {
            this(id, policy, anew, null);
        }

        @Override
        public RequestType type() {
            return RequestType.P2P_POLICY;
        }
    }

    /** What a NAT's mapping or filtering depends on (RFC 4787 sections 4.1 and 5). */
    enum Dependence {
        /** The same for all peers. */
        INDEPENDENT,
        /** Another one for each address of a peer. */
        ADDRESS,
        /** Another one for each address and port of a peer. */
        PORT,
        /** The client has not found it out. */
        UNKNOWN;

        /**
         * The name on the wire.
         *
         * @return lower case
         */
        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Tells what the client has found out of its network, for mesh trees alone; counts for five minutes.
     *
     * @param id 1 to 2^31-1
     * @param mapping what the outside port of its NAT depends on
     * @param filtering what may come in through it
     * @param udp whether UDP gets through at all; where not, the others say nothing
     * @param upBps its up-bandwidth in bit/s, at most {@value Limits#UP_BPS}, in the place of that of {@link Mesh} and for as
     *     long; 0 where it has none for others; null where it says nothing of it
     */
    record Network(int id, Dependence mapping, Dependence filtering, boolean udp, Integer upBps) implements P2pRequest {
        @Override
        public RequestType type() {
            return RequestType.P2P_NETWORK;
        }
    }

    /**
     * Asks for a direct connection with a user, whatever the policies of both but 0.
     *
     * @param id 1 to 2^31-1
     * @param userId with whom
     */
    record Connect(int id, int userId) implements P2pRequest {
        @Override
        public RequestType type() {
            return RequestType.P2P_CONNECT;
        }
    }

    /**
     * An offer or an answer, for the other user of an attempt.
     *
     * @param id 1 to 2^31-1
     * @param userId the other
     * @param attempt of {@link ServerEvent.P2pTry}
     * @param sdp with all candidates, at most {@value Limits#P2P_SDP_LENGTH} characters
     */
    record Signal(int id, int userId, int attempt, String sdp) implements P2pRequest {
        @Override
        public RequestType type() {
            return RequestType.P2P_SIGNAL;
        }
    }

    /**
     * Tells how a direct connection stands.
     *
     * @param id 1 to 2^31-1
     * @param userId with whom
     * @param attempt of {@link ServerEvent.P2pTry}
     * @param state how it stands
     * @param delayMs one way between the two as the client has measured it, at most {@value Limits#DELAY_MS}; null where it has not
     */
    record Report(int id, int userId, int attempt, State state, Integer delayMs) implements P2pRequest {
        /**
         * Of a client that has not measured the way.
         *
         * @param id 1 to 2^31-1
         * @param userId with whom
         * @param attempt of {@link ServerEvent.P2pTry}
         * @param state how it stands
         */
        public Report(int id, int userId, int attempt, State state) {
            this(id, userId, attempt, state, null);
        }

        @Override
        public RequestType type() {
            return RequestType.P2P_REPORT;
        }
    }
}
