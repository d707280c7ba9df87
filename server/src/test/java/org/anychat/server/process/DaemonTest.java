package org.anychat.server.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class DaemonTest {
    @Test
    void shouldPassEverythingOnButItsOwnOption() {
        List<String> command = Daemon.command(
                List.of("java", "-cp", "x", "Main"), List.of("--home", "/srv/a b", "-d", "--set", "x=-d"));

        int java = command.indexOf("java");
        assertEquals(
                List.of("java", "-cp", "x", "Main", "--home", "/srv/a b", "--set", "x=-d", "-r", "--detached"),
                command.subList(java, command.size()));
    }
}
