package org.anychat.server.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineExamTest {
    @TempDir
    Path folder;

    private void proc(String rmem, String files) throws IOException {
        Path net = Files.createDirectories(folder.resolve("proc/sys/net/core"));
        Files.writeString(net.resolve("rmem_max"), rmem + "\n");
        Files.writeString(net.resolve("wmem_max"), "4194304\n");
        Files.writeString(
                Files.createDirectories(folder.resolve("proc/self")).resolve("limits"),
                "Limit                     Soft Limit           Hard Limit           Units     \n"
                        + "Max open files            " + files + "                 524288               files     \n");
    }

    private List<String> lines(int java, long memoryMb) {
        return DoctorWords.lines(new MachineExam(folder.resolve("proc"), java, memoryMb), DoctorWords.patient(folder))
                .stream()
                .filter(line -> !line.endsWith(" disk"))
                .toList();
    }

    @Test
    void shouldFindNothingOnAGoodMachine() throws IOException {
        proc("4194304", "524288");
        assertEquals(List.of("OK java", "OK memory", "OK files", "OK udp.buffer", "OK udp.buffer"), lines(17, 512));

        proc("8388608", "unlimited");
        assertEquals(List.of("OK java", "OK memory", "OK files", "OK udp.buffer", "OK udp.buffer"), lines(25, 64_000));
    }

    @Test
    void shouldNameEachCulprit() throws IOException {
        proc("212992", "1024");
        assertEquals(
                List.of("FAIL java", "WARN memory", "WARN files", "WARN udp.buffer", "OK udp.buffer"), lines(11, 256));
    }

    @Test
    void shouldReadTheKernelsNumbersWhole() throws Exception {
        Path file = Path.of("/proc/sys/net/core/rmem_max");
        assumeTrue(Files.isReadable(file));
        Process cat = new ProcessBuilder("cat", file.toString()).start();
        String number = new String(cat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).trim();
        Findings findings = new Findings();

        new MachineExam().examine(DoctorWords.patient(folder), findings);

        String seen = findings.all().stream()
                .filter(finding -> finding.check().equals("udp.buffer"))
                .findFirst()
                .map(finding -> finding.seen().english())
                .orElse("");
        assertTrue(seen.startsWith("net.core.rmem_max=" + number), seen);
    }

    @Test
    void shouldSkipWhatTheSystemDoesNotTell() {
        assertEquals(
                List.of("OK java", "OK memory", "SKIP files", "SKIP udp.buffer", "SKIP udp.buffer"), lines(17, 512));
    }

    @Test
    void shouldLookAtTheDiskOfEachFolder() {
        Findings findings = new Findings();
        new MachineExam().examine(DoctorWords.patient(folder, "TempFilePath=" + folder.resolve("files")), findings);
        List<Finding> disks = findings.all().stream()
                .filter(finding -> finding.check().equals("disk"))
                .toList();
        assertEquals(3, disks.size(), disks.toString());
        assertTrue(disks.get(1).seen().english().contains("files"), disks.toString());
    }
}
