package org.anychat.license.domain;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.anychat.license.domain.LicenseBinding.Hardware;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HardwareFingerprintTest {
    private static final Map<HardwarePart, List<String>> MACHINE = Map.of(
            HardwarePart.CPU_MODEL, List.of("AuthenticAMD | AMD EPYC | Family 25 Model 17"),
            HardwarePart.CPU_COUNT, List.of("2"),
            HardwarePart.CPU_FREQUENCY, List.of("2600 MHz"),
            HardwarePart.MEMORY_SIZE, List.of("24 GiB"),
            HardwarePart.MAC_ADDRESS, List.of("02:fc:00:00:00:01", "02:fc:00:00:00:02"),
            HardwarePart.DISK_ID, List.of("S1"));

    private static HardwareFingerprint machineWith(Map<HardwarePart, List<String>> changes) {
        EnumMap<HardwarePart, List<String>> values = new EnumMap<>(MACHINE);
        values.putAll(changes);
        return HardwareFingerprint.ofValues(values);
    }

    private static LicenseException mismatch(int tolerance, Map<HardwarePart, List<String>> changes) {
        Hardware binding = new Hardware(machineWith(Map.of()), tolerance);
        return assertThrows(LicenseException.class, () -> binding.requireMatch(machineWith(changes)));
    }

    @Test
    void shouldHashAPartWithItsPurposeAndName() {
        // printf 'anychat-licence-fingerprint/1\ncpuCount\n2' | sha256sum | cut -c1-32
        assertEquals(
                Set.of("25e45a88f4ecbeb6cc0df25edd906bd2"),
                machineWith(Map.of()).parts().get(HardwarePart.CPU_COUNT));
    }

    @Test
    void shouldTellNothingOfThePartsThemselves() {
        assertFalse(machineWith(Map.of()).toString().contains("EPYC"));
    }

    @Test
    void shouldMatchTheSameMachine() {
        assertDoesNotThrow(() -> new Hardware(machineWith(Map.of()), 0).requireMatch(machineWith(Map.of())));
    }

    @ParameterizedTest
    @EnumSource
    void shouldForgiveOnePartThatChanged(HardwarePart part) {
        assertDoesNotThrow(
                () -> new Hardware(machineWith(Map.of()), 1).requireMatch(machineWith(Map.of(part, List.of("other")))));
    }

    @ParameterizedTest
    @CsvSource({
        "CPU_COUNT, 811",
        "CPU_FREQUENCY, 812",
        "MEMORY_SIZE, 813",
        "MAC_ADDRESS, 814",
        "CPU_MODEL, 815",
        "DISK_ID, 816"
    })
    void shouldNameTheOnePartThatDiffers(HardwarePart part, int code) {
        LicenseException failure = mismatch(0, Map.of(part, List.of("other")));
        assertEquals(code, failure.fault().code());
        assertTrue(failure.getMessage().contains(part.words()), failure.getMessage());
    }

    @Test
    void shouldNameAllPartsWhereSeveralDiffer() {
        LicenseException failure =
                mismatch(1, Map.of(HardwarePart.CPU_COUNT, List.of("64"), HardwarePart.DISK_ID, List.of("S2")));
        assertEquals(810, failure.fault().code());
        assertTrue(
                failure.getMessage().contains("number of processors, disk (serial number) differ"),
                failure::getMessage);
    }

    @Test
    void shouldTakeAPartThatIsToldNoMoreForADifference() {
        assertEquals(
                816,
                mismatch(0, Map.of(HardwarePart.DISK_ID, List.of())).fault().code());
    }

    @Test
    void shouldBeContentWithOneCardInCommon() {
        HardwareFingerprint newCard =
                machineWith(Map.of(HardwarePart.MAC_ADDRESS, List.of("02:fc:00:00:00:02", "02:fc:00:00:00:99")));
        assertDoesNotThrow(() -> new Hardware(machineWith(Map.of()), 0).requireMatch(newCard));
    }

    @Test
    void shouldNotCompareWhatTheLicenceDoesNotName() {
        Hardware binding = new Hardware(machineWith(Map.of(HardwarePart.DISK_ID, List.of())), 0);
        assertDoesNotThrow(() -> binding.requireMatch(machineWith(Map.of())));
    }

    @Test
    void shouldKeepAtMostSixteenHashesOfAPart() {
        List<String> cards = IntStream.range(0, 100).mapToObj(Integer::toString).toList();
        assertEquals(
                16,
                machineWith(Map.of(HardwarePart.MAC_ADDRESS, cards))
                        .parts()
                        .get(HardwarePart.MAC_ADDRESS)
                        .size());
    }
}
