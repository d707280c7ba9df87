package org.anychat.client;

import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.anychat.client.media.MediaResources;
import org.anychat.webrtc.dtls.DtlsWorkers;

/** The threads of one or many clients, and the workers that their media share. Any thread may call it. */
public final class ClientRuntime implements AutoCloseable {
    private static final long SHUTDOWN_TIMEOUT_MS = 2_000;
    private static final int FILE_THREADS = 2;
    private static final long FILE_THREAD_IDLE_SECONDS = 5;

    private final boolean epoll = Epoll.isAvailable();
    private final MultiThreadIoEventLoopGroup loops;
    private final SecureRandom random = new SecureRandom();
    private final ThreadPoolExecutor files = fileWorkers();
    private DtlsWorkers dtlsWorkers;

    private ClientRuntime(int loopCount) {
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        loops = new MultiThreadIoEventLoopGroup(loopCount, new DefaultThreadFactory("anychat-client", true), io);
    }

    /**
     * Starts the loops. Their threads are daemons.
     *
     * @param loopCount how many threads carry the clients, at least 1; each client stays on one of them.
     * @return a runtime that its owner closes.
     */
    public static ClientRuntime create(int loopCount) {
        return new ClientRuntime(loopCount);
    }

    /**
     * Loads and compiles what media connections need, so that the first one does not take longer than the next. Not necessary.
     *
     * @return completes when a handshake with itself is done; fails if it cannot be done on this machine.
     */
    public CompletableFuture<Void> warmUp() {
        return workers().warmUp();
    }

    /** Ends the loops. Clients that still use them lose their links. Returns at once. */
    @Override
    public synchronized void close() {
        files.shutdown();
        Future<?> unused = loops.shutdownGracefully(0, SHUTDOWN_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        if (dtlsWorkers != null) {
            Thread closing = new Thread(dtlsWorkers::close, "anychat-client-close");
            closing.setDaemon(true);
            closing.start();
            dtlsWorkers = null;
        }
    }

    /** Where files are read and written; its threads end when they have nothing to do. */
    Executor files() {
        return files;
    }

    private static ThreadPoolExecutor fileWorkers() {
        ThreadPoolExecutor workers = new ThreadPoolExecutor(
                FILE_THREADS,
                FILE_THREADS,
                FILE_THREAD_IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new DefaultThreadFactory("anychat-files", true));
        workers.allowCoreThreadTimeOut(true);
        return workers;
    }

    EventLoop nextLoop() {
        return (EventLoop) loops.next();
    }

    Class<? extends SocketChannel> socketType() {
        return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    /** What media on a loop needs. The workers are made when the first media asks for them. */
    MediaResources media(EventLoop loop) {
        return new MediaResources(loop, workers(), random);
    }

    private synchronized DtlsWorkers workers() {
        if (dtlsWorkers == null) {
            dtlsWorkers = new DtlsWorkers(random);
        }
        return dtlsWorkers;
    }
}
