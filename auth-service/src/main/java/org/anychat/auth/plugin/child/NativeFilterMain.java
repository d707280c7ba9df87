package org.anychat.auth.plugin.child;

import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.anychat.auth.plugin.wire.ChildCodec;
import org.anychat.auth.plugin.wire.ChildMessage;

/** The main class of the child process: {@code NativeFilterMain <library> <lanes>}. */
public final class NativeFilterMain {
    /** How much stack a plug-in has. */
    private static final long STACK_BYTES = 8L * 1024 * 1024;

    private static final long RELEASE_SECONDS = 5;

    private final OutputStream out;
    private final List<LinkedBlockingQueue<Runnable>> lanes = new ArrayList<>();
    private NativeFilter filter;

    private NativeFilterMain(OutputStream out) {
        this.out = out;
    }

    /**
     * Serves one plug-in until the server says to release it, or is gone.
     *
     * @param arguments the library's full path, and the number of threads for callbacks
     * @throws IOException where standard output cannot be used
     */
    public static void main(String[] arguments) throws IOException {
        NativeFilterMain child = new NativeFilterMain(StandardOutput.takeForFrames());
        if (child.load(arguments[0])) {
            child.start(Integer.parseInt(arguments[1]));
            child.serve(new BufferedInputStream(new FileInputStream(FileDescriptor.in)));
        }
        // Threads that the plug-in has started, or that hang in it, must not keep the process alive.
        Runtime.getRuntime().halt(0);
    }

    private boolean load(String file) {
        try {
            filter =
                    NativeFilter.load(file, (userId, handle, data) -> say(new ChildMessage.Send(userId, handle, data)));
        } catch (UnsatisfiedLinkError e) {
            return failed(true, "it is no library that this system can load: " + firstLine(e));
        }
        List<String> missing = filter.missing();
        if (!missing.isEmpty()) {
            return failed(
                    true,
                    "it does not export " + String.join(", ", missing)
                            + ". A plug-in exports all eleven BRFP_ functions with C linkage; see docs/plugin.md");
        }
        String version = filter.version();
        if (!filter.init()) {
            return failed(false, "BRFP_InitFilter returned FALSE (version " + version + ")");
        }
        say(new ChildMessage.Ready(version));
        return true;
    }

    private boolean failed(boolean lasting, String words) {
        say(new ChildMessage.Failed(lasting, words));
        return false;
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }

    private void start(int count) {
        for (int i = 0; i < count; i++) {
            LinkedBlockingQueue<Runnable> lane = new LinkedBlockingQueue<>();
            lanes.add(lane);
            Thread thread = new Thread(null, () -> runAll(lane), "filter-" + i, STACK_BYTES);
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void runAll(LinkedBlockingQueue<Runnable> lane) {
        try {
            while (true) {
                lane.take().run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when the plug-in is released. The server has one call per lane under way, so queues stay short. */
    private void serve(InputStream in) {
        try {
            ChildMessage message = ChildCodec.read(in);
            while (message instanceof ChildMessage.Call call && call.lane() < lanes.size()) {
                lanes.get(call.lane()).add(() -> say(new ChildMessage.Answer(call.id(), filter.call(call.call()))));
                message = ChildCodec.read(in);
            }
        } catch (IOException e) {
            // The server is gone: the plug-in is released as at its orderly end.
            System.err.println("the server is gone: " + e.getMessage());
        }
        release();
    }

    private void release() {
        CountDownLatch idle = new CountDownLatch(lanes.size());
        lanes.forEach(lane -> lane.add(idle::countDown));
        CountDownLatch released = new CountDownLatch(1);
        Thread thread = new Thread(
                null,
                () -> {
                    await(idle);
                    filter.release();
                    released.countDown();
                },
                "filter-release",
                STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        await(released);
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(RELEASE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("a callback does not return; the process ends without it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void say(ChildMessage message) {
        try {
            synchronized (out) {
                ChildCodec.write(out, message);
            }
        } catch (IOException e) {
            // Nobody listens any more; the end of the input ends the process.
            System.err.println("the server does not listen: " + e.getMessage());
        }
    }
}
