package org.anychat.relay.stats;

/** Everything the relay counts, from the start of the process. Reasons of drops are counters of their own. */
public enum RelayCounter {
    /** Datagrams that came in, of every kind. */
    DATAGRAMS_IN,
    /** Bytes of those datagrams, without UDP and IP headers. */
    BYTES_IN,
    /** RTP packets that came in authentic, retransmissions and probes included. */
    RTP_IN,
    /** Of those, what came over links from other relays. */
    LINK_RTP_IN,
    /** What other relays asked for that is not theirs: a room or a link that the room service has not named. */
    LINKS_REFUSED,
    /** What other relays, or the room service, said by a span of before. */
    LINKS_STALE,
    /** RTP packets sent to viewers, retransmissions included. */
    RTP_OUT,
    /** Bytes of those packets before encryption. */
    RTP_BYTES_OUT,
    /** RTCP packets, compound or not, that came in authentic. */
    RTCP_IN,
    /** RTCP packets sent. */
    RTCP_OUT,
    /** Datagrams read on one loop's socket and handed to the loop that owns the session. */
    DATAGRAMS_HANDED_OVER,
    /** TCP connections (ICE-TCP) that began. */
    STREAMS_OPENED,
    /** Of those, the ones that are over. */
    STREAMS_CLOSED,
    /** TCP connections that an authentic check has made a session's. */
    STREAMS_ACCEPTED,
    /** TCP connections closed because their address, or all together, had too many, or too many strangers came at once. */
    STREAMS_LIMITED,
    /** TCP connections closed because they began with anything but an authentic check for a session here. */
    STREAMS_REFUSED,
    /** TCP connections closed because they sent no check in time. */
    STREAMS_SILENT,
    /** TCP connections closed because of frames of no possible length, or many in a row that their session took none of. */
    STREAMS_BAD_FRAME,
    /** TCP connections closed because their client did not read what was sent. */
    STREAMS_SLOW,
    /** Datagrams that came by TCP; they count as datagrams too. */
    STREAM_DATAGRAMS_IN,
    /** Packets of video that waited beyond the turn that brought them: in a burst, or as the system took no more. */
    VIDEO_DEFERRED,
    /** Of those, and of retransmissions that waited, the ones that were not sent in the end, as there were too many. */
    DROP_WAITED,
    /** Video packets not sent because they come faster than the viewer's TCP connection, or the system, takes them. */
    DROP_CROWDED,
    /** Dropped: the owner's queue was full. */
    DROP_QUEUE_FULL,
    /** Dropped: a datagram that is no STUN, DTLS, RTP or RTCP. */
    DROP_NOT_A_PROTOCOL,
    /** Dropped: media, DTLS or STUN that is no request, from an address that no session has authenticated. */
    DROP_UNKNOWN_ADDRESS,
    /** Strangers that were told where they come from (STUN server). */
    STUN_ANSWERED,
    /** Dropped: a STUN message that cannot be read, or a request without a user name that is not answered now. */
    DROP_BAD_STUN,
    /** Dropped: a connectivity check for a session that does not exist (any more). */
    DROP_UNKNOWN_UFRAG,
    /** Not taken over: the address of an authentic check, since another session's client is heard from there. */
    DROP_ADDRESS_TAKEN,
    /** Refused: an offer, or a wish for one, of a session that has negotiated too often. */
    DROP_TOO_MANY_OFFERS,
    /** Dropped inside a session: a check that fails authentication, DTLS garbage, SRTP that fails authentication. */
    DROP_REJECTED_BY_SESSION,
    /** Dropped: authentic, but no RTP packet. */
    DROP_MALFORMED_RTP,
    /** Dropped: authentic, but no RTCP packet. */
    DROP_MALFORMED_RTCP,
    /** Dropped: an SSRC that no negotiated track explains. */
    DROP_UNKNOWN_SSRC,
    /** Dropped: a payload type that was not negotiated for its track. */
    DROP_UNKNOWN_PAYLOAD_TYPE,
    /** Dropped: above what one publisher may send. */
    DROP_OVER_RATE,
    /** Dropped: a packet that was here before. */
    DROP_DUPLICATE,
    /** Dropped: a retransmission too short to hold a packet, or of an unknown stream. */
    DROP_BAD_RTX,
    /** Dropped: redundant audio (RED) whose blocks do not fit into it, are too many, or of another codec. */
    DROP_BAD_RED,
    /** Dropped: a packet longer than the relay forwards. */
    DROP_OVERSIZED,
    /** Not forwarded: too old for a viewer whose sequence numbers have moved on. */
    DROP_STALE,
    /** Not sent: the way out was full or the viewer's connection not up. */
    DROP_NOT_SENT,
    /** Packets of padding sent to viewers, to find out what their paths carry. */
    PADDING_OUT,
    /** Feedback of viewers that tells of packets that were never sent, or of the same ones too often. */
    FEEDBACK_REFUSED,
    /** Videos to viewers that went down to a smaller layer for want of room. */
    LAYERS_LOWERED,
    /** Videos to viewers that went up to a larger layer. */
    LAYERS_RAISED,
    /** Packets of video not sent because they are of temporal layers that a viewer's network has no room for. */
    THINNED_OUT,
    /** Videos to viewers that were paused for want of room. */
    VIDEOS_STARVED,
    /** Of these, those that came back. */
    VIDEOS_RESUMED,
    /** Sounds that viewers hear from the packet on with which somebody began to speak, in place of others. */
    SOUNDS_ADMITTED,
    /** Sequence numbers that viewers asked for again. */
    NACKS_FROM_VIEWERS,
    /** Packets sent again to viewers. */
    RETRANSMISSIONS_OUT,
    /** Sequence numbers not sent again: asked for too often or too soon. */
    NACKS_LIMITED,
    /** Sequence numbers not sent again: not in the buffer. */
    NACKS_MISSED,
    /** Sequence numbers that publishers were asked for again. */
    NACKS_TO_PUBLISHERS,
    /** Lost packets that publishers sent again. */
    RECOVERED_IN,
    /** Lost packets that a later one had with it (RED). */
    RESTORED_IN,
    /** Lost packets given up. */
    LOST_IN,
    /** Key frames that viewers asked for (PLI and FIR). */
    KEY_FRAME_REQUESTS_FROM_VIEWERS,
    /** Key frames that publishers were asked for. */
    KEY_FRAME_REQUESTS_TO_PUBLISHERS,
    /** Key frames that came in. */
    KEY_FRAMES_IN,
    /** Sessions opened. */
    SESSIONS_OPENED,
    /** Sessions closed, for whatever reason. */
    SESSIONS_CLOSED,
    /** Sessions whose ICE and DTLS came through. */
    CONNECTED,
    /** Sessions that ended without a path: no authenticated check in time. */
    ENDED_ICE_TIMEOUT,
    /** Sessions that ended because the DTLS handshake was not done in time. */
    ENDED_DTLS_TIMEOUT,
    /** Sessions that ended because the DTLS handshake failed. */
    ENDED_DTLS_FAILED,
    /** Sessions that ended because the peer was not heard any more. */
    ENDED_CONSENT_EXPIRED,
    /** Of the datagrams that sessions rejected, those whose SRTP was not authentic or a replay. */
    SRTP_REJECTED,
    /** Faults inside the relay that one packet or command ran into; each is a defect. */
    FAULTS
}
