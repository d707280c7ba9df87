package org.anychat.server.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartLinesTest {
    @ParameterizedTest
    @CsvSource({
        "0.1.0-SNAPSHOT,'0, 1, 0, 0'",
        "5.2,'5, 2, 0, 0'",
        "10.20.30.40,'10, 20, 30, 40'",
        "1.2.3.4.5,'1, 2, 3, 4'",
        "development,'0, 0, 0, 0'"
    })
    void shouldWriteVersionsAsWindowsDoes(String version, String parts) {
        assertEquals(parts, StartLines.versionParts(version));
    }
}
