package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators get wrong with a cluster, and the lines that tell them. */
class ClusterInputSystemTest {
    private static final String CONTROL = "auth,room,license";
    private static final int UNAVAILABLE = 69;

    @TempDir
    Path folder;

    @Test
    void shouldNameProcessesOfOneNameAndARelayThatNobodyReaches() throws Exception {
        try (ClusterProcesses cluster = new ClusterProcesses(folder, 3, Map.of())) {
            ServerProcess control = cluster.start("control", CONTROL);
            control.awaitReady();
            ServerProcess relay = cluster.start(
                    "relay",
                    "relay",
                    Map.of("ANYCHAT_ADVERTISEDADDRESS", "127.0.0.1,192.0.2.1", "ANYCHAT_NODENAME", "control"));

            relay.awaitOutput("has the NodeName of this one, control");
            control.awaitOutput("has the NodeName of this one, control");
            relay.awaitOutput("has sent to candidate udp 192.0.2.1:" + relay.udpPort() + " has arrived here");
            assertFalse(relay.output().contains("has sent to candidate udp 127.0.0.1"), relay::output);
        }
    }

    @Test
    void shouldRefuseAMemberOfAnotherVersion() throws Exception {
        try (ClusterProcesses cluster = new ClusterProcesses(folder, 2, Map.of())) {
            ServerProcess control = cluster.start("control", CONTROL);
            control.awaitReady();

            ServerProcess other = cluster.start(
                    "other", "gateway", Map.of("JDK_JAVA_OPTIONS", "-Xbootclasspath/a:" + ofVersion("0.0.7")));

            assertEquals(UNAVAILABLE, other.awaitExit(), other::output);
            assertTrue(other.output().contains(", this one of 0.0.7"), other::output);
            assertTrue(other.output().contains("All processes of a cluster have one version"), other::output);
            control.awaitOutput("is of version 0.0.7, the cluster of ");
        }
    }

    /** What the build says of the program, in front of what it has said. */
    private Path ofVersion(String version) throws IOException {
        Path classes = folder.resolve("classes");
        Path properties = classes.resolve("org/anychat/server/build.properties");
        Files.createDirectories(properties.getParent());
        Files.writeString(properties, "version=" + version + "\ntime=2026-01-01T00:00:00Z\n");
        return classes;
    }
}
