package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docker-compose.yml and the manifests for Kubernetes are good in themselves, and say the same. Needs neither. */
class DeploymentTest {
    /** What reads the server's numbers is no part of it. */
    private static final Set<String> MONITORING = Set.of("prometheus", "grafana");

    private static final Path ROOT = ServerProcess.repository();
    private static final Path KUBERNETES = ROOT.resolve("deploy/kubernetes");
    static final List<String> SERVICES = List.of("license", "auth", "room", "relay", "gateway");
    /** What has another value in the other world, though the same meaning. */
    private static final Set<String> OTHER_VALUES = Set.of(
            "ANYCHAT_CLUSTERMEMBERS",
            "ANYCHAT_CLUSTERSECRET_FILE",
            "ANYCHAT_TLSCERTIFICATEFILE",
            "ANYCHAT_TLSPRIVATEKEYFILE",
            "ANYCHAT_ADVERTISEDADDRESS",
            "ANYCHAT_ADVERTISEDUDPPORTS",
            // A load balancer has one address for all gateways, one machine a port for each.
            "ANYCHAT_GATEWAYADDRESSES",
            // A pod has one network, in which a policy keeps everybody but the kubelet away.
            "ANYCHAT_MONITORADDRESS");

    private static final Pattern WITH_DEFAULT = Pattern.compile("\\$\\{[A-Z_0-9]+:-([^{}]*)}");
    private static final Pattern REQUIRED = Pattern.compile("\\$\\{([A-Z_0-9]+):\\?[^}]*}");

    private static YamlTree compose() {
        return YamlTree.read(ROOT.resolve("docker-compose.yml"), DeploymentTest::withDefaults)
                .get(0);
    }

    private static String withDefaults(String text) {
        String inner = WITH_DEFAULT.matcher(text).replaceAll("$1");
        return REQUIRED.matcher(WITH_DEFAULT.matcher(inner).replaceAll("$1")).replaceAll("$1");
    }

    private static List<YamlTree> manifests() {
        try (Stream<Path> files = Files.list(KUBERNETES)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.endsWith("kustomization.yaml"))
                    .sorted()
                    .flatMap(file -> YamlTree.read(file, text -> text).stream())
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static YamlTree manifest(String name, String... kinds) {
        return manifests().stream()
                .filter(one -> one.at("metadata", "name").text().equals(name)
                        && List.of(kinds).contains(one.at("kind").text()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + List.of(kinds) + " " + name));
    }

    private static YamlTree workload(String service) {
        return manifest("anychat-" + service, "Deployment", "StatefulSet");
    }

    private static YamlTree pod(String service) {
        return workload(service).at("spec", "template", "spec");
    }

    private static YamlTree container(String service) {
        return pod(service).at("containers", 0);
    }

    /** The API's own models refuse what they do not know, and what lacks something. */
    @Test
    void shouldBeManifestsThatKubernetesKnows() throws ReflectiveOperationException {
        List<String> seen = new ArrayList<>();
        for (YamlTree manifest : manifests()) {
            seen.add(manifest.at("kind").text());
            validate(manifest);
        }
        assertEquals(16, seen.size(), seen.toString());
    }

    private static void validate(YamlTree manifest) throws ReflectiveOperationException {
        Class<?> model = Class.forName(
                "io.kubernetes.client.openapi.models.V1" + manifest.at("kind").text());
        try {
            model.getMethod("validateJsonElement", JsonElement.class)
                    .invoke(null, new Gson().toJsonTree(manifest.value()));
        } catch (InvocationTargetException e) {
            throw new AssertionError(manifest.path() + ": " + e.getCause().getMessage(), e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hostPort", "containerPort", "readinessProbe", "image"})
    void shouldNoticeAWordThatKubernetesDoesNotKnow(String word) {
        YamlTree wrong = YamlTree.read(KUBERNETES.resolve("relay.yaml"), text -> text.replace(word + ":", word + "s:"))
                .get(0);
        assertTrue(org.junit.jupiter.api.Assertions.assertThrows(AssertionError.class, () -> validate(wrong))
                .getMessage()
                .contains(word + "s"));
    }

    @Test
    void shouldListEveryManifest() throws IOException {
        YamlTree kustomization = YamlTree.read(KUBERNETES.resolve("kustomization.yaml"), text -> text)
                .get(0);
        Set<String> files = new TreeSet<>(kustomization.at("resources").names());
        files.add("kustomization.yaml");
        try (Stream<Path> there = Files.list(KUBERNETES)) {
            assertEquals(
                    new TreeSet<>(
                            there.map(file -> file.getFileName().toString()).toList()),
                    files);
        }
    }

    @ParameterizedTest
    @FieldSource("SERVICES")
    void shouldHaveTheSameImageAndSettingsInBoth(String service) {
        YamlTree composed = compose().at("services", service);
        assertEquals(composed.at("image").text(), container(service).at("image").text());
        Map<String, String> here = new TreeMap<>();
        composed.at("environment")
                .names()
                .forEach(key -> here.put(key, composed.at("environment", key).text()));
        Map<String, String> there = kubernetesSettings(service);
        assertEquals(here.keySet(), there.keySet());
        OTHER_VALUES.forEach(key -> {
            here.remove(key);
            there.remove(key);
        });
        assertEquals(here, there);
    }

    private static Map<String, String> kubernetesSettings(String service) {
        Map<String, String> all = new TreeMap<>();
        YamlTree shared = manifest("anychat-settings", "ConfigMap").at("data");
        shared.names().forEach(key -> all.put(key, shared.at(key).text()));
        for (YamlTree setting : container(service).at("env").items()) {
            all.put(
                    setting.at("name").text(),
                    setting.has("value") ? setting.at("value").text() : "");
        }
        return all;
    }

    @ParameterizedTest
    @FieldSource("SERVICES")
    void shouldSetKeysThatTheServerHas(String service) throws IOException {
        String documented =
                Files.readString(ROOT.resolve("docs/configuration.md")).toLowerCase(Locale.ROOT);
        for (String variable : kubernetesSettings(service).keySet()) {
            String key = variable.replace("ANYCHAT_", "").replace("_FILE", "").toLowerCase(Locale.ROOT);
            assertTrue(documented.contains("| `" + key + "` |"), variable);
        }
    }

    @ParameterizedTest
    @FieldSource("SERVICES")
    void shouldBeEquallyHardAndLargeInBoth(String service) {
        YamlTree composed = compose().at("services", service);
        YamlTree container = container(service);
        assertEquals("true", composed.at("read_only").text());
        assertEquals(
                "true",
                container.at("securityContext", "readOnlyRootFilesystem").text());
        assertEquals("[ALL]", composed.at("cap_drop").text());
        assertEquals(
                "[ALL]", container.at("securityContext", "capabilities", "drop").text());
        assertEquals("10001", pod(service).at("securityContext", "runAsUser").text());
        assertEquals(
                composed.at("stop_grace_period").text(),
                pod(service).at("terminationGracePeriodSeconds").text() + "s");
        assertEquals(
                composed.at("deploy", "resources", "limits", "memory").text().toUpperCase(Locale.ROOT) + "I",
                container.at("resources", "limits", "memory").text().toUpperCase(Locale.ROOT));
    }

    @ParameterizedTest
    @FieldSource("SERVICES")
    void shouldWriteToTheSamePlacesInBoth(String service) {
        Set<String> here = new TreeSet<>();
        YamlTree composed = compose().at("services", service);
        composed.at("tmpfs").names().forEach(place -> here.add(place.replaceAll(":.*", "")));
        for (YamlTree volume : composed.at("volumes").items()) {
            here.add(
                    volume.has("target")
                            ? volume.at("target").text()
                            : volume.text().replaceAll("^[^:]*:", ""));
        }
        Set<String> there = new TreeSet<>();
        container(service)
                .at("volumeMounts")
                .items()
                .forEach(mount -> there.add(mount.at("mountPath").text()));
        there.remove("/run/secrets/anychat");
        assertEquals(here, there);
    }

    @Test
    void shouldKeepTheClusterToItself() {
        YamlTree compose = compose();
        assertEquals("true", compose.at("networks", "cluster", "internal").text());
        for (String service : compose.at("services").names()) {
            YamlTree one = compose.at("services", service);
            boolean meetsClients = service.startsWith("gateway") || service.equals("relay");
            assertEquals(meetsClients, one.at("networks").has("clients"), service);
            if (MONITORING.contains(service)) {
                assertTrue(one.at("ports", 0).text().startsWith("127.0.0.1:"), service);
                continue;
            }
            assertEquals(meetsClients, one.has("ports"), service);
            assertFalse(one.at("environment").has("ANYCHAT_CLUSTERSECRET"), service);
        }
        assertEquals("[8906:8906]", compose.at("services", "gateway", "ports").text());
        assertEquals(
                "[8907-8916:8907/udp]", compose.at("services", "relay", "ports").text());
        assertEquals(
                compose.at("services", "relay", "environment", "ANYCHAT_ADVERTISEDUDPPORTS")
                                .text() + ":8907/udp",
                compose.at("services", "relay", "ports", 0).text());
    }

    @ParameterizedTest
    @FieldSource("SERVICES")
    void shouldBeSafeToRollOutAndToDrain(String service) {
        YamlTree workload = workload(service);
        Map<?, ?> labels = (Map<?, ?>)
                workload.at("spec", "template", "metadata", "labels").value();
        for (YamlTree selector : List.of(
                workload.at("spec", "selector", "matchLabels"),
                manifest("anychat-" + service, "PodDisruptionBudget").at("spec", "selector", "matchLabels"))) {
            assertTrue(labels.entrySet().containsAll(((Map<?, ?>) selector.value()).entrySet()), selector.path());
        }
        assertEquals(!service.equals("relay"), labels.containsKey("anychat/member"), service);
        // Variables that Kubernetes makes of the names of services would be settings that nobody knows.
        assertEquals("false", pod(service).at("enableServiceLinks").text());
        YamlTree container = container(service);
        assertEquals(
                "/health/live", container.at("livenessProbe", "httpGet", "path").text());
        assertEquals(
                "/health/ready",
                container.at("readinessProbe", "httpGet", "path").text());
        assertTrue(Integer.parseInt(workload.at("spec", "replicas").text()) >= 2, service);
    }

    @Test
    void shouldStandByWithWhatItStandsByFor() {
        YamlTree services = compose().at("services");
        for (String service : List.of("license", "auth", "room", "gateway")) {
            Map<Object, Object> first = comparable(services.at(service));
            Map<Object, Object> second = comparable(services.at(service + "-2"));
            assertEquals("[standby]", String.valueOf(second.remove("profiles")));
            assertEquals(first, second, service);
        }
    }

    /** Each is at a port of its own, and says so to clients and to the other one. */
    @Test
    void shouldSayAtWhichPortEachGatewayIs() {
        YamlTree services = compose().at("services");
        List<String> gateways = List.of("gateway", "gateway-2");
        for (int i = 0; i < gateways.size(); i++) {
            YamlTree own = services.at(gateways.get(i));
            YamlTree settings = own.at("environment");
            String port = settings.at("ANYCHAT_ADVERTISEDTCPPORTS").text();
            assertEquals("[" + port + ":8906]", String.valueOf(own.at("ports").value()));
            assertTrue(
                    settings.at("ANYCHAT_GATEWAYADDRESSES").text().endsWith(":" + port + "}"),
                    settings.at("ANYCHAT_GATEWAYADDRESSES").text());
        }
    }

    private static Map<Object, Object> comparable(YamlTree service) {
        Map<Object, Object> map = new HashMap<>((Map<?, ?>) service.value());
        Set.of("build", "volumes", "depends_on", "ports").forEach(map::remove);
        Map<Object, Object> settings = new HashMap<>((Map<?, ?>) map.get("environment"));
        Set.of("ANYCHAT_GATEWAYADDRESSES", "ANYCHAT_ADVERTISEDTCPPORTS").forEach(settings::remove);
        map.put("environment", settings);
        return map;
    }
}
