package org.anychat.webrtc.dtls;

/** Which end this is; SDP negotiates it with {@code a=setup} (RFC 5763 section 5). */
public enum DtlsRole {
    /** Sends the ClientHello: {@code a=setup:active}. */
    CLIENT,
    /** Waits for it: {@code a=setup:passive}. */
    SERVER
}
