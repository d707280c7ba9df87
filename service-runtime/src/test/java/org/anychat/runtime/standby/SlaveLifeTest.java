package org.anychat.runtime.standby;

import static org.anychat.runtime.standby.SlaveLife.State.CONNECTING;
import static org.anychat.runtime.standby.SlaveLife.State.MIRRORING;
import static org.anychat.runtime.standby.SlaveLife.State.SERVING;
import static org.anychat.runtime.standby.SlaveLife.State.YIELDING;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.anychat.runtime.standby.SlaveLife.Sight;
import org.anychat.runtime.standby.SlaveLife.State;
import org.junit.jupiter.api.Test;

class SlaveLifeTest {
    private static final boolean OPEN = true;
    private static final boolean BROKEN = false;

    private final SlaveLife life = new SlaveLife(0);
    private boolean masterServes = true;
    private boolean mayServe = true;
    private boolean permitted = true;
    private boolean synced = true;
    private boolean handedBack = true;
    private int clients;

    private State see(long nowMs, long silentMs, boolean mirrorOpen) {
        return life.decide(
                new Sight(nowMs, silentMs, mirrorOpen, synced, masterServes, clients, handedBack, mayServe, permitted));
    }

    @Test
    void shouldServeWhenTheMasterIsSilentForTwoSeconds() {
        assertEquals(MIRRORING, see(100, 0, OPEN));
        assertEquals(MIRRORING, see(3_000, 1_999, OPEN));
        assertEquals(SERVING, see(3_001, 2_000, OPEN));
    }

    @Test
    void shouldServeSoonerWhenTheMirrorHasBrokenOffToo() {
        see(100, 0, OPEN);
        assertEquals(MIRRORING, see(1_000, 999, BROKEN));
        assertEquals(SERVING, see(1_001, 1_000, BROKEN));
    }

    @Test
    void shouldNotServeBecauseTheMirrorAloneHasBrokenOff() {
        see(100, 0, OPEN);
        assertEquals(MIRRORING, see(9_000, 400, BROKEN));
    }

    @Test
    void shouldServeWithoutHavingFoundTheMasterOnlyWithAnActivationAndAfterAWhile() {
        synced = false;
        mayServe = false;
        assertEquals(CONNECTING, see(9_000, Long.MAX_VALUE, BROKEN));
        mayServe = true;
        SlaveLife activated = new SlaveLife(0);
        assertEquals(
                CONNECTING,
                activated.decide(new Sight(4_999, Long.MAX_VALUE, BROKEN, false, false, 0, true, true, true)));
        assertEquals(
                SERVING, activated.decide(new Sight(5_000, Long.MAX_VALUE, BROKEN, false, false, 0, true, true, true)));
    }

    @Test
    void shouldNeverServeAfterThirtyDays() {
        see(100, 0, OPEN);
        mayServe = false;
        assertEquals(MIRRORING, see(5_000, 4_900, BROKEN));
    }

    @Test
    void shouldKeepItsClientsUntilTheLastHasGone() {
        see(100, 0, OPEN);
        see(4_000, 3_900, BROKEN);
        clients = 2;
        assertEquals(YIELDING, see(5_000, 100, BROKEN));
        assertEquals(YIELDING, see(6_000, 100, OPEN));
        clients = 0;
        synced = false;
        assertEquals(YIELDING, see(7_000, 100, OPEN));
        synced = true;
        handedBack = false;
        assertEquals(YIELDING, see(7_500, 100, OPEN));
        handedBack = true;
        assertEquals(YIELDING, see(7_700, 100, BROKEN));
        assertEquals(MIRRORING, see(8_000, 100, OPEN));
    }

    @Test
    void shouldServeOnWhileAMasterThatIsBackYields() {
        see(100, 0, OPEN);
        see(4_000, 3_900, BROKEN);
        masterServes = false;
        assertEquals(SERVING, see(5_000, 100, OPEN));
        masterServes = true;
        assertEquals(YIELDING, see(6_000, 100, OPEN));
    }

    @Test
    void shouldServeAgainWhenTheMasterDiesWhileClientsAreLeft() {
        see(100, 0, OPEN);
        see(4_000, 3_900, BROKEN);
        clients = 1;
        see(5_000, 100, OPEN);
        assertEquals(SERVING, see(8_000, 2_500, OPEN));
    }
}
