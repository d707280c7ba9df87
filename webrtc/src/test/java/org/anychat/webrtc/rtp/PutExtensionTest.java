package org.anychat.webrtc.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import org.anychat.testsupport.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@link RtpPacket#putExtension16}: the element is there afterwards, and everything else as it was. */
class PutExtensionTest {
    private static final String REST_OF_HEADER = "60000100000002" + "00000003";
    private static final String PAYLOAD = "a1a2a3";

    @RegisterExtension
    final SeededRandom seeded = new SeededRandom();

    private final RtpPacket packet = new RtpPacket();

    private String put(String before) {
        byte[] bytes = HexFormat.of().parseHex(before);
        byte[] buffer = Arrays.copyOf(bytes, bytes.length + RtpPacket.EXTENSION_16_ROOM);
        assertTrue(packet.wrap(buffer, 0, bytes.length));
        int length = packet.putExtension16(5, 0xABCD);
        assertEquals(length, packet.length());
        assertEquals(0xABCD, NetworkOrder.uint16(buffer, packet.extensions().find(5)));
        return HexFormat.of().formatHex(buffer, 0, length);
    }

    private void assertPut(String firstByteBefore, String extensionBefore, String firstByte, String extension) {
        assertEquals(
                firstByte + REST_OF_HEADER + extension + PAYLOAD,
                put(firstByteBefore + REST_OF_HEADER + extensionBefore + PAYLOAD));
    }

    @Test
    void shouldOverwriteTheElementThatIsThere() {
        assertPut("90", "bede000251111110" + "ff000000", "90", "bede000251abcd10" + "ff000000");
    }

    @Test
    void shouldTakePaddingOfTheBlock() {
        assertPut("90", "bede000210ff0000" + "00000000", "90", "bede000210ff51ab" + "cd000000");
    }

    @Test
    void shouldTakeThePlaceOfADroppedElementBetweenOthers() {
        assertPut("90", "bede000210ff0000" + "0030ee00", "90", "bede000210ff51ab" + "cd30ee00");
    }

    @Test
    void shouldMakeRoomInAFullBlock() {
        assertPut("90", "bede000110ff20ee", "90", "bede000251abcd00" + "10ff20ee");
    }

    @Test
    void shouldMakeABlockWhereThereIsNone() {
        assertPut("80", "", "90", "bede000151abcd00");
    }

    @Test
    void shouldKeepToTheTwoByteForm() {
        assertPut("90", "1000000101020304", "90", "100000020502abcd" + "01020304");
    }

    @Test
    void shouldReplaceAnElementOfAnotherLength() {
        assertPut("90", "bede000150ff0000", "90", "bede000151abcd00");
    }

    @Test
    void shouldReplaceABlockOfAnotherProfile() {
        assertPut("90", "1234000111223344", "90", "bede000151abcd00");
    }

    @Test
    void shouldLeaveThePayloadAsItIsWhateverTheBlock() {
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[12 + 4 * (i % 3) + 4 + 4 * seeded.random().nextInt(6) + 20];
            seeded.random().nextBytes(bytes);
            int block = 12 + 4 * (i % 3);
            bytes[0] = (byte) (0x90 | (i % 3));
            NetworkOrder.put16(bytes, block, i % 2 == 0 ? 0xBEDE : 0x1000);
            NetworkOrder.put16(bytes, block + 2, (bytes.length - 24 - block) / 4);
            byte[] payload = Arrays.copyOfRange(bytes, bytes.length - 20, bytes.length);
            byte[] buffer = Arrays.copyOf(bytes, bytes.length + RtpPacket.EXTENSION_16_ROOM);
            assertTrue(packet.wrap(buffer, 0, bytes.length));
            int length = packet.putExtension16(5, i);
            assertEquals(
                    i & 0xFFFF, NetworkOrder.uint16(buffer, packet.extensions().find(5)));
            assertEquals(20, packet.payloadLength());
            assertEquals(
                    HexFormat.of().formatHex(payload),
                    HexFormat.of().formatHex(buffer, packet.payloadOffset(), length));
        }
    }
}
