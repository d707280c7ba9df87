package org.anychat.relay.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.anychat.relay.forward.Publication;
import org.anychat.relay.forward.PublicationFormat;
import org.anychat.relay.forward.PublisherClock;
import org.anychat.relay.forward.SendBufferLimits;
import org.anychat.relay.media.IncomingTrack.ExtensionIds;
import org.anychat.relay.media.IncomingTrack.Source;
import org.anychat.relay.media.StreamTable.Binding;
import org.anychat.testsupport.FakeClock;
import org.anychat.webrtc.rtp.RtpPacket;
import org.anychat.webrtc.rtp.VideoCodec;
import org.junit.jupiter.api.Test;

class StreamTableTest {
    private static final ExtensionIds IDS =
            new ExtensionIds(4, 10, 11, IncomingTrack.ABSENT, IncomingTrack.ABSENT, IncomingTrack.ABSENT);
    private static final PublicationFormat PLAIN = new PublicationFormat(VideoCodec.VP8, 90_000, 1);
    private static final PublicationFormat LAYERED = new PublicationFormat(VideoCodec.VP8, 90_000, 3);

    private final FakeClock clock = new FakeClock();
    private final StreamTable table = new StreamTable();

    @Test
    void shouldKnowSignalledSources() {
        add(1, PLAIN, "0", List.of(new Source(100, 101, true)), List.of());
        Binding media = find(packet(96, 100));
        Binding rtx = find(packet(97, 101));
        assertFalse(media.rtx());
        assertTrue(rtx.rtx());
        assertSame(media.stream(), rtx.stream());
        assertEquals(1, table.streams().size());
    }

    @Test
    void shouldLearnLayersByTheirNames() {
        add(1, LAYERED, "0", List.of(), List.of("q", "h", "f"));
        assertEquals(
                2, find(packet(96, 300, 4, "0", 10, "f")).stream().encoding().index());
        assertEquals(
                0, find(packet(96, 301, 4, "0", 10, "q")).stream().encoding().index());
        Binding rtx = find(packet(97, 302, 4, "0", 11, "f"));
        assertTrue(rtx.rtx());
        assertEquals(2, rtx.stream().encoding().index());
        assertEquals(2, find(packet(96, 300)).stream().encoding().index());
        assertEquals(2, table.streams().size());
    }

    @Test
    void shouldNotLearnALayerWithoutAName() {
        add(1, LAYERED, "0", List.of(), List.of("q", "h", "f"));
        assertNull(find(packet(96, 300, 4, "0")));
        assertNull(find(packet(96, 300, 4, "0", 10, "x")));
    }

    @Test
    void shouldTellTracksOfOnePayloadTypeApartByMid() {
        add(1, PLAIN, "0", List.of(), List.of());
        add(2, PLAIN, "1", List.of(), List.of());
        assertEquals(2, find(packet(96, 300, 4, "1")).stream().publication().id());
        assertNull(find(packet(96, 301)));
    }

    @Test
    void shouldTakeAnUnsignalledSourceOfTheOnlyTrackOfAPayloadType() {
        add(1, PLAIN, "0", List.of(), List.of());
        assertEquals(1, find(packet(96, 300)).stream().publication().id());
        assertNull(find(packet(50, 301)));
    }

    @Test
    void shouldKeepTheSourceOfAnEncodingOnceMediaHasCome() {
        add(1, PLAIN, "0", List.of(new Source(100, 0, false)), List.of());
        find(packet(96, 100)).stream().encoding().onPacket(0, 100, clock.nowNs());
        assertNull(find(packet(96, 200)));
        clock.advanceMs(60_000);
        assertNull(find(packet(96, 200)));
        assertEquals(100, find(packet(96, 100)).stream().ssrc());
        assertEquals(1, table.streams().size());
    }

    @Test
    void shouldForgetATrackWithItsSources() {
        IncomingTrack track = add(1, PLAIN, "0", List.of(new Source(100, 101, true)), List.of());
        table.remove(track);
        assertNull(find(packet(96, 100)));
        assertNull(find(packet(97, 101)));
        assertTrue(table.streams().isEmpty());
        assertTrue(table.tracks().isEmpty());
    }

    @Test
    void shouldKeepLearnedLayersWhereTheTrackIsDescribedAnew() {
        IncomingTrack before = add(1, LAYERED, "0", List.of(), List.of("q", "h", "f"));
        find(packet(96, 300, 4, "0", 10, "f"));
        find(packet(97, 302, 4, "0", 11, "f"));
        find(packet(96, 301, 4, "0", 10, "q"));

        rename(before, 2, "0", List.of("q", "h", "f"));

        assertEquals(2, find(packet(96, 300)).stream().publication().id());
        assertEquals(2, find(packet(96, 300)).stream().encoding().index());
        assertEquals(0, find(packet(96, 301)).stream().encoding().index());
        assertTrue(find(packet(97, 302)).rtx());
        assertSame(find(packet(96, 300)).stream(), find(packet(97, 302)).stream());
        assertEquals(2, table.streams().size());
    }

    @Test
    void shouldNotKeepLearnedLayersForAnotherSectionOrOtherNames() {
        IncomingTrack before = add(1, LAYERED, "0", List.of(), List.of("q", "h", "f"));
        find(packet(96, 300, 4, "0", 10, "f"));
        before = rename(before, 2, "1", List.of("q", "h", "f"));
        assertNull(find(packet(96, 300)));

        find(packet(96, 300, 4, "1", 10, "f"));
        rename(before, 3, "1", List.of("a", "b", "c"));
        assertNull(find(packet(96, 300)));
    }

    @Test
    void shouldKnowTheLayersOfATrackThatWasAway() {
        IncomingTrack before = add(1, LAYERED, "0", List.of(), List.of("q", "h", "f"));
        find(packet(96, 300, 4, "0", 10, "f"));
        table.remove(before);
        assertNull(find(packet(96, 300)));
        assertTrue(table.streams().isEmpty());

        add(2, LAYERED, "0", List.of(), List.of("q", "h", "f"));
        assertEquals(2, find(packet(96, 300)).stream().encoding().index());
        assertEquals(
                2, find(packet(96, 400, 4, "0", 10, "f")).stream().encoding().index());
        assertNull(find(packet(96, 300)), "another has taken its place before it sent anything");
    }

    @Test
    void shouldGoByTheSourcesThatAreSignalledAnew() {
        IncomingTrack before = add(1, PLAIN, "0", List.of(new Source(100, 101, true)), List.of());
        table.remove(before);
        add(2, PLAIN, "0", List.of(new Source(200, 201, true)), List.of());
        add(3, PLAIN, "1", List.of(new Source(100, 0, false)), List.of());

        assertEquals(2, find(packet(96, 200)).stream().publication().id());
        assertEquals(3, find(packet(96, 100)).stream().publication().id());
        assertNull(find(packet(97, 101)));
        assertEquals(2, table.streams().size());
    }

    @Test
    void shouldRememberABoundedNumberOfTracksThatAreGone() {
        for (int i = 0; i < 1_000; i++) {
            table.remove(add(i, PLAIN, "m" + i, List.of(new Source(i, 0, false)), List.of()));
        }
        add(5, PLAIN, "m0", List.of(), List.of());
        add(6, PLAIN, "m999", List.of(), List.of());
        assertNull(table.stream(0));
        assertEquals(6, table.stream(999).publication().id());
    }

    private IncomingTrack rename(IncomingTrack before, long id, String mid, List<String> rids) {
        table.remove(before);
        return add(id, LAYERED, mid, List.of(), rids);
    }

    @Test
    void shouldStayBoundedWhateverSourcesCome() {
        add(1, LAYERED, "0", List.of(), List.of("q", "h", "f"));
        for (int i = 0; i < 1000; i++) {
            find(packet(96, 1000 + i, 4, "0", 10, "f"));
            find(packet(97, 9000 + i, 4, "0", 11, "f"));
        }
        assertEquals(1, table.streams().size());
    }

    private IncomingTrack add(long id, PublicationFormat format, String mid, List<Source> sources, List<String> rids) {
        IncomingTrack track = new IncomingTrack(id, format, mid, 96, 97, true, sources, rids, IDS);
        table.add(track, new Publication(id, format, new PublisherClock(), SendBufferLimits.DEFAULT));
        return track;
    }

    private Binding find(RtpPacket packet) {
        return table.find(packet);
    }

    /** A packet with one-byte extensions: pairs of id and text. */
    private static RtpPacket packet(int payloadType, int ssrc, Object... extensions) {
        ByteBuffer elements = ByteBuffer.allocate(64);
        for (int i = 0; i < extensions.length; i += 2) {
            byte[] value = ((String) extensions[i + 1]).getBytes(StandardCharsets.US_ASCII);
            elements.put((byte) ((int) extensions[i] << 4 | (value.length - 1))).put(value);
        }
        int words = (elements.position() + 3) / 4;
        byte[] bytes = ByteBuffer.allocate(12 + 4 + 4 * words + 1)
                .put((byte) 0x90)
                .put((byte) payloadType)
                .putShort((short) 1)
                .putInt(1)
                .putInt(ssrc)
                .putShort((short) 0xBEDE)
                .putShort((short) words)
                .put(elements.array(), 0, 4 * words)
                .put((byte) 1)
                .array();
        RtpPacket packet = new RtpPacket();
        assertTrue(packet.wrap(bytes, 0, bytes.length));
        return packet;
    }
}
