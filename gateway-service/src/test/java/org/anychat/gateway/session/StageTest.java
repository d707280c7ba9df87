package org.anychat.gateway.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.anychat.protocol.ErrorCode;
import org.junit.jupiter.api.Test;

class StageTest {
    @Test
    void shouldNameTheFirstStageThatIsMissing() {
        assertEquals(ErrorCode.NOTINIT, Stage.LINKED.refusal(Stage.IN_ROOM));
        assertEquals(ErrorCode.NOTLOGIN, Stage.CONNECTED.refusal(Stage.IN_ROOM));
        assertEquals(ErrorCode.ROOM_NOTIN, Stage.LOGGED_IN.refusal(Stage.IN_ROOM));
    }

    @Test
    void shouldLetALaterStageDoWhatAnEarlierMay() {
        assertEquals(ErrorCode.SUCCESS, Stage.IN_ROOM.refusal(Stage.LOGGED_IN));
        assertEquals(ErrorCode.SUCCESS, Stage.LINKED.refusal(Stage.LINKED));
    }
}
