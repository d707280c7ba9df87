package org.anychat.server;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.anychat.runtime.config.ConfigException;
import org.anychat.runtime.config.LoadedConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One life of the server: start, wait for the signal to end, stop. */
final class ServerRun {
    private static final Logger log = LoggerFactory.getLogger(AnyChatCoreServer.class);
    private static final Duration START_DEADLINE = Duration.ofSeconds(60);
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(15);

    private final ConfigSource source;

    ServerRun(ConfigSource source) {
        this.source = source;
    }

    /** Runs on the main thread; returns when the server has ended. */
    ExitCode untilEnd() {
        log.info("AnyChatCoreServer {} starts in {}, Java {}", BuildVersion.text(), source.home(), Runtime.version());
        try {
            LoadedConfig loaded = source.load();
            report(loaded);
            return run(loaded);
        } catch (ConfigException e) {
            log.error(
                    "AnyChatCoreServer cannot start, the configuration is wrong:{}{}",
                    System.lineSeparator(),
                    e.getMessage());
            return ExitCode.CONFIGURATION;
        } catch (StartException e) {
            log.error("AnyChatCoreServer cannot start: {}", e.getMessage());
            return e.exitCode();
        }
    }

    private ExitCode run(LoadedConfig loaded) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        Composition composition = new Composition(vertx, loaded, source);
        Promise<Void> ready = Promise.promise();
        // From the beginning, as the signal would end the process; what comes too early waits until all services
        // listen.
        ReloadSignal.handle(() -> ready.future().onSuccess(done -> composition.reload()));
        try {
            await(composition.start(), START_DEADLINE);
            awaitEnd(composition, () -> {
                announceReady(loaded, composition);
                ready.complete();
            });
            return ExitCode.OK;
        } catch (RuntimeException e) {
            await(vertx.close(), STOP_DEADLINE);
            throw e;
        }
    }

    private void report(LoadedConfig loaded) {
        Path file = source.file();
        log.info(loaded.created() ? "No configuration was there; defaults written to {}" : "Configuration: {}", file);
        loaded.notes().forEach(log::info);
        loaded.warnings().forEach(log::warn);
        MissingFeatures.check(loaded.config()).forEach(log::warn);
        log.info("Effective {}", loaded.config());
    }

    private static void announceReady(LoadedConfig loaded, Composition composition) {
        if (loaded.config().base().demoMode()) {
            log.info("Start Server At Demo Mode");
        }
        long sinceStartMs = System.currentTimeMillis()
                - ManagementFactory.getRuntimeMXBean().getStartTime();
        log.info(
                "AnyChatCoreServer is ready after {} ms. Open one of these in a browser:{}{}",
                sinceStartMs,
                System.lineSeparator(),
                String.join(System.lineSeparator(), composition.pageAddresses()));
    }

    private static void awaitEnd(Composition composition, Runnable onWaiting) {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Thread hook = new Thread(
                () -> {
                    asked.countDown();
                    awaitLatch(stopped, STOP_DEADLINE);
                    // A stop that was asked for is no failure, whatever the signal: service managers look at the code.
                    Runtime.getRuntime().halt(ExitCode.OK.number());
                },
                "shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        // Whoever reads that the server is ready may end it at once.
        onWaiting.run();
        awaitLatch(asked, null);
        log.info("AnyChatCoreServer stops");
        await(composition.stop(), STOP_DEADLINE);
        log.info("AnyChatCoreServer has exited with error code:0");
        stopped.countDown();
    }

    private static void awaitLatch(CountDownLatch latch, Duration deadline) {
        try {
            if (deadline == null) {
                latch.await();
            } else if (!latch.await(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("The stop took longer than {} s", deadline.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(io.vertx.core.Future<?> future, Duration deadline) {
        try {
            future.await(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new StartException(ExitCode.FAILED, "no end after " + deadline.toSeconds() + " s");
        }
    }
}
