package org.anychat.client;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.anychat.client.media.MediaKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KindWatchTest {
    private static final long LOOK_MS = 100;
    private static final Set<MediaKind> BOTH = EnumSet.allOf(MediaKind.class);
    private static final Set<MediaKind> NEITHER = EnumSet.noneOf(MediaKind.class);

    private final KindWatch watch = new KindWatch();
    private final Map<MediaKind, Long> frames = new EnumMap<>(MediaKind.class);
    private Set<MediaKind> open = BOTH;
    private long nowNs;

    @ParameterizedTest
    @EnumSource(MediaKind.class)
    void shouldCallAKindWithheldThatComesNoMoreWhileTheOtherDoes(MediaKind kind) {
        come(BOTH, 1_000);

        come(without(kind), 9_900);
        assertFalse(isWithheld());
        come(without(kind), LOOK_MS);
        assertTrue(isWithheld());
    }

    /** They miss the same, and those below would blame them. */
    @ParameterizedTest
    @EnumSource(MediaKind.class)
    void shouldLetThoseAboveSpeakFirst(MediaKind kind) {
        come(BOTH, 1_000);

        come(without(kind), 11_900);
        assertTrue(watch.isWithheld(1, nowNs));
        assertFalse(watch.isWithheld(2, nowNs));
        come(without(kind), LOOK_MS);
        assertTrue(watch.isWithheld(2, nowNs));
    }

    @Test
    void shouldWantAPictureAskedForBefore() {
        come(BOTH, 1_000);

        come(without(MediaKind.VIDEO), 4_900);
        assertFalse(watch.isDoubtful(MediaKind.VIDEO, nowNs));
        come(without(MediaKind.VIDEO), LOOK_MS);
        assertTrue(watch.isDoubtful(MediaKind.VIDEO, nowNs));
        assertFalse(watch.isDoubtful(MediaKind.AUDIO, nowNs));

        come(BOTH, LOOK_MS);
        assertFalse(watch.isDoubtful(MediaKind.VIDEO, nowNs), "it stood still");
        come(without(MediaKind.VIDEO), 9_900);
        assertFalse(isWithheld());
    }

    @Test
    void shouldNotMissWhatIsClosed() {
        come(BOTH, 1_000);

        open = without(MediaKind.VIDEO);
        come(open, 60_000);
        assertFalse(isWithheld());
        open = BOTH;
        come(without(MediaKind.VIDEO), 9_900);
        assertFalse(isWithheld(), "what is opened may take a while");
    }

    /** An edge is watched once it has brought all that was open, so this one has been opened since. */
    @ParameterizedTest
    @EnumSource(MediaKind.class)
    void shouldCallAKindWithheldThatIsOpenedAndNeverComes(MediaKind kind) {
        open = without(kind);
        come(open, 60_000);
        assertFalse(isWithheld());

        open = BOTH;
        come(without(kind), 10_000);
        assertFalse(isWithheld());
        come(without(kind), LOOK_MS);
        assertTrue(isWithheld());
    }

    @Test
    void shouldLeaveItToOthersWhereNothingComesAtAll() {
        come(BOTH, 1_000);

        come(NEITHER, 60_000);

        assertFalse(isWithheld());
    }

    @ParameterizedTest
    @EnumSource(MediaKind.class)
    void shouldLetTheOnlyKindThatIsOpenStandStill(MediaKind kind) {
        open = EnumSet.of(kind);
        come(open, 1_000);

        come(NEITHER, 60_000);

        assertFalse(isWithheld());
    }

    private static Set<MediaKind> without(MediaKind kind) {
        return EnumSet.complementOf(EnumSet.of(kind));
    }

    private boolean isWithheld() {
        return watch.isWithheld(0, nowNs);
    }

    /** A frame of each of some kinds comes before each of the looks of a time. */
    private void come(Set<MediaKind> kinds, long ms) {
        for (long passed = 0; passed < ms; passed += LOOK_MS) {
            nowNs += TimeUnit.MILLISECONDS.toNanos(LOOK_MS);
            kinds.forEach(kind -> frames.merge(kind, 1L, Long::sum));
            for (MediaKind kind : MediaKind.values()) {
                watch.look(kind, frames.getOrDefault(kind, 0L), open.contains(kind), nowNs);
            }
        }
    }
}
