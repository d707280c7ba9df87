package org.anychat.server.health;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.anychat.server.echo.EchoOutcome;

/**
 * Whether media comes back from the relays.
 *
 * @param relays how each of them did
 * @param trouble what kept them from being tried, in words; empty where nothing did
 */
public record DeepReport(List<RelayReport> relays, String trouble) {
    /**
     * How one relay did.
     *
     * @param relay its name
     * @param outcome of a round of media
     */
    public record RelayReport(String relay, EchoOutcome outcome) {
        /**
         * One line for people.
         *
         * @return what came back, or which step failed and why
         */
        public String text() {
            String silent = outcome.silent(false).isEmpty()
                    ? ""
                    : "; nothing comes back from here by " + String.join(", ", outcome.silent(false));
            if (!outcome.isGood()) {
                return "FAILED relay " + relay + " at step " + step() + ": " + why();
            }
            List<String> told = outcome.answering(true);
            String way = told.isEmpty()
                    ? outcome.answering(false).get(0) + ", which clients are not told"
                    : String.join(", ", told);
            return "ok relay " + relay + ": media came back in " + String.format(Locale.ROOT, "%.1f", outcome.rttMs())
                    + " ms by " + way + silent;
        }

        private String step() {
            return outcome.failed().name().toLowerCase(Locale.ROOT);
        }

        private String why() {
            return switch (outcome.failed()) {
                case PUBLISH -> outcome.why();
                case ICE ->
                    outcome.ways().isEmpty()
                            ? outcome.why()
                            : "none of its addresses answers: "
                                    + outcome.ways().stream()
                                            .map(EchoOutcome.Way::text)
                                            .collect(Collectors.joining(", "));
                case DTLS -> "an address answers, but no encrypted connection comes about: " + outcome.why();
                case SUBSCRIBE -> "it does not offer what it gets: " + outcome.why();
                case MEDIA -> outcome.received() + " of " + outcome.sent() + " packets came back: " + outcome.why();
            };
        }

        JsonObject json() {
            JsonObject json = new JsonObject()
                    .put("relay", relay)
                    .put("ok", outcome.isGood())
                    .put("answering", new JsonArray(outcome.answering(true)))
                    .put("silent", new JsonArray(outcome.silent(false)))
                    .put("inside", new JsonArray(outcome.answering(false)))
                    .put("sent", outcome.sent())
                    .put("received", outcome.received());
            return outcome.isGood()
                    ? json.put("rttMs", Math.round(outcome.rttMs() * 100) / 100.0)
                    : json.put("step", step()).put("why", why());
        }
    }

    static DeepReport troubled(String trouble) {
        return new DeepReport(List.of(), trouble);
    }

    /** What it says of one relay, where that was tried. */
    Optional<DeepReport> of(String relay) {
        return relays.stream()
                .filter(report -> report.relay().equals(relay))
                .findFirst()
                .map(report -> new DeepReport(List.of(report), ""));
    }

    /**
     * Whether media comes back from all that were tried.
     *
     * @return false where one did not do, or none was tried
     */
    public boolean isGood() {
        return trouble.isEmpty()
                && relays.stream().allMatch(relay -> relay.outcome().isGood());
    }

    /**
     * The report for people.
     *
     * @return one line per relay
     */
    public String text() {
        return trouble.isEmpty()
                ? relays.stream().map(RelayReport::text).collect(Collectors.joining("\n"))
                : "FAILED " + trouble;
    }

    /**
     * The report for programs.
     *
     * @return {@code ok}, {@code trouble} where there is one, {@code relays}
     */
    public JsonObject json() {
        JsonObject json = new JsonObject()
                .put("ok", isGood())
                .put(
                        "relays",
                        new JsonArray(relays.stream().map(RelayReport::json).toList()));
        return trouble.isEmpty() ? json : json.put("trouble", trouble);
    }
}
