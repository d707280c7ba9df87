package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The packed server, unpacked: what an operator downloads. */
record Distribution(Path folder) {
    /** Unpacks the newest that the build has made. */
    static Distribution unpack(Path into) throws Exception {
        CommandProcess tar =
                CommandProcess.start(into, List.of("tar", "xzf", archive().toString(), "--strip-components=1"));
        assertEquals(0, tar.awaitExit(), tar::output);
        return new Distribution(into);
    }

    private static Path archive() throws IOException {
        try (Stream<Path> files = Files.list(ServerProcess.repository().resolve("server/target"))) {
            return files.filter(file -> file.getFileName().toString().matches("AnyChatCoreServer-.*\\.tar\\.gz"))
                    .max(Comparator.comparing(file -> file.toFile().lastModified()))
                    .orElseThrow(() -> new AssertionError("no distribution; build server with mvn package"));
        }
    }

    /** Runs one of its scripts for the server in a folder. */
    CommandProcess run(Path home, String script, String... arguments) throws IOException {
        return run(home, Map.of(), script, arguments);
    }

    CommandProcess run(Path home, Map<String, String> environment, String script, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(folder.resolve(script).toString()));
        command.addAll(List.of(arguments));
        if (arguments.length > 0) {
            command.addAll(List.of("--home", home.toString()));
        }
        return CommandProcess.start(home, command, environment);
    }
}
