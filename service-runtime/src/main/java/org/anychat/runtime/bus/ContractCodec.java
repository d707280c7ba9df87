package org.anychat.runtime.bus;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Contract records on the bus: the same object within a process, JSON between processes. On the wire: 2 bytes length
 * of the type's name, the name, 4 bytes length of the JSON, the JSON. Names stand for types of a closed registry, so
 * that no peer can name a class.
 */
final class ContractCodec implements MessageCodec<Object, Object> {
    static final String NAME = "anychat";
    /** Room for the announcement of a gateway with ten thousand members. */
    static final int MAX_JSON_BYTES = 4 * 1024 * 1024;

    private static final int MAX_NAME_BYTES = 128;

    /** Of the whole process: what one bus has found out about a type another need not. */
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addModule(new SimpleModule()
                    .addSerializer(Buffer.class, new BufferSerializer())
                    .addDeserializer(Buffer.class, new BufferDeserializer()))
            .build();

    private final Map<String, Class<?>> typesByName = new ConcurrentHashMap<>();

    /** Adds a record to the registry; adding it again changes nothing. */
    void add(Class<?> type) {
        Class<?> known = typesByName.putIfAbsent(nameOf(type), type);
        if (known != null && known != type) {
            throw new IllegalArgumentException(type + " and " + known + " would have one name on the bus");
        }
    }

    private static String nameOf(Class<?> type) {
        Class<?> owner = type.getEnclosingClass();
        return owner == null ? type.getSimpleName() : owner.getSimpleName() + '.' + type.getSimpleName();
    }

    @Override
    public void encodeToWire(Buffer buffer, Object message) {
        String name = nameOf(message.getClass());
        byte[] json = encode(message);
        if (typesByName.get(name) != message.getClass() || json.length > MAX_JSON_BYTES) {
            throw new IllegalArgumentException(name + " of " + json.length + " bytes may not cross the bus");
        }
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        buffer.appendUnsignedShort(nameBytes.length).appendBytes(nameBytes);
        buffer.appendInt(json.length).appendBytes(json);
    }

    private byte[] encode(Object message) {
        try {
            return MAPPER.writeValueAsBytes(message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Object decodeFromWire(int position, Buffer buffer) {
        int nameLength = buffer.getUnsignedShort(position);
        int jsonAt = position + Short.BYTES + checked("name", nameLength, MAX_NAME_BYTES);
        String name = buffer.getString(position + Short.BYTES, jsonAt, StandardCharsets.UTF_8.name());
        int jsonLength = checked("JSON", buffer.getInt(jsonAt), MAX_JSON_BYTES);
        Class<?> type = typesByName.get(name);
        if (type == null) {
            throw new IllegalArgumentException("no message of this node has the name that a peer sent");
        }
        int start = jsonAt + Integer.BYTES;
        return decode(type, buffer.getBytes(start, start + jsonLength));
    }

    private static int checked(String what, int length, int max) {
        if (length < 0 || length > max) {
            throw new IllegalArgumentException("a message's " + what + " claims " + length + " bytes");
        }
        return length;
    }

    private Object decode(Class<?> type, byte[] json) {
        try {
            return MAPPER.readValue(json, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Object transform(Object message) {
        return message;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }

    private static final class BufferSerializer extends StdSerializer<Buffer> {
        private static final long serialVersionUID = 1L;

        BufferSerializer() {
            super(Buffer.class);
        }

        @Override
        public void serialize(Buffer value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeBinary(value.getBytes());
        }
    }

    private static final class BufferDeserializer extends StdDeserializer<Buffer> {
        private static final long serialVersionUID = 1L;

        BufferDeserializer() {
            super(Buffer.class);
        }

        @Override
        public Buffer deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return Buffer.buffer(json.getBinaryValue());
        }
    }
}
