package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server leaves in the folder for temporary files. */
class LeftoversSystemTest {
    @TempDir
    Path folder;

    private List<String> leftIn(Path temporary) throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.map(file -> file.getFileName().toString())
                    // The JVM's own, which it takes away at its next start.
                    .filter(name -> !name.startsWith("hsperfdata"))
                    .toList();
        }
    }

    @Test
    void shouldLeaveNoMoreBehindThanTheNextStartTakesAway() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Path home = Files.createDirectory(folder.resolve("home"));
        Map<String, String> environment = Map.of("JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=" + temporary);
        ServerProcess killed = ServerProcess.startOnFreePorts(home, environment, "-r");
        killed.kill();
        List<String> left = leftIn(temporary);
        assertEquals(1, left.size(), left::toString);
        Files.setLastModifiedTime(
                temporary.resolve(left.get(0)), FileTime.from(Instant.now().minus(Duration.ofMinutes(2))));

        try (ServerProcess next = ServerProcess.startOnFreePorts(home, environment, "-r")) {
            List<String> now = leftIn(temporary);
            assertEquals(1, now.size(), now::toString);
            assertEquals(false, now.equals(left), next::output);
        }
        assertEquals(List.of(), leftIn(temporary));
    }
}
