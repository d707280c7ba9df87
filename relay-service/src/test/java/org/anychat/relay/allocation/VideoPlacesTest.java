package org.anychat.relay.allocation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VideoPlacesTest {
    private static final int SPEAKER_RANK = 1;
    private static final long BPS = 500_000;

    private final VideoPlaces places = new VideoPlaces();
    private final List<VideoStream> videos = new ArrayList<>();
    private long turn;

    VideoPlacesTest() {
        for (int i = 0; i < 5; i++) {
            videos.add(new VideoStream(1));
            videos.get(i).layerBps(0, BPS);
        }
        nobodySpeaks();
    }

    private void nobodySpeaks() {
        for (int i = 0; i < videos.size(); i++) {
            videos.get(i).rank(BandwidthAllocator.FIRST_ORDINARY_RANK + i);
        }
    }

    private void speaks(int person) {
        nobodySpeaks();
        videos.get(person).rank(SPEAKER_RANK);
        videos.get(person).spoke(++turn);
    }

    private List<Integer> shown(int most) {
        places.choose(videos, most);
        return IntStream.range(0, videos.size())
                .filter(i -> videos.get(i).hasPlace())
                .boxed()
                .toList();
    }

    @Test
    void shouldShowAllWithoutALimit() {
        assertEquals(List.of(0, 1, 2, 3, 4), shown(0));
    }

    @Test
    void shouldShowTheFirstThatCameWhileNobodySpeaks() {
        assertEquals(List.of(0, 1), shown(2));
    }

    @Test
    void shouldShowTheSpeakerInPlaceOfOneWhoHasNotSpoken() {
        speaks(4);
        assertEquals(List.of(0, 4), shown(2));
    }

    @Test
    void shouldShowBothOfTwoWhoTalkToEachOther() {
        speaks(4);
        speaks(3);
        assertEquals(List.of(3, 4), shown(2));
        speaks(4);
        assertEquals(List.of(3, 4), shown(2));
        speaks(3);
        assertEquals(List.of(3, 4), shown(2));
    }

    @Test
    void shouldTakeThePlaceOfTheOneWhoSpokeLongestAgo() {
        speaks(4);
        speaks(3);
        speaks(2);
        assertEquals(List.of(2, 3), shown(2));
    }

    @Test
    void shouldShowWhatTheViewerWantsFirst() {
        speaks(4);
        videos.get(2).rank(0);
        videos.get(3).rank(0);
        assertEquals(List.of(2, 3), shown(2));
    }

    @Test
    void shouldTakeNoPlaceForACameraThatIsOff() {
        videos.get(0).layerBps(0, 0);
        videos.get(1).layerBps(0, 0);
        assertEquals(List.of(0, 1, 2, 3), shown(2));
    }
}
