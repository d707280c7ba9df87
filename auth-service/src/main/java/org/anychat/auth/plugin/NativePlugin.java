package org.anychat.auth.plugin;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.anychat.auth.plugin.wire.ChildCodec;
import org.anychat.auth.plugin.wire.ChildMessage;
import org.anychat.auth.plugin.wire.FilterAnswer;
import org.anychat.auth.plugin.wire.FilterCall;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A native plug-in: the child process that has loaded it, seen from the server. */
final class NativePlugin implements LoadedPlugin {
    private static final Logger log = LoggerFactory.getLogger("SDKFilterPlus");
    private static final long READY_SECONDS = 20;
    private static final long RELEASE_SECONDS = 6;
    private static final long OUTPUT_MS = 1_000;

    private final Process process;
    private final OutputStream out;
    private final Outbox outbox;
    private final Thread outputReader;
    private final CompletableFuture<String> ready = new CompletableFuture<>();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final Map<Integer, CompletableFuture<FilterAnswer>> pending = new ConcurrentHashMap<>();
    private final AtomicInteger lastId = new AtomicInteger();
    private volatile boolean releasing;
    private volatile boolean gone;

    NativePlugin(Process process, Outbox outbox) {
        this.process = process;
        this.out = new BufferedOutputStream(process.getOutputStream());
        this.outbox = outbox;
        startReader("sdk-filter-frames", this::readFrames);
        outputReader = startReader("sdk-filter-output", this::readOutput);
    }

    private static Thread startReader(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Waits until the child says that the plug-in can be used, or why not. */
    void awaitReady() throws PluginException {
        try {
            ready.get(READY_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            kill();
            throw PluginException.passing("it was not ready after " + READY_SECONDS + " s; does BRFP_InitFilter hang?");
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
            throw PluginException.passing("the server stopped while it was loaded");
        } catch (ExecutionException e) {
            kill();
            throw (PluginException) e.getCause();
        }
    }

    @Override
    public String version() {
        return PluginOutput.line(ready.join());
    }

    @Override
    public FilterAnswer call(int lane, FilterCall call) throws PluginException {
        int id = lastId.incrementAndGet();
        CompletableFuture<FilterAnswer> answer = new CompletableFuture<>();
        pending.put(id, answer);
        try {
            say(new ChildMessage.Call(id, lane, call));
            if (gone) {
                throw PluginException.passing("its process has ended");
            }
            return answer.get();
        } catch (IOException e) {
            throw PluginException.passing("its process does not listen: " + e.getMessage());
        } catch (InterruptedException e) {
            throw PluginException.passing("the callback was given up");
        } catch (ExecutionException e) {
            throw (PluginException) e.getCause();
        } finally {
            pending.remove(id);
        }
    }

    @Override
    public void kill() {
        process.destroyForcibly();
    }

    @Override
    public boolean isKillable() {
        return true;
    }

    @Override
    public CompletableFuture<String> ended() {
        return ended;
    }

    @Override
    public void release() {
        releasing = true;
        try {
            say(new ChildMessage.Release());
            if (!process.waitFor(RELEASE_SECONDS, TimeUnit.SECONDS)) {
                log.warn("The plug-in's process did not end by itself; it is killed");
                kill();
            }
            // Its last words are in the pipe, and closing the process would throw them away.
            outputReader.join(OUTPUT_MS);
        } catch (IOException e) {
            log.debug("The plug-in's process was gone before its release", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kill();
        }
    }

    private void say(ChildMessage message) throws IOException {
        synchronized (out) {
            ChildCodec.write(out, message);
        }
    }

    private void readFrames() {
        String why = "its process ended";
        try (InputStream in = new BufferedInputStream(process.getInputStream())) {
            ChildMessage message = ChildCodec.read(in);
            while (message != null) {
                onMessage(message);
                message = ChildCodec.read(in);
            }
        } catch (IOException e) {
            why = "its process sent what is no frame (" + e.getMessage() + ")";
            kill();
        }
        onEnd(why);
    }

    private void onMessage(ChildMessage message) {
        if (message instanceof ChildMessage.Answer answer) {
            CompletableFuture<FilterAnswer> waiting = pending.get(answer.id());
            if (waiting != null) {
                waiting.complete(answer.answer());
            }
        } else if (message instanceof ChildMessage.Send send) {
            outbox.send(send.userId(), send.handle(), send.data());
        } else if (message instanceof ChildMessage.Ready is) {
            ready.complete(is.version());
        } else if (message instanceof ChildMessage.Failed failed) {
            String words = PluginOutput.line(failed.words());
            ready.completeExceptionally(
                    failed.lasting() ? PluginException.lasting(words) : PluginException.passing(words));
        }
    }

    private void onEnd(String why) {
        gone = true;
        String words = why + " (" + exitWords() + ")";
        ready.completeExceptionally(PluginException.passing(words));
        if (!releasing) {
            // Before the calls that run fail, so that no thread hands this process another one.
            ended.complete(words);
        }
        pending.values().forEach(answer -> answer.completeExceptionally(PluginException.passing(words)));
    }

    private String exitWords() {
        try {
            boolean exited = process.waitFor(RELEASE_SECONDS, TimeUnit.SECONDS);
            if (!exited) {
                kill();
            }
            return exited
                    ? "exit code " + process.exitValue() + "; if it crashed, " + NativePluginLoader.CRASH_FILE
                            + " in the server's folder says where"
                    : "it did not end by itself";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "exit code not known";
        }
    }

    /** What the plug-in prints, and what Java says of a crash. */
    private void readOutput() {
        PluginOutput output = new PluginOutput(log, System::nanoTime);
        try (Reader reader = process.errorReader(NativePluginLoader.outputCharset())) {
            char[] buffer = new char[4096];
            for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
                output.take(buffer, read);
            }
        } catch (IOException e) {
            log.debug("The plug-in's output ended", e);
        }
    }
}
