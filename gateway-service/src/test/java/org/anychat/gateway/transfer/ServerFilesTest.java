package org.anychat.gateway.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.anychat.contracts.TransferApi.Content;
import org.anychat.contracts.TransferApi.Kind;
import org.anychat.protocol.ErrorCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerFilesTest {
    private static final int QUOTA = 10_000;

    @TempDir
    Path home;

    private final AtomicLong nowNs = new AtomicLong();
    private Path folder;
    private ServerFiles files;

    @BeforeEach
    void useFolder() {
        folder = home.resolve("temp");
        files = new ServerFiles(folder, QUOTA, nowNs::get);
    }

    private static byte[] bytes(int seed, int count) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static Content content(String name, byte[] bytes) {
        String sha256 = HexFormat.of().formatHex(ServerFiles.sha256().digest(bytes));
        return new Content(Kind.FILE, name, bytes.length, sha256, 0, 0, 0);
    }

    private static void assertFails(ErrorCode code, org.junit.jupiter.api.function.Executable action) {
        assertEquals(code, assertThrows(TransferException.class, action).code());
    }

    private List<Path> unfinished() throws IOException {
        try (Stream<Path> parts = Files.list(folder.resolve(".part"))) {
            return parts.toList();
        }
    }

    private Path store(String owner, String name, byte[] bytes) throws TransferException {
        Upload upload = files.open(owner, content(name, bytes));
        upload.write(bytes);
        return upload.finish();
    }

    @Test
    void shouldStoreAFileUnderItsOwnerAndName() throws Exception {
        byte[] bytes = bytes(1, 3_000);
        Upload upload = files.open("1001", content("report.pdf", bytes));
        assertEquals(2_000, upload.write(Arrays.copyOf(bytes, 2_000)));
        assertEquals(3_000, upload.write(Arrays.copyOfRange(bytes, 2_000, 3_000)));

        assertEquals(folder.resolve("1001/report.pdf"), upload.finish());
        assertArrayEquals(bytes, Files.readAllBytes(folder.resolve("1001/report.pdf")));
        assertEquals(List.of(), unfinished());
    }

    @Test
    void shouldNotShowAFileBeforeItIsWhole() throws Exception {
        byte[] bytes = bytes(1, 3_000);
        files.open("1001", content("report.pdf", bytes)).write(Arrays.copyOf(bytes, 2_000));

        assertFalse(Files.exists(folder.resolve("1001")));
    }

    @Test
    void shouldGoOnWhereItWasCut() throws Exception {
        byte[] bytes = bytes(1, 3_000);
        Upload cut = files.open("1001", content("report.pdf", bytes));
        cut.write(Arrays.copyOf(bytes, 2_000));
        cut.close();

        Upload resumed = new ServerFiles(folder, QUOTA, nowNs::get).open("1001", content("report.pdf", bytes));
        assertEquals(2_000, resumed.written());
        resumed.write(Arrays.copyOfRange(bytes, 2_000, 3_000));
        assertArrayEquals(bytes, Files.readAllBytes(resumed.finish()));
    }

    @Test
    void shouldNotGoOnWithTheFileOfAnother() throws Exception {
        byte[] bytes = bytes(1, 3_000);
        Upload cut = files.open("1001", content("report.pdf", bytes));
        cut.write(Arrays.copyOf(bytes, 2_000));
        cut.close();

        assertEquals(0, files.open("1002", content("report.pdf", bytes)).written());
    }

    @Test
    void shouldGiveWayToTheSameFileAnew() throws Exception {
        byte[] bytes = bytes(1, 3_000);
        Upload first = files.open("1001", content("report.pdf", bytes));
        first.write(Arrays.copyOf(bytes, 2_000));

        Upload second = files.open("1001", content("report.pdf", bytes));

        assertEquals(2_000, second.written());
        assertFails(ErrorCode.TRANSFILE_FAILED, () -> first.write(new byte[10]));
        first.close();
        second.write(Arrays.copyOfRange(bytes, 2_000, 3_000));
        assertArrayEquals(bytes, Files.readAllBytes(second.finish()));
    }

    @Test
    void shouldRemoveAFileWithAnotherChecksum() throws Exception {
        Upload upload = files.open("1001", content("report.pdf", bytes(1, 3_000)));
        upload.write(bytes(2, 3_000));

        assertFails(ErrorCode.TRANSFILE_FAILED, upload::finish);
        assertFalse(Files.exists(folder.resolve("1001/report.pdf")));
        assertEquals(List.of(), unfinished());
    }

    @Test
    void shouldKeepFilesOfOneNameApart() throws Exception {
        store("1001", "report.pdf", bytes(1, 100));
        Path second = store("1001", "report.pdf", bytes(2, 100));

        assertEquals(folder.resolve("1001/report (2).pdf"), second);
        assertArrayEquals(bytes(1, 100), Files.readAllBytes(folder.resolve("1001/report.pdf")));
    }

    @Test
    void shouldRefuseWhatIsAboveTheQuota() throws Exception {
        store("1001", "first", bytes(1, 6_000));

        assertFails(ErrorCode.DISKSPACELIMITED, () -> files.open("1001", content("second", bytes(2, 4_001))));
        files.open("1001", content("second", bytes(2, 4_000)));
    }

    @Test
    void shouldCountWhatIsStillToCome() throws Exception {
        files.open("1001", content("first", bytes(1, 6_000)));

        assertFails(ErrorCode.DISKSPACELIMITED, () -> files.open("1002", content("second", bytes(2, 4_001))));
    }

    @Test
    void shouldHaveRoomAgainOnceFilesAreTakenAway() throws Exception {
        Path first = store("1001", "first", bytes(1, 6_000));
        Files.delete(first);
        nowNs.addAndGet(1_100_000_000L);

        assertEquals(0, files.open("1001", content("second", bytes(2, 9_000))).written());
    }

    @Test
    void shouldHaveRoomAgainAfterADiscard() throws Exception {
        Upload upload = files.open("1001", content("first", bytes(1, 6_000)));
        upload.write(bytes(1, 6_000));
        upload.discard();

        assertEquals(0, files.open("1001", content("second", bytes(2, 9_000))).written());
    }

    @Test
    void shouldRemoveWhatNobodyHasGoneOnWithForADay() throws Exception {
        Upload cut = files.open("1001", content("report.pdf", bytes(1, 3_000)));
        cut.close();
        Files.setLastModifiedTime(unfinished().get(0), FileTime.fromMillis(0));
        nowNs.addAndGet(11_000_000_000L);

        files.open("1001", content("other.pdf", bytes(2, 3_000))).close();

        assertEquals(1, unfinished().size());
    }

    /** The kernel's own full disk in the place of the unfinished file. */
    @Test
    void shouldSayThatTheDiskIsFull() throws Exception {
        files.open("1001", content("report.pdf", bytes(1, 3_000))).close();
        Path part = unfinished().get(0);
        Files.delete(part);
        Files.createSymbolicLink(part, Path.of("/dev/full"));

        Upload upload = files.open("1001", content("report.pdf", bytes(1, 3_000)));

        assertFails(ErrorCode.DISKSPACELIMITED, () -> upload.write(bytes(1, 3_000)));
        upload.discard();
        assertEquals(List.of(), unfinished());
    }

    @Test
    void shouldSayWhereItCannotWrite() throws Exception {
        Files.createFile(folder);

        TransferException failure =
                assertThrows(TransferException.class, () -> files.open("1001", content("report.pdf", bytes(1, 10))));
        assertEquals(ErrorCode.TRANSFILE_OPENFAIL, failure.code());
        assertTrue(failure.getMessage().contains(folder.toString()), failure.getMessage());
    }
}
