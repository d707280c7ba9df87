package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real Prometheus, of Debian's package {@code prometheus}, with what deploy/monitoring has for it. */
@Tag("slow")
class PrometheusSystemTest {
    private static final Path FOLDER = ServerProcess.repository().resolve("deploy/monitoring");

    @TempDir
    private Path folder;

    @Test
    void shouldBeRightInPrometheusOwnEyes() throws Exception {
        promtool("check", "config", FOLDER.resolve("prometheus.yml").toString());
        promtool("check", "config", FOLDER.resolve("prometheus-compose.yml").toString());
        promtool("check", "rules", FOLDER.resolve("alerts.yml").toString());
        promtool("test", "rules", FOLDER.resolve("alerts-test.yml").toString());
    }

    @Test
    void shouldGatherEveryProcessOfACluster() throws Exception {
        List<Integer> ports = new ArrayList<>();
        while (ports.size() < 4) {
            int port = ServerProcess.freeTcpPort();
            if (!ports.contains(port)) {
                ports.add(port);
            }
        }
        try (ClusterProcesses cluster = new ClusterProcesses(folder, 3, Map.of())) {
            List<ServerProcess> members = List.of(
                    cluster.start("one", "license,auth,room", monitored(ports.get(0))),
                    cluster.start("two", "relay", monitored(ports.get(1))),
                    cluster.start("three", "gateway", monitored(ports.get(2))));
            members.forEach(ServerProcess::awaitReady);
            promtoolOn(Scrape.of(ports.get(0)).text());
            promtoolOn(Scrape.of(ports.get(1)).text());
            promtoolOn(Scrape.of(ports.get(2)).text());
            PrometheusQuestions questions = new PrometheusQuestions(ports.get(3));
            Process prometheus = start(ports);
            try {
                questions.await("count(up{job=\"anychat\"} == 1)", 3);
                questions.await("sum(anychat_service_active)", 5);
                questions.await("sum(anychat_service_missing)", 0);
                questions.await("min(anychat_cluster_members)", 3);
                questions.await("min(anychat_cluster_safe)", 1);
                questions.await("sum(anychat_room_relays{mode=\"open\"})", 1);
            } catch (AssertionError e) {
                String log = Files.readString(folder.resolve("prometheus.log"));
                throw new AssertionError(e.getMessage() + "\n" + log + "\n" + cluster.output(), e);
            } finally {
                prometheus.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
        }
    }

    private static Map<String, String> monitored(int port) {
        return Map.of("ANYCHAT_MONITORPORT", Integer.toString(port));
    }

    /** With the delivered configuration, but for the addresses and the pace. */
    private Process start(List<Integer> ports) throws IOException {
        Path config = folder.resolve("prometheus.yml");
        String targets = "\"127.0.0.1:" + ports.get(0) + "\", \"127.0.0.1:" + ports.get(1) + "\", \"127.0.0.1:"
                + ports.get(2) + "\"";
        String delivered = Files.readString(FOLDER.resolve("prometheus.yml"));
        assertTrue(delivered.contains("\"127.0.0.1:8908\"") && delivered.contains("scrape_interval: 15s"));
        Files.writeString(
                config,
                delivered
                        .replace("\"127.0.0.1:8908\"", targets)
                        .replace("scrape_interval: 15s", "scrape_interval: 1s"));
        Files.copy(FOLDER.resolve("alerts.yml"), folder.resolve("alerts.yml"));
        return new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + ports.get(3))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
    }

    private static void promtool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        expectSuccess(new ProcessBuilder(command));
    }

    private void promtoolOn(String metrics) throws IOException, InterruptedException {
        Path file = folder.resolve("metrics.txt");
        Files.writeString(file, metrics);
        expectSuccess(new ProcessBuilder("promtool", "check", "metrics").redirectInput(file.toFile()));
    }

    private static void expectSuccess(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
    }
}
