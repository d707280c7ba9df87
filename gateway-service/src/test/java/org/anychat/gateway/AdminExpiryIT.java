package org.anychat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.anychat.gateway.AdminClient.Page;
import org.anychat.gateway.TestGateway.AdminTimes;
import org.anychat.gateway.admin.AdminAccounts;
import org.anychat.gateway.admin.AdminRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logins of operators that come to their end by themselves. */
class AdminExpiryIT {
    private static final String PASSWORD = "a long password";
    private static final long LONG_MS = 600_000;

    @TempDir
    Path folder;

    private static Page open(AdminClient client) {
        assertEquals(200, client.login("vic", PASSWORD).status());
        Page page = client.open();
        page.listen("admin.overview");
        return page;
    }

    /** No faster than the bridge lets a page ask: with each of its figures. */
    private static void ask(Page page, JsonObject question) throws InterruptedException {
        if (page.next("admin.overview") != null) {
            page.request("admin.query", question);
        }
    }

    private TestGateway start(AdminTimes times) {
        new AdminAccounts(folder).add("vic", AdminRole.VIEWER, PASSWORD);
        return TestGateway.start(folder, times);
    }

    /** A page that is left open asks by itself, which is no sign of anybody. */
    @Test
    void shouldEndASessionWhoseOperatorDoesNothing() throws Exception {
        try (TestGateway gateway = start(new AdminTimes(5_000, LONG_MS))) {
            AdminClient client = new AdminClient(gateway, true);
            Page page = open(client);

            long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (page.isOpen() && System.nanoTime() < endNs) {
                ask(page, new JsonObject().put("what", "history"));
            }

            page.awaitClosed();
            assertEquals(401, client.get("/admin/session").status());
        }
    }

    @Test
    void shouldEndASessionAfterItsTimeWhateverItsOperatorDoes() throws Exception {
        try (TestGateway gateway = start(new AdminTimes(LONG_MS, 5_000))) {
            AdminClient client = new AdminClient(gateway, true);
            Page page = open(client);

            long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (page.isOpen() && System.nanoTime() < endNs) {
                ask(page, new JsonObject().put("what", "history").put("active", true));
            }

            page.awaitClosed();
            assertEquals(401, client.get("/admin/session").status());
        }
    }
}
