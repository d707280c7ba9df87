package org.anychat.server;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.anychat.protocol.ErrorCode;
import org.anychat.runtime.config.ConfigException;
import org.anychat.runtime.config.LoadedConfig;
import org.anychat.server.log.ServerLog;
import org.anychat.server.log.StartLines;
import org.anychat.server.monitor.MonitorServer;
import org.anychat.server.process.Daemon;
import org.anychat.server.process.HomeLock;
import org.anychat.server.process.QuitKey;
import org.anychat.server.process.RunningServer;
import org.anychat.server.service.ServiceNotice;
import org.anychat.server.service.SystemdInstaller;
import org.anychat.server.tray.Desktop;
import org.anychat.server.tray.ServerTray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One life of the server: start, wait until somebody asks it to end, stop. */
final class ServerRun {
    private static final Logger log = LoggerFactory.getLogger(AnyChatCoreServer.class);
    private static final Duration START_DEADLINE = Duration.ofSeconds(60);

    private final ConfigSource source;
    private final Path home;
    private final boolean detached;
    private final EndRequest end = new EndRequest();
    private ServerLog serverLog;
    /** Null where the file system knows no locks. */
    private HomeLock lock;
    /** Why the process is not ready, while it starts and while it stops; null in between. */
    private volatile String phase = "it is starting";
    /** What made the process useless after its start, or null. */
    private volatile Throwable fatal;

    ServerRun(ConfigSource source, boolean detached) {
        this.source = source;
        this.home = source.home();
        this.detached = detached;
    }

    /** Runs on the main thread; returns when the server has ended. */
    ExitCode untilEnd() {
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, failure) -> log.error("Uncaught on thread {}", thread.getName(), failure));
        end.askOnShutdown();
        ExitCode exitCode = ExitCode.FAILED;
        int errorCode = ExitCode.FAILED.number();
        try {
            lock();
            // Only now: a second server would write into the log of the first.
            serverLog = ServerLog.open(home);
            StartLines.init(log, BuildVersion.text(), BuildVersion.time());
            log.info("AnyChatCoreServer {} starts in {}, Java {}", BuildVersion.text(), home, Runtime.version());
            run(load());
            exitCode = ExitCode.OK;
            errorCode = exitCode.number();
        } catch (ConfigException e) {
            log.error(
                    "AnyChatCoreServer cannot start, the configuration is wrong:{}{}",
                    System.lineSeparator(),
                    e.getMessage());
            exitCode = ExitCode.CONFIGURATION;
            errorCode = exitCode.number();
        } catch (StartException e) {
            log.error("AnyChatCoreServer cannot start: {}", e.getMessage());
            exitCode = e.exitCode();
            errorCode = e.errorCode();
        } catch (RuntimeException e) {
            log.error("AnyChatCoreServer ends, for a reason that it does not know", e);
        } finally {
            unlock();
            StartLines.exited(log, errorCode);
            end.reached(exitCode);
        }
        return exitCode;
    }

    /** Asks the server to end, and waits for it. Any thread but the main one. */
    void end() {
        end.ask();
        end.awaitReached();
    }

    private void lock() {
        try {
            lock = HomeLock.take(home)
                    .orElseThrow(() -> new StartException(
                            ExitCode.UNAVAILABLE,
                            ErrorCode.MULTIRUNERROR.number(),
                            "error " + ErrorCode.MULTIRUNERROR.number() + " (" + ErrorCode.MULTIRUNERROR + "): "
                                    + RunningServer.inTheWay(home)));
        } catch (IOException e) {
            log.warn(
                    "{} cannot be locked ({}); nothing keeps a second server out of this folder",
                    home.resolve(HomeLock.FILE),
                    e.toString());
        }
    }

    private void unlock() {
        if (lock == null) {
            return;
        }
        try {
            lock.close();
        } catch (IOException e) {
            log.warn("{} keeps this process's number: {}", home.resolve(HomeLock.FILE), e.toString());
        }
    }

    private LoadedConfig load() {
        LoadedConfig loaded = source.load();
        serverLog.apply(loaded.config().log());
        report(loaded);
        return loaded;
    }

    private void run(LoadedConfig loaded) {
        // Nothing is served from the class path by Vert.x, whose cache would stay in the temporary folder after a kill.
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setPreferNativeTransport(true)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        Composition composition = new Composition(vertx, loaded, source, serverLog, this::onFatal);
        Supplier<Optional<String>> obstacle = () -> Optional.ofNullable(phase).or(composition::obstacle);
        MonitorServer monitor = new MonitorServer(
                vertx,
                loaded.config().monitor(),
                obstacle,
                composition.metrics(obstacle),
                composition.deepHealth()::check);
        try {
            // First of all: whoever watches the process wants to know that it lives, and for what it waits.
            open(monitor.start());
        } catch (StartException e) {
            await(vertx.close(), EndRequest.STOP_DEADLINE);
            throw e;
        }
        run(vertx, loaded, composition, monitor);
    }

    private static void open(Future<Void> opened) {
        await(
                opened.recover(
                        failure -> Future.failedFuture(new StartException(ExitCode.UNAVAILABLE, failure.getMessage()))),
                START_DEADLINE);
    }

    private void run(Vertx vertx, LoadedConfig loaded, Composition composition, MonitorServer monitor) {
        Promise<Void> ready = Promise.promise();
        // From the beginning, as the signal would end the process; what comes too early waits until all services
        // listen.
        ReloadSignal.handle(() -> ready.future().onSuccess(done -> composition.reload()));
        try {
            if (!awaitStart(composition.start(), loaded.config().cluster().isClustered())) {
                await(composition.stop(), EndRequest.STOP_DEADLINE);
                return;
            }
            open(monitor.join(composition.clusterAddress()));
        } catch (RuntimeException e) {
            await(composition.stop(), EndRequest.STOP_DEADLINE);
            throw e;
        }
        phase = null;
        announceReady(loaded, composition);
        ready.complete();
        ServiceNotice.ready(((VertxInternal) vertx).nettyEventLoopGroup());
        offerEnds(loaded, composition);
        end.awaitAsked();
        phase = "it is stopping";
        log.info("AnyChatCoreServer stops");
        await(composition.stop(), EndRequest.STOP_DEADLINE);
        if (fatal instanceof StartException known) {
            throw known;
        } else if (fatal != null) {
            throw new StartException(ExitCode.FAILED, "a service could not take its turn: " + fatal);
        }
    }

    /** A member of a cluster waits for the others for as long as it takes; false where the end was asked for first. */
    private boolean awaitStart(Future<Void> started, boolean waitsForOthers) {
        if (waitsForOthers && !end.awaitUnlessAsked(started.toCompletionStage().toCompletableFuture())) {
            log.info("AnyChatCoreServer stops; it was still waiting for its cluster");
            return false;
        }
        await(started, START_DEADLINE);
        return true;
    }

    private void onFatal(Throwable failure) {
        log.error("AnyChatCoreServer ends: {}", failure.getMessage(), failure);
        fatal = failure;
        end.ask();
    }

    private void report(LoadedConfig loaded) {
        Path file = source.file();
        log.info(loaded.created() ? "No configuration was there; defaults written to {}" : "Configuration: {}", file);
        loaded.notes().forEach(log::info);
        loaded.warnings().forEach(log::warn);
        MissingFeatures.check(loaded.config()).forEach(log::warn);
        SystemdInstaller.moved(Path.of("/")).ifPresent(log::warn);
        log.info("The settings that count, and where they come from: AnyChatCoreServer check-config");
        log.debug("Effective {}", loaded.config());
    }

    private static void announceReady(LoadedConfig loaded, Composition composition) {
        if (loaded.config().base().demoMode()) {
            log.info("Start Server At Demo Mode");
        }
        StartLines.run(log, composition.tcpPorts(), composition.udpPort());
        long sinceStartMs = System.currentTimeMillis()
                - ManagementFactory.getRuntimeMXBean().getStartTime();
        if (loaded.config().cluster().isClustered()) {
            log.info(Daemon.READY + " after {} ms, for {}", sinceStartMs, composition.serviceNames());
            return;
        }
        StartLines.firewall(log, composition.tcpPorts(), composition.udpPort().orElseThrow());
        log.info(
                Daemon.READY + " after {} ms. Open one of these in a browser:{}{}",
                sinceStartMs,
                System.lineSeparator(),
                String.join(System.lineSeparator(), composition.pageAddresses()));
    }

    /** The key on a terminal, the icon on a desktop. */
    private void offerEnds(LoadedConfig loaded, Composition composition) {
        if (detached) {
            serverLog.leaveConsole();
        } else if (QuitKey.atTerminal()) {
            QuitKey.watch(end::ask);
            System.out.println("Press q and Enter to exit.");
        }
        if (!loaded.config().base().showTrayIcon()) {
            return;
        }
        if (!Desktop.isThere()) {
            log.debug("ShowTrayIcon=1: there is no desktop here, so there is no icon");
            return;
        }
        String tooltip = "AnyChatCoreServer: TCP " + composition.tcpPorts() + ", UDP "
                + composition.udpPort().map(String::valueOf).orElse("-");
        Thread tray = new Thread(() -> ServerTray.show(tooltip, end::ask), "tray");
        tray.setDaemon(true);
        tray.start();
    }

    private static void await(Future<?> future, Duration deadline) {
        try {
            future.await(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new StartException(ExitCode.FAILED, "no end after " + deadline.toSeconds() + " s");
        }
    }
}
