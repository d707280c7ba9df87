package org.anychat.webrtc.stun;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.anychat.webrtc.stun.StunAttribute.ChangeRequest;
import org.anychat.webrtc.stun.StunAttribute.ErrorCode;
import org.anychat.webrtc.stun.StunAttribute.IceControlled;
import org.anychat.webrtc.stun.StunAttribute.IceControlling;
import org.anychat.webrtc.stun.StunAttribute.Nonce;
import org.anychat.webrtc.stun.StunAttribute.Opaque;
import org.anychat.webrtc.stun.StunAttribute.Priority;
import org.anychat.webrtc.stun.StunAttribute.Realm;
import org.anychat.webrtc.stun.StunAttribute.Software;
import org.anychat.webrtc.stun.StunAttribute.UnknownAttributes;
import org.anychat.webrtc.stun.StunAttribute.UseCandidate;
import org.anychat.webrtc.stun.StunAttribute.Username;
import org.anychat.webrtc.stun.StunAttribute.XorMappedAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StunMessageTest {
    private static final int OFFSET = 5;
    private static final TransactionId ID = new TransactionId(0xb7e7a701, 0xbc34d686fa87dfaeL);
    private static final MessageIntegrity KEY = MessageIntegrity.shortTerm(Rfc5769.PASSWORD);

    @Test
    void shouldDecodeTheSampleRequest() {
        assertEquals(
                new StunMessage(
                        StunMessageType.BINDING_REQUEST,
                        ID,
                        List.of(
                                new Software("STUN test client"),
                                new Priority(0x6e0001ffL),
                                new IceControlled(0x932ff9b151263b36L),
                                new Username("evtj:h6vY"))),
                decode(Rfc5769.request()).orElseThrow());
    }

    @Test
    void shouldDecodeTheSampleIpv4Response() {
        assertEquals(
                response(new InetSocketAddress("192.0.2.1", 32853)),
                decode(Rfc5769.ipv4Response()).orElseThrow());
    }

    @Test
    void shouldDecodeTheSampleIpv6Response() {
        assertEquals(
                response(new InetSocketAddress("2001:db8:1234:5678:11:2233:4455:6677", 32853)),
                decode(Rfc5769.ipv6Response()).orElseThrow());
    }

    @Test
    void shouldDecodeTheSampleLongTermRequest() {
        assertEquals(
                List.of(
                        new Username("\u30de\u30c8\u30ea\u30c3\u30af\u30b9"),
                        new Nonce("f//499k954d6OL34oL9FSTvy64sA"),
                        new Realm("example.org")),
                decode(Rfc5769.longTermRequest()).orElseThrow().attributes());
    }

    /** What it does not know it keeps as it came, the other integrity too. */
    @Test
    void shouldDecodeTheSampleOfRfc8489() {
        List<StunAttribute> attributes =
                decode(Rfc5769.sha256Request()).orElseThrow().attributes();

        assertEquals(
                List.of(0x001E, 0x0015, 0x0014, 0x001D, 0x001C),
                attributes.stream().map(StunAttribute::type).toList());
        assertEquals(new Nonce("obMatJos2AAACf//499k954d6OL34oL9FSTvy64sA"), attributes.get(1));
        assertEquals(new Realm("example.org"), attributes.get(2));
        assertFalse(matches(KEY, Rfc5769.sha256Request()));
    }

    @Test
    void shouldFindTheIntegrityOfEverySample() {
        assertTrue(matches(KEY, Rfc5769.request()));
        assertTrue(matches(KEY, Rfc5769.ipv4Response()));
        assertTrue(matches(KEY, Rfc5769.ipv6Response()));
        assertTrue(matches(
                MessageIntegrity.longTerm("\u30de\u30c8\u30ea\u30c3\u30af\u30b9", "example.org", "TheMatrIX"),
                Rfc5769.longTermRequest()));
    }

    @Test
    void shouldRefuseTheIntegrityOfAnotherKeyOrOfNone() {
        byte[] unsigned = new byte[StunMessage.HEADER_LENGTH];
        new StunMessage(StunMessageType.BINDING_REQUEST, ID, List.of()).encode(unsigned, 0);

        assertFalse(matches(MessageIntegrity.shortTerm("other"), Rfc5769.request()));
        assertFalse(matches(KEY, unsigned));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldNoticeEveryChangedBitThatTheFingerprintCovers(byte[] sample) {
        for (int bit = 0; bit < sample.length * 8; bit++) {
            byte[] changed = sample.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            boolean fingerprintGone = bit >= (sample.length - 8) * 8 && bit < (sample.length - 4) * 8;

            assertTrue(fingerprintGone || decode(changed).isEmpty(), "bit " + bit);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldRejectEveryTruncation(byte[] sample) {
        for (int length = 0; length < sample.length; length++) {
            assertTrue(decode(Arrays.copyOf(sample, length)).isEmpty(), "length " + length);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldRejectTrailingBytes(byte[] sample) {
        assertTrue(decode(Arrays.copyOf(sample, sample.length + 4)).isEmpty());
    }

    @Test
    void shouldDecodeWhatItEncodes() {
        StunMessage message = everyAttribute();
        byte[] buffer = new byte[512];

        int length = message.encode(buffer, OFFSET, KEY);

        assertEquals(Optional.of(message), StunMessage.decode(buffer, OFFSET, length));
        assertTrue(KEY.matches(buffer, OFFSET, length));
        assertTrue(Fingerprint.isPresent(buffer, OFFSET, length));
    }

    @Test
    void shouldEncodeWhatItDecoded() {
        byte[] bytes = encoded(everyAttribute());

        assertArrayEquals(bytes, encoded(decode(bytes).orElseThrow()));
    }

    @Test
    void shouldKeepMethodAndClassApart() {
        for (StunClass stunClass : StunClass.values()) {
            for (int method = 0; method <= 0xFFF; method++) {
                StunMessageType type = new StunMessageType(method, stunClass);
                assertEquals(type, StunMessageType.ofWire(type.wire()));
            }
        }
        assertEquals(0x0111, StunMessageType.BINDING_ERROR.wire());
    }

    @Test
    void shouldLeaveOutAttributesBehindTheIntegrity() {
        byte[] signed = new byte[512];
        int signedLength = KEY.append(
                signed, 0, new StunMessage(StunMessageType.BINDING_REQUEST, ID, List.of()).encode(signed, 0));
        byte[] extra = Arrays.copyOf(signed, signedLength + 4);
        StunFrame.uint16(extra, signedLength, StunAttributeCodec.USE_CANDIDATE);
        StunFrame.length(extra, 0, extra.length - StunMessage.HEADER_LENGTH);

        assertEquals(List.of(), decode(extra).orElseThrow().attributes());
    }

    @Test
    void shouldRejectMoreAttributesThanAnyoneNeeds() {
        StunMessage many =
                new StunMessage(StunMessageType.BINDING_REQUEST, ID, Collections.nCopies(33, new UseCandidate()));

        assertTrue(decode(encoded(many)).isEmpty());
    }

    @Test
    void shouldRejectAUsernameThatIsNoUtf8() {
        StunMessage message =
                new StunMessage(StunMessageType.BINDING_REQUEST, ID, List.of(new Opaque(6, new byte[] {(byte) 0xC3})));

        assertTrue(decode(encoded(message)).isEmpty());
    }

    @Test
    void shouldFindTheUsernameWithoutDecodingTheRest() {
        byte[] sample = shifted(Rfc5769.request());

        assertEquals(Optional.of("evtj:h6vY"), StunMessage.username(sample, OFFSET, sample.length - OFFSET));
        assertEquals(Optional.empty(), StunMessage.username(Rfc5769.ipv4Response(), 0, 80));
        assertEquals(Optional.empty(), StunMessage.username(sample, OFFSET, 19));
    }

    @Test
    void shouldRefuseToEncodeATextThatIsTooLong() {
        StunMessage message =
                new StunMessage(StunMessageType.BINDING_REQUEST, ID, List.of(new Username("u".repeat(509))));

        assertThrows(IllegalArgumentException.class, () -> message.encode(new byte[1024], 0));
    }

    private static Stream<byte[]> samples() {
        return Stream.of(Rfc5769.request(), Rfc5769.ipv4Response(), Rfc5769.ipv6Response());
    }

    private static StunMessage response(InetSocketAddress mapped) {
        return new StunMessage(
                StunMessageType.BINDING_SUCCESS,
                ID,
                List.of(new Software("test vector"), new XorMappedAddress(mapped)));
    }

    private static StunMessage everyAttribute() {
        return new StunMessage(
                StunMessageType.BINDING_ERROR,
                ID,
                List.of(
                        new Username("a:b"),
                        new Software("x"),
                        new Realm("realm"),
                        new Nonce(""),
                        new XorMappedAddress(new InetSocketAddress("198.51.100.7", 65535)),
                        new XorMappedAddress(new InetSocketAddress("2001:db8::7", 1)),
                        new ErrorCode(420, "Unknown Attribute"),
                        new UnknownAttributes(List.of(0x7FFF, 0x0001)),
                        new Priority(0xFFFFFFFFL),
                        new UseCandidate(),
                        new IceControlled(-1),
                        new IceControlling(Long.MIN_VALUE),
                        new ChangeRequest(true, false),
                        new ChangeRequest(false, true),
                        new Opaque(0xC057, new byte[] {1, 2, 3})));
    }

    private static Optional<StunMessage> decode(byte[] message) {
        byte[] shifted = shifted(message);
        return StunMessage.decode(shifted, OFFSET, message.length);
    }

    private static boolean matches(MessageIntegrity key, byte[] message) {
        return key.matches(shifted(message), OFFSET, message.length);
    }

    private static byte[] shifted(byte[] message) {
        byte[] shifted = new byte[message.length + OFFSET];
        System.arraycopy(message, 0, shifted, OFFSET, message.length);
        return shifted;
    }

    private static byte[] encoded(StunMessage message) {
        byte[] buffer = new byte[512];
        return Arrays.copyOf(buffer, message.encode(buffer, 0, KEY));
    }
}
