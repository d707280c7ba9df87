package org.anychat.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.anychat.client.AnyChatClient;
import org.anychat.client.ClientRuntime;
import org.anychat.client.TlsTrust;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Logged-in idle clients on one gateway: how fast they come in, what each costs in memory, and what their heartbeats cost
 * in CPU. The clients are the Java SDK over TCP on loopback, in this process; the server is a process of its own.
 */
@Command(
        name = "idle-clients",
        mixinStandardHelpOptions = true,
        description = "Login rate, memory per client and CPU of logged-in idle clients.")
final class IdleClientsFigures implements Callable<Integer> {
    private static final long LOGIN_DEADLINE_SECONDS = 300;
    private static final long SETTLE_SECONDS = 10;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double KIB_PER_MIB = 1024;

    @Mixin
    private ServerOptions serverOptions;

    @Option(names = "--clients", defaultValue = "10000", description = "How many. Default: ${DEFAULT-VALUE}.")
    private int clients;

    @Option(
            names = "--in-flight",
            defaultValue = "64",
            description = "How many log in at the same time. Default: ${DEFAULT-VALUE}.")
    private int inFlight;

    @Option(
            names = "--idle-seconds",
            defaultValue = "30",
            description = "How long their heartbeats are watched. Default: ${DEFAULT-VALUE}.")
    private int idleSeconds;

    @Option(names = "--tls", description = "Over TLS, as clients of other machines; without it plain text.")
    private boolean tls;

    private final List<AnyChatClient> loggedIn = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        System.out.println("machine: " + Machine.describe());
        try (ClientRuntime runtime = ClientRuntime.create(1);
                MeasuredServer server =
                        serverOptions.start("DemoUserLimit=" + clients, "MaxLinksPerAddress=" + clients)) {
            // The first logins load and compile what all of them need.
            logIn(server, runtime, Math.min(clients, inFlight), 0);
            closeAll();
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
            measure(server, runtime);
            closeAll();
        }
        return 0;
    }

    private void measure(MeasuredServer server, ClientRuntime runtime) throws IOException, InterruptedException {
        long liveKiB = server.liveHeapKiB();
        long rssKiB = server.rssKiB();
        double cpuBefore = server.cpuSeconds();
        double seconds = logIn(server, runtime, clients, inFlight);
        System.out.printf(
                "logins: %d in %.1f s, %.0f/s, %.2f ms of the server's CPU each%n",
                clients, seconds, clients / seconds, (server.cpuSeconds() - cpuBefore) * 1000 / clients);
        watchIdle(server);
        System.out.printf(
                "memory for each client: %.1f KiB of resident memory (%.0f MiB in all, heap not collected), %.1f KiB of live heap%n",
                (server.rssKiB() - rssKiB) / (double) clients,
                server.rssKiB() / KIB_PER_MIB,
                (server.liveHeapKiB() - liveKiB) / (double) clients);
    }

    private void watchIdle(MeasuredServer server) throws IOException, InterruptedException {
        double cpuBefore = server.cpuSeconds();
        TimeUnit.SECONDS.sleep(idleSeconds);
        System.out.printf(
                "idle for %d s: %.1f %% of a core for heartbeats%n",
                idleSeconds, (server.cpuSeconds() - cpuBefore) * 100 / idleSeconds);
    }

    /** Logs clients in, so many at a time, and returns the seconds that it took. */
    private double logIn(MeasuredServer server, ClientRuntime runtime, int count, int firstName)
            throws InterruptedException {
        Semaphore free = new Semaphore(inFlight);
        AtomicInteger failed = new AtomicInteger();
        long begunNs = System.nanoTime();
        for (int i = 0; i < count; i++) {
            if (!free.tryAcquire(LOGIN_DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("no login ended in " + LOGIN_DEADLINE_SECONDS + " s");
            }
            AnyChatClient client = newClient(server, runtime);
            loggedIn.add(client);
            String name = "Guest" + (firstName + i);
            CompletableFuture<?> unused = client.connect()
                    .thenCompose(done -> client.login(name, ""))
                    .whenComplete((user, failure) -> {
                        failed.addAndGet(failure == null ? 0 : 1);
                        free.release();
                    });
        }
        free.acquire(inFlight);
        if (failed.get() > 0) {
            throw new IllegalStateException(failed + " of " + count + " logins failed");
        }
        return (System.nanoTime() - begunNs) / NANOS_PER_SECOND;
    }

    private AnyChatClient newClient(MeasuredServer server, ClientRuntime runtime) {
        return AnyChatClient.builder()
                .server("127.0.0.1", server.tcpPort())
                .tls(tls ? TlsTrust.trustAll() : TlsTrust.plainText())
                .runtime(runtime)
                .build();
    }

    private void closeAll() {
        loggedIn.forEach(AnyChatClient::close);
        loggedIn.clear();
    }
}
