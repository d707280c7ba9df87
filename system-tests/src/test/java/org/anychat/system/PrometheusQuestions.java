package org.anychat.system;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Asks a Prometheus of this machine what it has gathered. */
final class PrometheusQuestions {
    private static final long PATIENCE_SECONDS = 180;

    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;

    PrometheusQuestions(int port) {
        this.port = port;
    }

    /** Waits until a query has one value. */
    void await(String query, double expected) throws InterruptedException {
        long beginNs = System.nanoTime();
        String last = "";
        while (System.nanoTime() - beginNs < TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
            last = ask(query);
            if (!last.isEmpty() && Double.parseDouble(last) == expected) {
                return;
            }
            // Each question costs the machine something, and an answer changes once a second at most.
            new CompletableFuture<Void>()
                    .completeOnTimeout(null, 250, TimeUnit.MILLISECONDS)
                    .join();
        }
        throw new AssertionError(query + " is '" + last + "', not " + expected);
    }

    /** The one value of a query, or nothing where Prometheus is not there yet or has none. */
    private String ask(String query) throws InterruptedException {
        URI address = URI.create(
                "http://127.0.0.1:" + port + "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
        HttpRequest request =
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(10)).build();
        try {
            String answer =
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            JsonArray result = JsonParser.parseString(answer)
                    .getAsJsonObject()
                    .getAsJsonObject("data")
                    .getAsJsonArray("result");
            return result.isEmpty()
                    ? ""
                    : result.get(0)
                            .getAsJsonObject()
                            .getAsJsonArray("value")
                            .get(1)
                            .getAsString();
        } catch (IOException notYet) {
            return "";
        }
    }
}
