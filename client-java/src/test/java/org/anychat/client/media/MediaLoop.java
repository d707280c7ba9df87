package org.anychat.client.media;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.anychat.webrtc.dtls.DtlsWorkers;

/** A loop with what media needs, for tests. */
public final class MediaLoop implements AutoCloseable {
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final SecureRandom random = new SecureRandom();
    private final DtlsWorkers workers = new DtlsWorkers(random);
    private final EventLoop loop = (EventLoop) group.next();

    public MediaResources resources() {
        return new MediaResources(loop, workers, random);
    }

    /** Runs a task on the loop and waits for its result. */
    public <T> T call(Callable<T> task) throws Exception {
        return loop.submit(task).get(30, TimeUnit.SECONDS);
    }

    public void run(Runnable task) throws Exception {
        loop.submit(task).get(30, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        var unused = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        workers.close();
    }
}
