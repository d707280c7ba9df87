package org.anychat.gateway;

/**
 * How a gateway stands at a moment.
 *
 * @param framedLinks links on TCP that are open
 * @param webSocketLinks links on WebSockets that are open
 * @param httpLinks clients that know HTTP alone (WHIP, WHEP)
 * @param loggedIn clients that are logged in, those whose links are lost included
 * @param kept of them, those whose links are lost
 * @param transfers buffers and files on their way from or to clients of this gateway
 */
public record GatewayFigures(
        int framedLinks, int webSocketLinks, int httpLinks, int loggedIn, int kept, int transfers) {}
