package org.anychat.gateway.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.anychat.gateway.session.RequestOrder.Lane;
import org.junit.jupiter.api.Test;

class RequestOrderTest {
    private final RequestOrder order = new RequestOrder();
    private final Map<String, Promise<Void>> running = new LinkedHashMap<>();
    private final List<String> started = new ArrayList<>();

    private void submit(Lane lane, String name) {
        order.submit(lane, () -> {
            started.add(name);
            Promise<Void> work = Promise.promise();
            running.put(name, work);
            return work.future();
        });
    }

    private void end(String name) {
        running.remove(name).complete();
    }

    @Test
    void shouldRunALaneInOrder() {
        submit(Lane.TEXT, "first");
        submit(Lane.TEXT, "second");
        assertEquals(List.of("first"), started);

        end("first");

        assertEquals(List.of("first", "second"), started);
    }

    @Test
    void shouldRunLanesBesideEachOther() {
        submit(Lane.MEDIA, "slow publish");
        submit(Lane.TEXT, "text");
        submit(Lane.MEDIA, "later");
        submit(Lane.BUFFER, "bytes");

        assertEquals(List.of("slow publish", "text", "bytes"), started);
    }

    @Test
    void shouldRunSessionWorkAlone() {
        submit(Lane.TEXT, "before");
        submit(Lane.SESSION, "leave");
        submit(Lane.MEDIA, "after");
        assertEquals(List.of("before"), started);

        end("before");
        assertEquals(List.of("before", "leave"), started);

        end("leave");
        assertEquals(List.of("before", "leave", "after"), started);
    }

    @Test
    void shouldNotLetSessionWorkOvertakeWhatWaitsForItsLane() {
        submit(Lane.TEXT, "first");
        submit(Lane.TEXT, "second");
        submit(Lane.SESSION, "leave");

        end("first");
        assertEquals(List.of("first", "second"), started);

        end("second");
        assertEquals(List.of("first", "second", "leave"), started);
    }

    @Test
    void shouldGoOnAfterAFailure() {
        submit(Lane.SESSION, "login");
        submit(Lane.SESSION, "login again");
        running.remove("login").fail("refused");

        assertEquals(List.of("login", "login again"), started);
    }

    @Test
    void shouldRunWorkThatIsDoneAtOnce() {
        for (int i = 0; i < 10_000; i++) {
            order.submit(Lane.SESSION, Future::succeededFuture);
        }

        assertEquals(0, order.size());
    }

    @Test
    void shouldDropWhatWaitsWhereItIsInterrupted() {
        submit(Lane.MEDIA, "publish");
        submit(Lane.MEDIA, "dropped");
        order.interrupt(() -> {
            started.add("lost");
            return Future.succeededFuture();
        });
        submit(Lane.TEXT, "on a new link");
        assertEquals(List.of("publish"), started);

        end("publish");

        assertEquals(List.of("publish", "lost", "on a new link"), started);
    }

    @Test
    void shouldNotDropWhatOthersWaitFor() {
        submit(Lane.MEDIA, "publish");
        submit(Lane.SESSION, "dropped");
        order.submitForOthers(() -> {
            started.add("taken up");
            return Future.succeededFuture();
        });
        order.interrupt(() -> {
            started.add("lost");
            return Future.succeededFuture();
        });

        end("publish");

        assertEquals(List.of("publish", "lost", "taken up"), started);
    }

    @Test
    void shouldCountWhatRunsAndWhatWaits() {
        submit(Lane.TEXT, "runs");
        submit(Lane.TEXT, "waits");
        submit(Lane.BUFFER, "runs too");

        assertEquals(3, order.size());
    }
}
