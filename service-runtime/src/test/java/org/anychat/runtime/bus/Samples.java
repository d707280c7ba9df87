package org.anychat.runtime.bus;

import io.vertx.core.buffer.Buffer;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Values of every record of the contracts, made from its components; several where one component has several kinds. */
final class Samples {
    private int next = 1;

    /** As many samples as it takes to show every kind of every component. */
    List<Object> of(Class<?> record) {
        RecordComponent[] components = record.getRecordComponents();
        List<List<Object>> choices = Arrays.stream(components)
                .map(component -> values(component.getGenericType()))
                .toList();
        int most = choices.stream().mapToInt(List::size).max().orElse(1);
        List<Object> samples = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            int index = i;
            samples.add(make(
                    record, choices.stream().map(c -> c.get(index % c.size())).toArray()));
        }
        return samples;
    }

    /** One sample for each component that may be null, with that one null. */
    List<Object> withNulls(Class<?> record) {
        RecordComponent[] components = record.getRecordComponents();
        List<Object> samples = new ArrayList<>();
        for (int i = 0; i < components.length; i++) {
            if (!components[i].getType().isPrimitive()) {
                Object[] arguments = Arrays.stream(components)
                        .map(component -> values(component.getGenericType()).get(0))
                        .toArray();
                arguments[i] = null;
                samples.add(make(record, arguments));
            }
        }
        return samples;
    }

    private List<Object> values(Type type) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return List.of(List.copyOf(values(list.getActualTypeArguments()[0])), List.of());
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isEnum()) {
            return List.of(plain.getEnumConstants());
        }
        if (plain.isSealed()) {
            return Stream.of(plain.getPermittedSubclasses())
                    .flatMap(kind -> of(kind).stream())
                    .toList();
        }
        return plain.isRecord() ? of(plain) : List.of(scalar(plain));
    }

    private Object scalar(Class<?> type) {
        int value = next++;
        return switch (type.getSimpleName()) {
            case "int" -> -value;
            case "long", "Long" -> Integer.MAX_VALUE + (long) value;
            case "boolean" -> value % 2 == 0;
            case "String" -> "\u4E2D\u6587 \"text\" " + value;
            case "Buffer" -> Buffer.buffer(new byte[] {(byte) value, -1, 0});
            default -> throw new IllegalArgumentException("no sample of " + type);
        };
    }

    private static Object make(Class<?> record, Object... arguments) {
        try {
            Class<?>[] canonical = Arrays.stream(record.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            return record.getDeclaredConstructor(canonical).newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("no sample of " + record, e);
        }
    }
}
