package org.anychat.runtime.standby;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.anychat.runtime.cluster.RecordJson;
import org.anychat.runtime.cluster.SharedRecords;
import org.junit.jupiter.api.Test;

class RecordMirrorTest {
    private final RecordMirror mirror = new RecordMirror();
    private final MirrorCopy copy = new MirrorCopy();
    private final AtomicInteger woken = new AtomicInteger();

    record Note(String text) {}

    private MirrorFeed follow() {
        MirrorFeed feed = new MirrorFeed(mirror, key -> !key.service().equals("license"), woken::incrementAndGet);
        feed.open();
        return feed;
    }

    private int carry(MirrorFeed feed) {
        List<MirrorMessage> all = new ArrayList<>();
        for (List<MirrorMessage> some = feed.next(2); !some.isEmpty(); some = feed.next(2)) {
            all.addAll(some);
        }
        all.forEach(message ->
                assertTrue(copy.apply(MirrorMessage.parse(message.text()).orElseThrow())));
        return all.size();
    }

    @Test
    void shouldCopyWhatIsThereAndThenEachChange() {
        SharedRecords rooms = mirror.of("room", Map.of());
        rooms.put("1", new Note("one\nmore"));
        rooms.put("2", new Note("two"));
        rooms.put("3", new Note("three"));
        mirror.of("license", Map.of()).put("licence", new Note("not wanted"));
        copy.begin();
        MirrorFeed feed = follow();
        assertEquals(4, carry(feed));
        assertTrue(copy.isSynced());
        assertEquals("{\"text\":\"one\\nmore\"}", copy.texts("room").get("1"));

        rooms.remove("2");
        rooms.put("3", new Note("new"));
        carry(feed);

        assertEquals(Map.of("1", "{\"text\":\"one\\nmore\"}", "3", "{\"text\":\"new\"}"), copy.texts("room"));
        assertEquals(Map.of(), copy.texts("license"));
    }

    @Test
    void shouldHoldEachRecordOnceForAFollowerThatIsSlow() {
        SharedRecords rooms = mirror.of("room", Map.of());
        MirrorFeed feed = follow();
        for (int i = 0; i < 1_000; i++) {
            rooms.put("1", new Note("change " + i));
        }

        assertEquals(1, woken.get());
        assertEquals(2, carry(feed));
        assertEquals(Map.of("1", "{\"text\":\"change 999\"}"), copy.texts("room"));
        rooms.put("1", new Note("later"));
        assertEquals(2, woken.get());
    }

    @Test
    void shouldGiveASuccessorWhatWasCopiedAndGoOnFromThere() {
        SharedRecords logins = mirror.of("auth", Map.of("a", "{\"text\":\"of before\"}"));
        assertEquals(0, mirror.count("auth", key -> !key.equals("guests")));
        assertEquals(Map.of("a", "{\"text\":\"of before\"}"), logins.takeOver().result());
        logins.put("guests", new Note("7"));
        assertEquals(1, mirror.count("auth", key -> !key.equals("guests")));

        carry(follow());
        assertEquals(2, copy.texts("auth").size());
        mirror.clear("auth");
        assertEquals(0, mirror.count("auth", key -> true));
    }

    @Test
    void shouldKeepTheCopyUntilAllOfANewOneHasCome() {
        copy.apply(new MirrorMessage.Put("room", "1", "{}"));
        copy.apply(new MirrorMessage.Synced());
        copy.begin();
        copy.apply(new MirrorMessage.Put("room", "2", "{}"));
        assertFalse(copy.isSynced());
        assertEquals(Map.of("1", "{}"), copy.texts("room"));
        copy.apply(new MirrorMessage.Synced());
        assertEquals(Map.of("2", "{}"), copy.texts("room"));
    }

    @Test
    void shouldReadNothingThatIsNoMessage() {
        List.of("", "put", "put room 1", "put room 1 2\n{}", "remove room 1\n{}", "synced\n", "put  1\n{}", "drop a b")
                .forEach(text -> assertTrue(MirrorMessage.parse(text).isEmpty(), text));
    }

    @Test
    void shouldTakeAValueOutOfARecordWhereverItStands() {
        assertEquals(
                "{\"relay\":null,\"members\":[{\"relay\":\"other\"},{\"relay\":null}]}",
                RecordJson.without(
                        "{\"relay\":\"dead\",\"members\":[{\"relay\":\"other\"},{\"relay\":\"dead\"}]}",
                        "relay",
                        "dead"));
    }
}
