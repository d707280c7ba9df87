package org.anychat.auth.plugin;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.anychat.auth.plugin.wire.FilterAnswer;
import org.anychat.auth.plugin.wire.FilterCall;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a plug-in loaded and asks it. Lives on the service's context, which never waits for the plug-in: loading,
 * callbacks and release have threads of their own. What the plug-in cannot answer in time is answered for it.
 */
final class Plugin {
    private static final Logger log = LoggerFactory.getLogger(Plugin.class);
    private static final int QUEUE_PER_LANE = 4_096;
    /** A callback that runs for this many times the deadline does not come back. */
    private static final int HUNG_AFTER_DEADLINES = 2;

    private static final int MAX_LOST_THREADS = 8;
    private static final long FIRST_LOAD_MS = 20_000;
    private static final long DRAIN_MS = 3_000;
    private static final long RELEASE_MS = 8_000;
    private static final long REPORT_MS = 60_000;
    private static final long LOG_PAUSE_NS = TimeUnit.SECONDS.toNanos(10);

    private final Context context;
    private final Vertx vertx;
    private final FilterConfig config;
    private final PluginLoader loader;
    private final Supplier<List<FilterCall>> presence;
    private final PluginCounters counters;
    private final LongSupplier nanoClock;
    private final PluginWorkers workers;
    private final Backoff restart = new Backoff(500);
    private final Backoff pause = new Backoff(1_000);
    private final Promise<Void> firstLoad = Promise.promise();

    private State state = State.LOADING;
    /** While loading: whether it will be there soon enough for questions to wait for it. */
    private boolean soon = true;

    private LoadedPlugin loaded;
    private LoadedPlugin killed;
    private Long failureLoggedNs;
    private String reported = "";

    /** {@code presence} says who is there: what a plug-in that is loaded anew is told first. */
    Plugin(
            Context context,
            FilterConfig config,
            PluginLoader loader,
            Supplier<List<FilterCall>> presence,
            PluginCounters counters,
            LongSupplier nanoClock) {
        this.context = context;
        this.vertx = context.owner();
        this.config = config;
        this.loader = loader;
        this.presence = presence;
        this.counters = counters;
        this.nanoClock = nanoClock;
        this.workers = new PluginWorkers(config.threads(), QUEUE_PER_LANE, nanoClock);
    }

    private enum State {
        /** Being loaded, or waiting for the next attempt. */
        LOADING,
        READY,
        /** It hangs: no questions for a while. */
        PAUSED,
        /** It cannot be loaded, and that will not change. */
        UNUSABLE,
        STOPPED
    }

    /** Done when the first attempt to load has come to its end, whichever, or takes very long. */
    Future<Void> start() {
        vertx.setPeriodic(Math.max(10, config.timeoutMs() / 8), timer -> watch());
        vertx.setPeriodic(REPORT_MS, timer -> report());
        vertx.setTimer(FIRST_LOAD_MS, timer -> firstLoad.tryComplete());
        load();
        return firstLoad.future();
    }

    /** Whether there is a plug-in to ask, now or a little later. */
    boolean isUsable() {
        return state != State.UNUSABLE;
    }

    /** Asks. Fails with a {@link ServiceException} with 206 or 207 where there is no answer. */
    Future<FilterAnswer> ask(FilterCall question) {
        Optional<ServiceException> refusal = refusal();
        if (refusal.isPresent()) {
            counters.count(PluginCounter.REFUSED);
            return Future.failedFuture(refusal.get());
        }
        Promise<FilterAnswer> promise = Promise.promise();
        PluginTask task = new PluginTask(
                question, (answer, failure) -> context.runOnContext(now -> settle(promise, answer, failure)));
        if (!workers.submit(task)) {
            counters.count(PluginCounter.REFUSED);
            return Future.failedFuture(tooSlow("has too much to do"));
        }
        long timer = vertx.setTimer(config.timeoutMs(), now -> {
            task.expire();
            if (promise.tryFail(tooSlow("gave no answer within " + config.timeoutMs() + " ms"))) {
                counters.count(PluginCounter.TOO_SLOW);
            }
        });
        return promise.future().onComplete(answered -> vertx.cancelTimer(timer));
    }

    /** Tells something that has no answer; empty where it is on its way, else why it is dropped. */
    Optional<ServiceException> tell(FilterCall notification) {
        if (state == State.UNUSABLE || (state == State.LOADING && notification.isPresence())) {
            // Who is there is told to the next plug-in anyway.
            return refusal();
        }
        Optional<ServiceException> refusal = state == State.PAUSED ? Optional.empty() : refusal();
        if (refusal.isEmpty() && !workers.submit(taskOf(notification))) {
            refusal = Optional.of(tooSlow("has too much to do"));
        }
        if (refusal.isPresent()) {
            counters.count(PluginCounter.DROPPED);
        }
        return refusal;
    }

    private PluginTask taskOf(FilterCall notification) {
        return new PluginTask(notification, (answer, failure) -> {
            if (failure != null) {
                context.runOnContext(now -> onFailure(failure));
            }
        });
    }

    private Optional<ServiceException> refusal() {
        return switch (state) {
            case READY -> Optional.empty();
            case PAUSED -> Optional.of(tooSlow("hangs"));
            case LOADING -> soon ? Optional.empty() : Optional.of(failed("is being loaded again"));
            case UNUSABLE, STOPPED -> Optional.of(failed("is not there"));
        };
    }

    private void settle(Promise<FilterAnswer> promise, FilterAnswer answer, PluginException failure) {
        if (failure == null) {
            pause.reset();
            promise.tryComplete(answer);
        } else {
            onFailure(failure);
            promise.tryFail(failed("failed"));
        }
    }

    private void onFailure(PluginException failure) {
        counters.count(PluginCounter.FAILED);
        long nowNs = nanoClock.getAsLong();
        if (failureLoggedNs == null || nowNs - failureLoggedNs > LOG_PAUSE_NS) {
            failureLoggedNs = nowNs;
            log.warn("SDK Filter Plus:{} {}", fileName(), failure.getMessage(), failure.getCause());
        }
    }

    private void load() {
        runAside("sdk-filter-load", () -> {
            try {
                LoadedPlugin plugin = loader.load();
                context.runOnContext(now -> onLoaded(plugin));
            } catch (PluginException e) {
                context.runOnContext(now -> onLoadFailed(e));
            } catch (RuntimeException | LinkageError e) {
                context.runOnContext(now -> onLoadFailed(PluginException.thrown("it failed while loading: " + e, e)));
            }
        });
    }

    private void onLoaded(LoadedPlugin plugin) {
        if (state == State.STOPPED) {
            runAside("sdk-filter-release", () -> release(plugin));
            return;
        }
        log.info("Load SDK Filter Plus:{} Success, ver:{}", fileName(), PluginOutput.line(plugin.version()));
        loaded = plugin;
        state = State.READY;
        restart.begun(nanoClock.getAsLong());
        List<PluginTask> waiting = workers.discard(any -> true);
        presence.get().forEach(call -> workers.restore(taskOf(call)));
        waiting.forEach(workers::restore);
        workers.attach(plugin);
        CompletableFuture<Void> unused =
                plugin.ended().thenAccept(words -> context.runOnContext(now -> onEnded(plugin, words)));
        firstLoad.tryComplete();
    }

    private void onLoadFailed(PluginException failure) {
        if (state == State.STOPPED) {
            return;
        }
        if (failure.isLasting()) {
            state = State.UNUSABLE;
            workers.discard(any -> true).forEach(task -> task.failed(failure));
            log.error(
                    "Load SDK Filter Plus:{} Failed: {}. Guests are served; logins with a password get 206 until the server"
                            + " is started with the right file, or with an empty SDKFilterPlus",
                    config.file(),
                    failure.getMessage());
        } else {
            long delayMs = loadAgain();
            log.error(
                    "Load SDK Filter Plus:{} Failed: {}. The next attempt is in {} ms; until one succeeds, logins with a"
                            + " password and entries to rooms get 206",
                    config.file(),
                    failure.getMessage(),
                    delayMs);
        }
        firstLoad.tryComplete();
    }

    private void onEnded(LoadedPlugin plugin, String words) {
        if (plugin != loaded || state == State.STOPPED) {
            return;
        }
        counters.count(PluginCounter.CRASHED);
        loaded = null;
        workers.detach();
        workers.discard(FilterCall::isPresence);
        restart.ended(nanoClock.getAsLong());
        log.error("SDK Filter Plus:{} has crashed: {}. It is loaded again in {} ms", fileName(), words, loadAgain());
    }

    /** Loads after a pause, which is returned. */
    private long loadAgain() {
        long delayMs = restart.next();
        state = State.LOADING;
        soon = delayMs <= config.timeoutMs() / HUNG_AFTER_DEADLINES;
        vertx.setTimer(delayMs, timer -> {
            if (state == State.LOADING) {
                load();
            }
        });
        return delayMs;
    }

    private void watch() {
        long limitNs = TimeUnit.MILLISECONDS.toNanos((long) HUNG_AFTER_DEADLINES * config.timeoutMs());
        List<Integer> hung = loaded == null || loaded == killed ? List.of() : workers.hung(limitNs);
        if (hung.isEmpty()) {
            return;
        }
        counters.count(PluginCounter.HUNG, hung.size());
        if (loaded.isKillable()) {
            log.error("SDK Filter Plus:{} hangs; its process is killed", fileName());
            killed = loaded;
            loaded.kill();
        } else {
            hung.forEach(workers::abandon);
            pause();
        }
    }

    private void pause() {
        long delayMs = pause.next();
        log.error(
                "SDK Filter Plus:{} hangs: {} of its threads do not come back. Questions are answered with 207 for {} ms",
                fileName(),
                workers.lostThreads(),
                delayMs);
        if (state == State.READY) {
            state = State.PAUSED;
            vertx.setTimer(delayMs, timer -> resume());
        }
    }

    /** More and more threads are not given to a plug-in that keeps them. */
    private void resume() {
        if (state != State.PAUSED) {
            return;
        }
        if (workers.lostThreads() >= MAX_LOST_THREADS) {
            vertx.setTimer(pause.next(), timer -> resume());
            return;
        }
        workers.revive();
        state = State.READY;
    }

    /** Lets the plug-in finish what it was told, releases it, and gives it up where it takes too long. */
    Future<Void> stop() {
        LoadedPlugin plugin = loaded;
        state = State.STOPPED;
        loaded = null;
        Promise<Void> stopped = Promise.promise();
        if (plugin == null) {
            return Future.succeededFuture();
        }
        drain(nanoClock.getAsLong() + TimeUnit.MILLISECONDS.toNanos(DRAIN_MS), () -> {
            workers.detach();
            vertx.setTimer(RELEASE_MS, timer -> stopped.tryComplete());
            runAside("sdk-filter-release", () -> {
                release(plugin);
                context.runOnContext(now -> stopped.tryComplete());
            });
        });
        return stopped.future().onComplete(done -> report());
    }

    private void drain(long deadlineNs, Runnable then) {
        if (workers.isIdle() || nanoClock.getAsLong() > deadlineNs) {
            then.run();
        } else {
            vertx.setTimer(10, timer -> drain(deadlineNs, then));
        }
    }

    private void release(LoadedPlugin plugin) {
        try {
            plugin.release();
        } catch (PluginException e) {
            log.warn("SDK Filter Plus:{} {}", fileName(), e.getMessage(), e.getCause());
        }
    }

    private void report() {
        String counts = counters.toString();
        if (!counts.equals(reported)) {
            reported = counts;
            log.warn("SDK Filter Plus:{} since the start: {}", fileName(), counts);
        }
    }

    private static void runAside(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private String fileName() {
        return String.valueOf(config.file().getFileName());
    }

    private static ServiceException failed(String what) {
        return new ServiceException(ServiceError.SERVER_SDK_FAIL, "the server plug-in " + what);
    }

    private static ServiceException tooSlow(String what) {
        return new ServiceException(ServiceError.SERVER_SDK_TIMEOUT, "the server plug-in " + what);
    }
}
