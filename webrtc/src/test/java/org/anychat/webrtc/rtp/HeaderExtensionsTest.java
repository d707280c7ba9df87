package org.anychat.webrtc.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class HeaderExtensionsTest {
    private static final String FIXED_HEADER = "906000010000000200000003";

    private final RtpPacket packet = new RtpPacket();

    private byte[] wrap(String extensionHex) {
        byte[] buffer = HexFormat.of().parseHex("eeee" + FIXED_HEADER + extensionHex + "aa");
        assertTrue(packet.wrap(buffer, 2, buffer.length - 2));
        return buffer;
    }

    private String walk() {
        StringBuilder walked = new StringBuilder();
        packet.extensions()
                .forEach((id, buffer, offset, length) -> walked.append(id)
                        .append('=')
                        .append(HexFormat.of().formatHex(buffer, offset, offset + length))
                        .append(' '));
        return walked.toString().trim();
    }

    private static String extensionOf(byte[] buffer) {
        return HexFormat.of().formatHex(buffer, 14, buffer.length - 1);
    }

    @Test
    void shouldWalkTheOneByteForm() {
        wrap(
                "bede0003" // one-byte form, 3 words
                        + "10ff" // id 1, 1 byte
                        + "00" // padding between elements
                        + "e2010203" // id 14, 3 bytes
                        + "31beef" // id 3, 2 bytes
                        + "0000"); // padding
        assertEquals("1=ff 14=010203 3=beef", walk());
        assertTrue(packet.extensions().isOneByteForm());
    }

    @Test
    void shouldWalkTheTwoByteForm() {
        wrap(
                "10070003" // two-byte form, appbits 7, 3 words
                        + "0100" // id 1, empty
                        + "ff01ab" // id 255, 1 byte
                        + "00" // padding
                        + "2004cafebabe"); // id 32, 4 bytes
        assertEquals("1= 255=ab 32=cafebabe", walk());
        assertTrue(packet.extensions().isTwoByteForm());
    }

    @Test
    void shouldEndTheWalkAtAnElementThatRunsOverTheBlock() {
        wrap("bede0001" + "10ff" + "35be");
        assertEquals("1=ff", walk());
        wrap("10000001" + "0100" + "0203");
        assertEquals("1=", walk());
        wrap("10000001" + "010105" + "02");
        assertEquals("1=05", walk());
    }

    @Test
    void shouldEndTheWalkAtTheReservedIds() {
        wrap("bede0002" + "10ff" + "f0aa" + "20bb0000");
        assertEquals("1=ff", walk());
        wrap("bede0002" + "10ff" + "01aabb" + "20bb00");
        assertEquals("1=ff", walk());
    }

    @Test
    void shouldSeeNoElementsInAnotherProfile() {
        wrap("abac0001" + "10ff0000");
        assertEquals("", walk());
        assertEquals(HeaderExtensions.NOT_FOUND, packet.extensions().find(1));
        packet.extensions().renumber(new byte[] {0, 5});
        assertEquals("", walk());
    }

    @Test
    void shouldFindAndOverwriteAValueOfTheSameLength() {
        byte[] buffer = wrap("bede0002" + "10ff" + "31beef" + "000000");
        assertEquals(2, packet.extensions().lengthOf(3));
        assertEquals(0xBE, buffer[packet.extensions().find(3)] & 0xFF);
        assertTrue(packet.extensions().overwrite16(3, 0x1234));
        assertTrue(packet.extensions().overwrite(1, new byte[] {0x7A}));
        assertFalse(packet.extensions().overwrite(1, new byte[2]));
        assertFalse(packet.extensions().overwrite16(1, 0));
        assertFalse(packet.extensions().overwrite(2, new byte[1]));
        assertEquals("bede0002107a311234000000", extensionOf(buffer));
    }

    @Test
    void shouldRenumberTheOneByteFormAndDropWhatHasNoNewId() {
        byte[] buffer = wrap("bede0003" + "10ff" + "31beef" + "52010203" + "e0aa00");
        byte[] newIds = new byte[256];
        newIds[1] = 3;
        newIds[3] = 1;
        newIds[5] = 15;
        packet.extensions().renumber(newIds);
        assertEquals("bede0003" + "30ff" + "11beef" + "00000000" + "000000", extensionOf(buffer));
        assertEquals("3=ff 1=beef", walk());
    }

    @Test
    void shouldRenumberTheTwoByteForm() {
        byte[] buffer = wrap("10000002" + "0101ff" + "0200" + "030199");
        packet.extensions().renumber(new byte[] {0, (byte) 200, 2});
        assertEquals("10000002" + "c801ff" + "0200" + "000000", extensionOf(buffer));
    }

    @Test
    void shouldTurnARemovedElementIntoPadding() {
        byte[] buffer = wrap("bede0002" + "10ff" + "31beef" + "52abcd");
        assertTrue(packet.extensions().remove(1));
        assertFalse(packet.extensions().remove(1));
        assertArrayEquals(
                HexFormat.of().parseHex("bede0002" + "0000" + "31beef" + "52abcd"),
                HexFormat.of().parseHex(extensionOf(buffer)));
    }
}
