package org.anychat.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ErrorCodeTest {
    @Test
    void shouldGiveEachNumberToOneCodeOnly() {
        long numbers = Arrays.stream(ErrorCode.values())
                .map(ErrorCode::number)
                .distinct()
                .count();

        assertEquals(ErrorCode.values().length, numbers);
    }

    @Test
    void shouldHoldTheWholeSystemConnectAndLoginRanges() {
        for (int number = 0; number <= 81; number++) {
            assertTrue(ErrorCode.ofNumber(number).isPresent(), "code " + number);
        }
        for (int number = 100; number <= 127; number++) {
            assertTrue(ErrorCode.ofNumber(number).isPresent(), "code " + number);
        }
        for (int number = 200; number <= 229; number++) {
            assertTrue(ErrorCode.ofNumber(number).isPresent(), "code " + number);
        }
        for (int number = 300; number <= 309; number++) {
            assertTrue(ErrorCode.ofNumber(number).isPresent(), "code " + number);
        }
    }

    @Test
    void shouldAgreeWithTheFileThatOtherLanguagesRead() throws JsonProcessingException {
        JsonNode file = new ObjectMapper().readTree(Golden.resource("error-codes.json"));

        assertEquals(ErrorCode.values().length, file.size());
        for (ErrorCode code : ErrorCode.values()) {
            JsonNode entry = file.path(Integer.toString(code.number()));
            assertEquals(code.name(), entry.path("name").asText());
            assertEquals(code.text(), entry.path("text").asText());
        }
    }

    @Test
    void shouldHaveWordsForNumbersWithoutAName() {
        assertEquals(Optional.empty(), ErrorCode.ofNumber(10_003));
        assertEquals("a video device failed", ErrorCode.describe(10_003));
        assertEquals("error 4711", ErrorCode.describe(4711));
        assertEquals("not in a room", ErrorCode.describe(309));
    }
}
