package org.anychat.webrtc.ice;

/** How a controlling agent nominates. */
public enum Nomination {
    /** Checks first, then nominates the best answered pair (RFC 8445 section 8.1.1). One round trip more. */
    REGULAR,
    /** Nominates with every check and takes what is answered first (RFC 5245 section 8.1.1.2). */
    AGGRESSIVE
}
