package org.anychat.relay.allocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.anychat.relay.forward.Loudness;
import org.anychat.testsupport.FakeClock;
import org.junit.jupiter.api.Test;

class LoudestSoundsTest {
    private static final int PLACES = 3;
    private static final int PEOPLE = 6;
    private static final long PACKET_MS = 20;
    private static final int PACKETS_PER_CHOICE = 5;
    private static final int SILENCE = 127;
    private static final int SPEECH = 30;
    private static final int SHOUT = 5;
    private static final int FAN = 55;
    private static final int QUIETEST_SPEECH = 50;
    private static final int PACKETS_PER_WORD = 20;
    private static final int PACKETS_OF_PAUSE = 5;

    private final FakeClock clock = new FakeClock();
    private final LoudestSounds loudest = new LoudestSounds(PLACES);
    private final List<Loudness> loudness = new ArrayList<>();
    private final List<HeardSound> sounds = new ArrayList<>();
    private final int[] levels = new int[2 * PEOPLE];
    private int packets;

    private void enter(int people) {
        for (int i = 0; i < people; i++) {
            levels[sounds.size()] = SILENCE;
            loudness.add(new Loudness());
            sounds.add(new HeardSound(loudness.get(loudness.size() - 1)));
            loudest.add(sounds.get(sounds.size() - 1));
        }
    }

    /** Packets of everybody come, each as loud as it is now, speech with pauses between words; what begins to speak asks at once, as in a relay. */
    private void passMs(long ms) {
        for (long passed = 0; passed < ms; passed += PACKET_MS) {
            clock.advanceMs(PACKET_MS);
            for (int i = 0; i < sounds.size(); i++) {
                loudness.get(i).onLevel(levelOf(i), clock.nowNs());
                if (loudness.get(i).isBeginning()) {
                    loudest.onSpeech(sounds.get(i), clock.nowNs());
                }
            }
            if (++packets % PACKETS_PER_CHOICE == 0) {
                loudest.choose(clock.nowNs());
            }
        }
    }

    private int levelOf(int person) {
        boolean pause = packets % PACKETS_PER_WORD >= PACKETS_PER_WORD - PACKETS_OF_PAUSE;
        return pause && levels[person] <= QUIETEST_SPEECH ? SILENCE : levels[person];
    }

    private List<Integer> heard() {
        return IntStream.range(0, sounds.size())
                .filter(i -> sounds.get(i).isHeard())
                .boxed()
                .toList();
    }

    private void speak(int... people) {
        for (int person : people) {
            levels[person] = SPEECH;
        }
    }

    @Test
    void shouldHearEverybodyWhileThereAreNoMoreThanPlaces() {
        enter(PLACES);
        passMs(1_000);
        assertEquals(List.of(0, 1, 2), heard());
    }

    @Test
    void shouldHearNoMoreThanThereArePlaces() {
        enter(PEOPLE);
        passMs(1_000);
        assertEquals(PLACES, heard().size());
    }

    @Test
    void shouldHearAllWithoutALimit() {
        LoudestSounds all = new LoudestSounds(0);
        List<HeardSound> theirs = new ArrayList<>();
        enter(PEOPLE);
        passMs(1_000);
        loudness.forEach(one -> theirs.add(new HeardSound(one)));
        theirs.forEach(all::add);
        all.choose(clock.nowNs());
        assertTrue(theirs.stream().allMatch(HeardSound::isHeard));
    }

    @Test
    void shouldHearWhoeverBeginsToSpeakFromTheFirstPacketOn() {
        enter(PEOPLE);
        passMs(2_000);
        assertFalse(sounds.get(5).isHeard());
        speak(5);
        passMs(PACKET_MS);
        assertTrue(sounds.get(5).isHeard());
        assertEquals(PLACES, heard().size());
    }

    @Test
    void shouldGiveNewSpeakersThePlacesOfThoseWhoHaveBeenSilentForLongest() {
        enter(PEOPLE);
        speak(0);
        passMs(500);
        levels[0] = SILENCE;
        speak(1);
        passMs(3_000);
        levels[1] = SILENCE;
        passMs(1_000);
        speak(5);
        passMs(PACKET_MS);
        speak(4);
        passMs(PACKET_MS);
        assertEquals(List.of(1, 4, 5), heard());
    }

    @Test
    void shouldCutNobodyInAPauseBetweenWords() {
        enter(PEOPLE);
        speak(0, 1, 2);
        passMs(3_000);
        levels[1] = SILENCE;
        passMs(400);
        speak(5);
        passMs(100);
        assertEquals(List.of(0, 1, 2), heard());
        passMs(400);
        assertEquals(List.of(0, 2, 5), heard(), "the pause has become an end");
    }

    @Test
    void shouldLetSomebodyClearlyLouderInWhenAllSpeak() {
        enter(PEOPLE);
        speak(0, 1, 2);
        levels[1] = QUIETEST_SPEECH;
        passMs(2_500);
        levels[4] = QUIETEST_SPEECH - 5;
        passMs(3_000);
        assertEquals(List.of(0, 1, 2), heard(), "not clearly louder than anybody");
        levels[5] = SHOUT;
        passMs(1_500);
        assertEquals(List.of(0, 2, 5), heard());
        passMs(3_000);
        assertEquals(3, heard().size());
        assertTrue(sounds.get(5).isHeard());
    }

    @Test
    void shouldNotTakeAFanForSpeech() {
        enter(PEOPLE);
        for (int i = 3; i < PEOPLE; i++) {
            levels[i] = FAN;
        }
        passMs(30_000);
        speak(0, 1, 2);
        passMs(PACKET_MS);
        assertEquals(List.of(0, 1, 2), heard());
        passMs(10_000);
        assertEquals(List.of(0, 1, 2), heard());
    }

    @Test
    void shouldHearWhatTellsNoLevelBesideThose() {
        enter(PEOPLE);
        passMs(1_000);
        HeardSound phone = new HeardSound(new Loudness());
        loudest.add(phone);
        loudest.choose(clock.nowNs());
        assertTrue(phone.isHeard());
        assertEquals(PLACES, heard().size());
    }

    @Test
    void shouldHearWhoTheViewerPutsFirstBesideThose() {
        enter(PEOPLE);
        passMs(1_000);
        sounds.get(5).wish(true, true);
        speak(0, 1, 2, 3);
        passMs(1_000);
        assertTrue(sounds.get(5).isHeard());
        assertEquals(PLACES + 1, heard().size());
    }

    @Test
    void shouldCountOnlyWhatTheViewerWants() {
        enter(PEOPLE);
        speak(0, 1, 2);
        passMs(1_000);
        for (int i = 0; i < PLACES; i++) {
            sounds.get(i).wish(false, false);
        }
        loudest.choose(clock.nowNs());
        assertTrue(heard().containsAll(List.of(3, 4, 5)), heard()::toString);
    }

    @Test
    void shouldFillThePlaceOfOneWhoLeaves() {
        enter(PEOPLE);
        passMs(1_000);
        loudest.remove(sounds.get(0));
        loudest.choose(clock.nowNs());
        assertEquals(PLACES + 1, heard().size(), "the one who left included");
    }

    /** Whoever speaks while fewer than all places are taken by others who speak is heard, at every packet. */
    @Test
    void shouldNeverHoldBackWhoSpeaksWhileThereIsAPlace() {
        Random random = new Random(20_260_101);
        enter(PEOPLE);
        passMs(1_000);
        boolean[] speaking = new boolean[PEOPLE];
        for (int turn = 0; turn < 400; turn++) {
            int person = random.nextInt(PEOPLE);
            long speakers = IntStream.range(0, PEOPLE).filter(i -> speaking[i]).count();
            speaking[person] = !speaking[person] && speakers < PLACES;
            levels[person] = speaking[person] ? SPEECH + random.nextInt(20) : SILENCE;
            passMs(700);
            int[] all = IntStream.range(0, PEOPLE).filter(i -> speaking[i]).toArray();
            for (int speaker : all) {
                assertTrue(sounds.get(speaker).isHeard(), "turn " + turn + ": " + heard());
            }
            assertEquals(PLACES, heard().size());
        }
    }
}
