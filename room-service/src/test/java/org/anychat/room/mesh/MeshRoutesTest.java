package org.anychat.room.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.anychat.contracts.DirectApi.Forwards;
import org.anychat.contracts.DirectApi.Mesh;
import org.anychat.contracts.DirectApi.Sender;
import org.anychat.contracts.DirectApi.State;
import org.anychat.contracts.UserState;
import org.junit.jupiter.api.Test;

/** What operators and clients are told of trees. */
class MeshRoutesTest extends MeshedRoom {
    @Test
    void shouldTellFromWhomAndOverHowManyHops() {
        grown(2, 4);

        assertEquals("DIRECT 1/1", route(1, 2));
        assertEquals("DIRECT 2/2", route(1, 4));
        assertEquals(List.of(new Sender(user(1), 6, 6)), table.senders(ROOM));
        assertTrue(table.routes(ROOM).stream().allMatch(route -> route.sinceMs() >= 1_000_000));
    }

    @Test
    void shouldTellThatItIsTriedUntilItCarries() {
        watched(3);
        later(500);
        connect(1, 1, 2);

        assertEquals("TRYING ", route(1, 2));
        report(2, 1, 1, State.DIRECT);
        assertEquals("DIRECT 1/1", route(1, 2));
    }

    @Test
    void shouldTellWhySomebodyIsInNoTree() {
        watched(5);
        enter(9, UserState.CLOSED);
        ready(4, 0, new Mesh(Forwards.NONE, 0, KEY));
        withhold(5, true);
        become(6, UserState.CLOSED, UserState.PRIVATE_CHAT);
        later(500);

        assertEquals("RELAY client", route(1, 9));
        assertEquals("RELAY never", route(1, 4));
        assertEquals("RELAY withheld", route(1, 5));
        assertEquals("RELAY private", route(1, 6));
    }

    /** A browser's, for instance: all others have the relay. */
    @Test
    void shouldTellOfAPublisherThatTakesNoPart() {
        watched(3);
        enter(9, UserState.OPEN);
        later(500);

        assertEquals("RELAY client", route(9, 2));
        assertEquals(new Sender(user(9), 4, 0), table.senders(ROOM).get(1));
    }

    @Test
    void shouldTellOfTheTwoThatAreAskedForAlone() {
        carried();

        assertEquals(1, table.routes(ROOM, user(1), user(2)).size());
        assertEquals(3, table.routes(ROOM, user(1), null).size());
        assertEquals(List.of(), table.routes(ROOM, user(2), user(1)), "2 sends nothing");
    }

    @Test
    void shouldTellNothingWhereThereAreNoTrees() {
        carried();
        limit(MeshPolicy.OFF);

        assertEquals(List.of(), table.routes(ROOM));
        assertEquals(List.of(), table.senders(ROOM));
    }
}
