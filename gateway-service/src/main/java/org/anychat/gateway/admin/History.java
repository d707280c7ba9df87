package org.anychat.gateway.admin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.anychat.gateway.admin.Rates.Rate;

/** The last hour, one point every few seconds. */
final class History {
    private static final long STEP_MS = Collector.UNWATCHED_MS;
    private static final int MAX_POINTS = (int) (TimeUnit.HOURS.toMillis(1) / STEP_MS);

    private final Deque<JsonArray> points = new ArrayDeque<>();
    private long lastMs;

    void add(Snapshot snapshot, Rate rate) {
        if (snapshot.atMs() - lastMs < STEP_MS - Collector.WATCHED_MS) {
            return;
        }
        lastMs = snapshot.atMs();
        JsonObject totals = OverviewJson.totals(snapshot, rate);
        points.add(new JsonArray()
                .add(TimeUnit.MILLISECONDS.toSeconds(snapshot.atMs()))
                .add(totals.getValue("users"))
                .add(totals.getValue("members"))
                .add(totals.getValue("inBps"))
                .add(totals.getValue("outBps"))
                .add(totals.getValue("loss"))
                .add(totals.getValue("cpu"))
                .add(totals.getValue("heapUsed")));
        if (points.size() > MAX_POINTS) {
            points.removeFirst();
        }
    }

    /** Rows of: seconds since 1970, users, members of rooms, bit/s in, bit/s out, loss, highest CPU, heap. */
    JsonArray rows() {
        JsonArray rows = new JsonArray();
        points.forEach(rows::add);
        return rows;
    }
}
