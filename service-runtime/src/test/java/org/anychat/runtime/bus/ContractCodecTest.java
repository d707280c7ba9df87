package org.anychat.runtime.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.anychat.contracts.AuthApi;
import org.anychat.contracts.BanEvents;
import org.anychat.contracts.ConfigApi;
import org.anychat.contracts.ConfigEvents;
import org.anychat.contracts.Done;
import org.anychat.contracts.GatewayApi;
import org.anychat.contracts.LicenseApi;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi;
import org.anychat.contracts.RightsApi;
import org.anychat.contracts.RoomApi;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceEvents;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.contracts.UserState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContractCodecTest {
    private static final List<Class<?>> APIS = List.of(
            AuthApi.class,
            LicenseApi.class,
            RoomApi.class,
            RelayApi.class,
            GatewayApi.class,
            BanEvents.class,
            ServiceEvents.class,
            ConfigApi.class,
            ConfigEvents.class,
            RightsApi.class);

    private final ContractCodec codec = new ContractCodec();

    ContractCodecTest() {
        messages().forEach(codec::add);
    }

    static Stream<Class<?>> messages() {
        return APIS.stream()
                .map(ApiDescriptor::of)
                .flatMap(ApiDescriptor::messages)
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldCarryEveryMessageOverTheWireUnchanged(Class<?> message) {
        for (Object sample : new Samples().of(message)) {
            assertEquals(sample, roundTrip(sample));
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldCarryFieldsThatAreNull(Class<?> message) {
        for (Object sample : new Samples().withNulls(message)) {
            assertEquals(sample, roundTrip(sample));
        }
    }

    private Object roundTrip(Object message) {
        Buffer wire = Buffer.buffer("before");
        codec.encodeToWire(wire, message);
        return codec.decodeFromWire("before".length(), wire.appendString("after"));
    }

    @Test
    void shouldWriteTheDocumentedWire() {
        Buffer wire = Buffer.buffer();
        codec.encodeToWire(wire, Done.DONE);
        assertEquals(
                Buffer.buffer()
                        .appendUnsignedShort(4)
                        .appendString("Done")
                        .appendInt(2)
                        .appendString("{}"),
                wire);
    }

    @Test
    void shouldWriteIdsAsPlainValuesAndChangesByTheirKind() {
        UserState state = new UserState("Ann", 1, 2, 4);
        var member =
                new RoomApi.Member(new SessionId("s"), new NodeId("n"), new UserId(-2), 0, state).on(new NodeId("r"));
        var event = new GatewayApi.RoomChanged(new RoomId(1), 7, new GatewayApi.MemberEntered(member));
        assertEquals(
                "{\"room\":1,\"version\":7,\"change\":{\"kind\":\"entered\",\"member\":{\"session\":\"s\",\"gateway\":\"n\","
                        + "\"user\":-2,\"level\":0,\"state\":{\"name\":\"Ann\",\"camera\":1,\"microphone\":2,\"device\":4,\"chatMode\":0},\"relay\":\"r\",\"moves\":0}}}",
                json(event));
    }

    @Test
    void shouldWriteBytesAsBase64() {
        Buffer data = Buffer.buffer(new byte[] {0, 1, (byte) 0xFF});
        assertEquals(
                "{\"to\":\"s\",\"from\":-3,\"data\":\"AAH/\"}",
                json(new GatewayApi.BufferDelivery(new SessionId("s"), new UserId(-3), data)));
    }

    private String json(Object message) {
        Buffer wire = Buffer.buffer();
        codec.encodeToWire(wire, message);
        int jsonAt = Short.BYTES + wire.getUnsignedShort(0) + Integer.BYTES;
        return wire.getString(jsonAt, wire.length());
    }

    @Test
    void shouldIgnoreFieldsOfANewerPeer() {
        assertEquals(
                new LicenseApi.Seats(1, 2),
                codec.decodeFromWire(0, wire("LicenseApi.Seats", "{\"inUse\":1,\"limit\":2,\"new\":{}}")));
    }

    @Test
    void shouldReadALoginOfAGatewayThatKnowsOfNoAttempts() {
        var ann = new AuthApi.KnownLogin(new SessionId("s"), new UserId(7), "Ann", "Ann", 0);
        var logins = new AuthApi.AnnounceLogins(new NodeId("n"), List.of(ann));
        String before = json(logins).replace("\"attempt\":0,", "");
        assertFalse(before.contains("attempt"), before);

        assertEquals(logins, codec.decodeFromWire(0, wire("AuthApi.AnnounceLogins", before)));
    }

    @Test
    void shouldRefuseANameThatIsNotInTheRegistry() {
        assertThrows(IllegalArgumentException.class, () -> codec.decodeFromWire(0, wire("java.lang.String", "\"x\"")));
        assertThrows(RuntimeException.class, () -> codec.encodeToWire(Buffer.buffer(), new Unregistered()));
    }

    @Test
    void shouldRefuseLengthsOutOfBounds() {
        Buffer huge =
                Buffer.buffer().appendUnsignedShort(4).appendString("Done").appendInt(Integer.MAX_VALUE);
        Buffer negative =
                Buffer.buffer().appendUnsignedShort(4).appendString("Done").appendInt(-1);
        Buffer longName = Buffer.buffer().appendUnsignedShort(65_535);
        assertThrows(IllegalArgumentException.class, () -> codec.decodeFromWire(0, huge));
        assertThrows(IllegalArgumentException.class, () -> codec.decodeFromWire(0, negative));
        assertThrows(IllegalArgumentException.class, () -> codec.decodeFromWire(0, longName));
    }

    @Test
    void shouldRefuseEveryTruncation() {
        Buffer wire = Buffer.buffer();
        codec.encodeToWire(wire, new LicenseApi.Seats(3, 50));
        for (int length = 0; length < wire.length(); length++) {
            Buffer cut = wire.slice(0, length);
            assertThrows(RuntimeException.class, () -> codec.decodeFromWire(0, cut), "cut at " + length);
        }
    }

    @Test
    void shouldOnlyThrowRuntimeExceptionsOnMutations() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Buffer wire = Buffer.buffer();
        codec.encodeToWire(wire, new Samples().of(RoomApi.Entered.class).get(0));
        for (int i = 0; i < 2_000; i++) {
            byte[] mutated = wire.getBytes();
            mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
            assertTrue(decodesOrRefuses(mutated), "seed " + seed);
        }
    }

    private boolean decodesOrRefuses(byte[] mutated) {
        try {
            return codec.decodeFromWire(0, Buffer.buffer(mutated)).getClass().isRecord();
        } catch (RuntimeException e) {
            return true;
        }
    }

    @Test
    void shouldPassTheSameObjectWithinTheProcess() {
        Object message = new LicenseApi.Seats(1, 2);
        assertSame(message, codec.transform(message));
    }

    private static Buffer wire(String name, String json) {
        return Buffer.buffer()
                .appendUnsignedShort(name.getBytes(StandardCharsets.UTF_8).length)
                .appendString(name)
                .appendInt(json.length())
                .appendString(json);
    }

    private record Unregistered() {}
}
