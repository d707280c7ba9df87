package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One reading of a process's metrics. */
final class Scrape {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String HELP = "# HELP ";
    private static final String TYPE = "# TYPE ";

    private final String text;
    /** By name and labels, as they are written. */
    private final Map<String, Double> samples;

    private Scrape(String text) {
        this.text = text;
        this.samples = text.lines()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.lastIndexOf(' ')),
                        line -> value(line.substring(line.lastIndexOf(' ') + 1)),
                        (one, other) -> {
                            throw new AssertionError("a sample is there twice");
                        },
                        TreeMap::new));
    }

    private static double value(String number) {
        return number.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(number);
    }

    static Scrape of(int monitorPort) {
        return of("127.0.0.1", monitorPort);
    }

    static Scrape of(String host, int monitorPort) {
        URI address = URI.create("http://" + host + ":" + monitorPort + "/metrics");
        HttpRequest request =
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(30)).build();
        try {
            HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            assertEquals(200, response.statusCode(), response.body());
            return new Scrape(response.body());
        } catch (IOException e) {
            throw new AssertionError(address.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    String text() {
        return text;
    }

    /** The names that begin so and have a type; for those without help too the test fails. */
    Set<String> names(String prefix) {
        Set<String> typed = named(TYPE + prefix);
        assertEquals(named(HELP + prefix), typed);
        return typed;
    }

    private Set<String> named(String begin) {
        return text.lines()
                .filter(line -> line.startsWith(begin))
                .map(line -> line.split(" ", -1)[2])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The sum of all samples of a metric whose labels contain the given ones, as {@code code="0"}. */
    double sum(String name, String... labels) {
        return samples.entrySet().stream()
                .filter(sample ->
                        sample.getKey().equals(name) || sample.getKey().startsWith(name + "{"))
                .filter(sample -> Set.of(labels).stream().allMatch(sample.getKey()::contains))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    int size() {
        return samples.size();
    }
}
