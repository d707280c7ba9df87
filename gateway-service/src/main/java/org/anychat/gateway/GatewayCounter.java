package org.anychat.gateway;

/** What the gateway counts, above all why it refused something. Each only rises. */
public enum GatewayCounter {
    /** Framed links that began. */
    FRAMED_LINK,
    /** WebSocket links that began. */
    WEB_SOCKET_LINK,
    /** Links of clients that know HTTP alone (WHIP, WHEP) that began. */
    HTTP_LINK,
    /** Messages of clients. */
    MESSAGE_IN,
    /** Their bytes, as frames and before TLS. */
    BYTES_IN,
    /** Messages to clients. */
    MESSAGE_OUT,
    /** Their bytes, as frames and before TLS. */
    BYTES_OUT,
    /** Connections refused because their address had too many. */
    CONNECTION_LIMIT,
    /** Links refused because their address had too many. */
    LINK_LIMIT,
    /** Connections in plain text from another machine, refused where TLS is required. */
    PLAIN_TEXT_REFUSED,
    /** Connections that failed below the protocol: TLS handshakes, resets. */
    CONNECTION_FAILED,
    /** Connections whose first bytes are nothing that this port speaks. */
    UNKNOWN_FIRST_BYTES,
    /** Connections with media (ICE-TCP) that were passed on to a relay. */
    ICE_TCP_PASSED,
    /** Connections with media that no relay takes, or that are too many, or strangers' that gave way to newer ones. */
    ICE_TCP_REFUSED,
    /** Connections that sent too little to tell what they are. */
    SILENT_CONNECTION,
    /** HTTP connections whose request had begun and did not come in time. */
    LATE_REQUEST,
    /** Connections without a link that gave way to newer ones, because there were too many. */
    CONNECTION_DISPLACED,
    /** HTTP connections that could not be handed to the HTTP server. */
    HTTP_HANDOVER_FAILED,
    /** Links whose byte stream was not frames. */
    BAD_FRAME,
    /** Links whose message was not one of the protocol. */
    BAD_MESSAGE,
    /** Requests with an unknown type or a bad field; answered with 21. */
    BAD_PARAMETER,
    /** Requests before those that they need; answered with 2, 208 or 309. */
    OUT_OF_ORDER,
    /** Links with a message or a row of requests above its limit. */
    TOO_MUCH,
    /** Links with more messages than the rate allows. */
    RATE_EXCEEDED,
    /** Links whose client did not read what was sent. */
    SLOW_READER,
    /** Links that were silent for too long. */
    SILENT_LINK,
    /** Links that ended without a word from the gateway. */
    LINK_ENDED,
    /** Links that a service had closed. */
    CLOSED_BY_SERVICE,
    /** Links that were closed, or got no further, because their address is banned. */
    BANNED,
    /** Checks of a connection (/check) refused because there were too many. */
    CHECK_REFUSED,
    /** Requests answered with a service's refusal. */
    SERVICE_REFUSED,
    /** Requests answered with 44 or 58, because a service was not there or did not answer. */
    SERVICE_FAILED,
    /** Requests that hit a fault of the gateway; answered with 44. */
    GATEWAY_FAULT,
    /** Messages of services for a session that is not here any more. */
    UNKNOWN_SESSION,
    /** Messages of gateways for a transfer that is over. */
    UNKNOWN_TRANSFER,
    /** Transfers that one side broke the rules of, or that stood still. */
    TRANSFER_FAILED,
    /** Sessions that were kept when their links were lost. */
    SESSION_KEPT,
    /** Sessions that ended with their links, because too many were kept already. */
    KEEP_REFUSED,
    /** Sessions that came back, on whichever gateway they were before. */
    SESSION_RESUMED,
    /** Kept sessions that nobody came back for. */
    KEPT_SESSION_ENDED,
    /** Sessions that went to another gateway. */
    SESSION_HANDED_OVER,
    /** Events that gave way to newer ones, before their client said that it has them. */
    EVENT_DROPPED,
    /** Offers and states of media connections at a relay that does not carry the client any more. */
    STALE_MEDIA_EVENT,
    /** Changes of a room that were known already. */
    STALE_ROOM_CHANGE,
    /** Changes of a room with others missing before them. */
    ROOM_CHANGE_GAP,
    /** Rooms that could not be read after such a gap. */
    RESYNC_FAILED,
    /** Clean-ups that were given up after all their attempts; the service's own announcements repair it. */
    CLEANUP_GIVEN_UP
}
