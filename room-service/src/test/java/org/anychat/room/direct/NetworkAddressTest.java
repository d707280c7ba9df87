package org.anychat.room.direct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkAddressTest {
    /** What looks like an address, and is none: a resolver would be asked for it as for a name. */
    private static final List<String> LOOKALIKES =
            List.of("256.1.1.1", "1.1.1.999", "999.999.999.999", "::ffff:256.1.1.1", "1.2.3.4:5", "a:b", ":");

    private static final String RESOLVED = "198.51.100.1";

    /** The other JVM of the test: its name service knows all of the lookalikes. */
    public static final class Asker {
        private Asker() {}

        /**
         * Says what each argument is read as.
         *
         * @param arguments texts
         */
        public static void main(String[] arguments) {
            for (String text : arguments) {
                System.out.println(text + " " + NetworkAddress.of(text).isPresent());
            }
        }
    }

    @Test
    void shouldAskNoNameService(@TempDir Path folder) throws IOException, InterruptedException {
        Path hosts = folder.resolve("hosts");
        Files.write(
                hosts, LOOKALIKES.stream().map(name -> RESOLVED + " " + name).toList());
        Path said = folder.resolve("said");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djdk.net.hosts.file=" + hosts,
                "-cp",
                System.getProperty("java.class.path"),
                Asker.class.getName()));
        command.addAll(LOOKALIKES);

        Process asker = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();

        assertTrue(asker.waitFor(2, TimeUnit.MINUTES));
        assertEquals(
                LOOKALIKES.stream().map(text -> text + " false").toList(),
                Files.readAllLines(said, StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "203.0.113.255", "255.255.255.255", "::", "2001:db8::1", "fe80::1"})
    void shouldReadLiterals(String text) {
        assertTrue(NetworkAddress.of(text).isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1.1.1", "01.1.1.1", "1.1.1.1.", "localhost", "[::1]", "fe80::1%lo", "1.1.1.1 "})
    void shouldReadNothingElse(String text) {
        assertEquals(Optional.empty(), NetworkAddress.of(text));
    }

    @Test
    void shouldReadAnIpv4AddressWithinIpv6AsThat() {
        assertEquals(NetworkAddress.of("203.0.113.5"), NetworkAddress.of("::ffff:203.0.113.5"));
    }
}
