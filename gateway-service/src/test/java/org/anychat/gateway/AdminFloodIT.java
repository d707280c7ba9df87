package org.anychat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.anychat.gateway.AdminClient.Page;
import org.anychat.gateway.TestGateway.AdminTimes;
import org.anychat.gateway.admin.AdminAccounts;
import org.anychat.gateway.admin.AdminRole;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More connections to the dashboard than it has places, of strangers and of operators. */
class AdminFloodIT {
    private static final String PASSWORD = "a long password";
    private static final String OVERVIEW = "admin.overview";
    private static final int MANY = 1_000;
    private static final int TEN_THOUSAND = 10_000;
    /** An address may have 800 connections, and a process some thousands of files. */
    private static final int AT_A_TIME = 500;

    private static final long PING_MS = 1_000;
    private static final int PAGES_PER_LOGIN = 8;
    private static final int PAGES_PER_ACCOUNT = 24;
    private static final int PAGES = 64;
    private static final long MEGABYTE = 1L << 20;
    private static final long MOST_GROWN = 16 * MEGABYTE;
    private static final long SETTLE_SECONDS = 20;

    @TempDir
    Path folder;

    private final List<Page> opened = new ArrayList<>();
    private TestGateway gateway;
    private NetClient strangers;

    @BeforeEach
    void start() {
        AdminAccounts accounts = new AdminAccounts(folder);
        for (String name : List.of("ann", "ben", "cho", "dan")) {
            accounts.add(name, AdminRole.VIEWER, PASSWORD);
        }
        gateway = TestGateway.start(folder, AdminTimes.STANDARD);
        strangers = gateway.vertx.createNetClient(new NetClientOptions().setLocalAddress("127.0.0.2"));
    }

    @AfterEach
    void stop() {
        // Otherwise each end of them waits for the other when both go at once.
        TestGateway.await(Future.join(opened.stream().map(Page::end).toList()));
        gateway.close();
    }

    private AdminClient operator(String name) {
        AdminClient client = new AdminClient(gateway, false);
        assertEquals(200, client.login(name, PASSWORD).status());
        return client;
    }

    private List<Page> pages(String account, int count) {
        List<Page> pages = new ArrayList<>();
        AdminClient client = null;
        for (int i = 0; i < count; i++) {
            client = i % PAGES_PER_LOGIN == 0 ? operator(account) : client;
            Page page = client.open();
            page.listen(OVERVIEW);
            pages.add(page);
            opened.add(page);
        }
        return pages;
    }

    /** What the gateway says to a stranger who asks for the bridge. */
    private Future<String> refusal() {
        return strangers.connect(gateway.port(), "127.0.0.1").compose(this::ask);
    }

    private Future<String> ask(NetSocket socket) {
        Promise<String> heard = Promise.promise();
        Buffer all = Buffer.buffer();
        socket.handler(part -> {
            all.appendBuffer(part);
            if (all.toString().endsWith("}")) {
                socket.close();
            }
        });
        socket.exceptionHandler(failure -> heard.tryFail(failure));
        socket.closeHandler(closed -> heard.tryComplete(all.toString()));
        String place = "127.0.0.1:" + gateway.port();
        socket.write(String.join(
                "\r\n",
                "GET /admin/bus/websocket HTTP/1.1",
                "Host: " + place,
                "Origin: http://" + place,
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Cookie: anychat-admin=" + "0".repeat(64),
                "",
                ""));
        return heard.future();
    }

    private void flood(int count) {
        for (int i = 0; i < count; i += AT_A_TIME) {
            List<Future<String>> asked =
                    Stream.generate(this::refusal).limit(AT_A_TIME).toList();
            TestGateway.await(Future.all(asked));
            asked.forEach(answer -> assertTrue(answer.result().startsWith("HTTP/1.1 401 "), answer::result));
        }
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** What is on its way out after a flood, such as timers of closed connections, goes within seconds; a leak stays. */
    private static long leastGrown(long before) throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(SETTLE_SECONDS);
        long grown = usedHeap() - before;
        while (grown >= MOST_GROWN && System.nanoTime() < deadlineNs) {
            TimeUnit.SECONDS.sleep(1);
            grown = Math.min(grown, usedHeap() - before);
        }
        return grown;
    }

    @Test
    void shouldRefuseManyStrangersWhileOperatorsGoOn() throws Exception {
        refuse(MANY);
    }

    @Test
    @Tag("slow")
    void shouldRefuseTenThousandStrangersWhileOperatorsGoOn() throws Exception {
        refuse(TEN_THOUSAND);
    }

    private void refuse(int count) throws Exception {
        List<Page> pages = pages("ann", 2);
        // Pages do so by themselves, and are closed where they do not, however long a flood takes.
        gateway.vertx.setPeriodic(
                PING_MS, timer -> pages.forEach(page -> page.send(new JsonObject().put("type", "ping"))));
        flood(AT_A_TIME);
        long before = usedHeap();
        long beganNs = System.nanoTime();

        flood(count);

        long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNs);
        long grown = leastGrown(before);
        System.out.println(count + " strangers at the bridge: refused in " + tookMs + " ms, heap " + grown / MEGABYTE
                + " MB larger afterwards");
        assertTrue(grown < MOST_GROWN, () -> grown + " bytes");
        for (Page page : pages) {
            page.drain();
            assertTrue(page.next(OVERVIEW).getJsonObject("body").containsKey("totals"));
        }
    }

    /** Nobody who may look at the dashboard can keep the others from it. */
    @Test
    void shouldGiveNoAccountAllThePlaces() throws Exception {
        List<Page> pages = new ArrayList<>(pages("ann", PAGES_PER_ACCOUNT));
        AdminClient ann = operator("ann");
        assertThrows(AssertionError.class, ann::open);

        pages.addAll(pages("ben", PAGES_PER_ACCOUNT));
        pages.addAll(pages("cho", PAGES - 2 * PAGES_PER_ACCOUNT));
        AdminClient dan = operator("dan");
        assertThrows(AssertionError.class, dan::open);

        for (Page page : pages) {
            assertTrue(page.next(OVERVIEW).getJsonObject("body").containsKey("totals"));
        }
        pages.get(0).close();
        awaitPlace(dan).close();
    }

    /** The gateway hears of a page's end a moment after it. */
    private static Page awaitPlace(AdminClient client) {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(SETTLE_SECONDS);
        while (true) {
            try {
                return client.open();
            } catch (AssertionError full) {
                assertTrue(System.nanoTime() < endNs, full::toString);
            }
        }
    }
}
