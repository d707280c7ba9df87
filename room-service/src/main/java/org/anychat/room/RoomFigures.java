package org.anychat.room;

import java.util.Map;
import org.anychat.contracts.RelayMode;
import org.anychat.room.direct.RouteFigures;
import org.anychat.room.mesh.EdgeFigures;

/**
 * How the room service stands at a moment.
 *
 * @param rooms rooms that are there, permanent ones included
 * @param members users in rooms
 * @param privateChats pairs of users in a private chat
 * @param ringing video calls that ring
 * @param calls video calls that are on
 * @param relays relays that are alive, by what they take
 * @param routes pairs of users who do without a relay, or try to
 * @param edges edges of mesh trees
 */
public record RoomFigures(
        int rooms,
        int members,
        int privateChats,
        int ringing,
        int calls,
        Map<RelayMode, Integer> relays,
        RouteFigures routes,
        EdgeFigures edges) {}
