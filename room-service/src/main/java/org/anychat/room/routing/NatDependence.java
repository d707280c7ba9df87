package org.anychat.room.routing;

/** What a NAT's mapping or filtering depends on (RFC 4787 sections 4.1 and 5). */
public enum NatDependence {
    /** The same for all peers. */
    ENDPOINT_INDEPENDENT,
    /** Another one for each address of a peer. */
    ADDRESS_DEPENDENT,
    /** Another one for each address and port of a peer. */
    ADDRESS_AND_PORT_DEPENDENT
}
