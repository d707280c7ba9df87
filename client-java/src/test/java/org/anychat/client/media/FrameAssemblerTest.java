package org.anychat.client.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameAssemblerTest {
    private static final byte[] KEY_FRAME = {0x10, 0x10, 1};
    private static final byte[] KEY_FRAME_REST = {0x00, 2};
    private static final byte[] DELTA_FRAME = {0x10, 0x11, 3};

    private final List<EncodedFrame> frames = new ArrayList<>();
    private final FrameAssembler vp8 = new FrameAssembler(MediaCodec.VP8, FrameCheck.NONE, frames::add);

    @Test
    void shouldJoinPayloadsUpToTheMarker() {
        give(vp8, 90, false, KEY_FRAME);
        assertTrue(frames.isEmpty());
        give(vp8, 90, true, KEY_FRAME_REST);

        assertArrayEquals(new byte[] {0x10, 1, 2}, frames.get(0).data());
        assertTrue(frames.get(0).keyFrame());
    }

    @Test
    void shouldCountTimeFromTheFirstFrameOverTheWrapOfTimestamps() {
        give(vp8, -90, true, KEY_FRAME);
        give(vp8, 0, true, DELTA_FRAME);
        give(vp8, 90_000, true, DELTA_FRAME);

        assertEquals(
                List.of(0L, 1_000L, 1_001_000L),
                frames.stream().map(EncodedFrame::timeUs).toList());
    }

    @Test
    void shouldWithholdFramesUntilAKeyFrame() {
        give(vp8, 0, true, DELTA_FRAME);
        assertTrue(vp8.keyFrameNeeded());
        give(vp8, 90, true, KEY_FRAME);
        give(vp8, 180, true, DELTA_FRAME);

        assertEquals(
                List.of(true, false),
                frames.stream().map(EncodedFrame::keyFrame).toList());
        assertFalse(vp8.keyFrameNeeded());
    }

    @Test
    void shouldWithholdFramesAfterAGap() {
        give(vp8, 0, true, KEY_FRAME);
        vp8.onGap();
        give(vp8, 90, true, DELTA_FRAME);

        assertEquals(1, frames.size());
        assertTrue(vp8.keyFrameNeeded());
    }

    @Test
    void shouldDropTheRestOfAFrameWhoseBeginningIsMissing() {
        give(vp8, 0, true, KEY_FRAME_REST);
        give(vp8, 90, true, KEY_FRAME);

        assertEquals(1, frames.size());
        assertArrayEquals(new byte[] {0x10, 1}, frames.get(0).data());
    }

    @Test
    void shouldEndAFrameWithoutMarkerWhenTheNextBegins() {
        give(vp8, 0, false, KEY_FRAME);
        give(vp8, 90, false, DELTA_FRAME);

        assertEquals(1, frames.size());
    }

    @Test
    void shouldPassOverPadding() {
        give(vp8, 0, false, KEY_FRAME);
        give(vp8, 0, false, new byte[0]);
        give(vp8, 0, true, KEY_FRAME_REST);

        assertEquals(1, frames.size());
    }

    @Test
    void shouldNeverWithholdSound() {
        FrameAssembler opus = new FrameAssembler(MediaCodec.OPUS, FrameCheck.NONE, frames::add);
        give(opus, 0, false, new byte[] {1});
        opus.onGap();
        give(opus, 1920, false, new byte[] {2});

        assertEquals(
                List.of(0L, 40_000L), frames.stream().map(EncodedFrame::timeUs).toList());
    }

    @Test
    void shouldGiveOnlyWhatStandsTheCheckAndWhatIsLeftOfIt() {
        FrameAssembler checked =
                checked(FrameCheck.Verdict.GENUINE, FrameCheck.Verdict.REPEATED, FrameCheck.Verdict.GENUINE);
        give(checked, 0, true, KEY_FRAME);
        give(checked, 90, true, DELTA_FRAME);
        give(checked, 180, true, DELTA_FRAME);

        assertEquals(2, frames.size(), "what is repeated breaks nothing");
        assertArrayEquals(new byte[] {0x10}, frames.get(0).data());
        assertEquals(1, checked.rejected());
        assertFalse(checked.keyFrameNeeded());
    }

    @Test
    void shouldWaitForAKeyFrameAfterOneThatIsRefused() {
        FrameAssembler checked = checked(
                FrameCheck.Verdict.REFUSED,
                FrameCheck.Verdict.REPEATED,
                FrameCheck.Verdict.GENUINE,
                FrameCheck.Verdict.REFUSED);
        give(checked, 0, true, KEY_FRAME);
        assertTrue(checked.keyFrameNeeded());
        give(checked, 90, true, KEY_FRAME);
        assertTrue(checked.keyFrameNeeded(), "one that is repeated does not do");
        give(checked, 180, true, KEY_FRAME);
        assertFalse(checked.keyFrameNeeded());
        give(checked, 270, true, DELTA_FRAME);
        give(checked, 360, true, DELTA_FRAME);

        assertEquals(1, frames.size());
        assertTrue(checked.keyFrameNeeded());
    }

    @Test
    void shouldSayWhichFramesWereCut() {
        List<Boolean> whole = new ArrayList<>();
        FrameAssembler checked = new FrameAssembler(
                MediaCodec.VP8,
                (codec, frame, keyFrame, all) -> {
                    whole.add(all);
                    return FrameCheck.Verdict.GENUINE;
                },
                frames::add);
        give(checked, 0, false, KEY_FRAME);
        give(checked, 90, true, KEY_FRAME);

        assertEquals(List.of(false, true), whole);
    }

    /** Of each frame one byte is left; more frames than verdicts are not looked at. */
    private FrameAssembler checked(FrameCheck.Verdict... verdicts) {
        Iterator<FrameCheck.Verdict> next = List.of(verdicts).iterator();
        return new FrameAssembler(
                MediaCodec.VP8,
                (codec, frame, keyFrame, whole) -> {
                    frame.truncate(1);
                    return next.next();
                },
                frames::add);
    }

    private static void give(FrameAssembler assembler, int timestamp, boolean marker, byte[] payload) {
        byte[] shifted = new byte[payload.length + 5];
        System.arraycopy(payload, 0, shifted, 3, payload.length);
        assembler.onPayload(timestamp, marker, shifted, 3, payload.length);
    }
}
