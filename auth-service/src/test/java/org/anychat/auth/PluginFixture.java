package org.anychat.auth;

import static java.util.concurrent.TimeUnit.SECONDS;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.anychat.auth.plugin.FilterConfig;
import org.anychat.auth.source.SourceConfigs;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.AuthApi;
import org.anychat.contracts.AuthApi.LoggedIn;
import org.anychat.contracts.AuthApi.Login;
import org.anychat.contracts.FilterApi;
import org.anychat.contracts.FilterApi.PrepareEnterRoom;
import org.anychat.contracts.GatewayApi;
import org.anychat.contracts.LicenseApi;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.runtime.bus.Bus;
import org.slf4j.LoggerFactory;

/** The auth service with a plug-in on a real bus, between a license service and a gateway that say yes. */
final class PluginFixture implements AutoCloseable {
    static final NodeId NODE = new NodeId("n");
    /** Generous: a plug-in's process is a Java of its own, and the machine may be busy. */
    private static final long WAIT_SECONDS = 60;

    final Vertx vertx = Vertx.vertx();
    final Bus bus = new Bus(vertx);
    final AuthApi auth = bus.proxy(AuthApi.class, Addresses.AUTH);
    final FilterApi filter = bus.proxy(FilterApi.class, Addresses.FILTER);
    final BlockingQueue<String> sent = new LinkedBlockingQueue<>();
    private final LogTap log = new LogTap();
    private String deployment;

    PluginFixture start(Path file, int timeoutMs, int threads) {
        await(bus.serve(LicenseApi.class, Addresses.LICENSE, new YesLicense()));
        await(bus.serve(GatewayApi.class, Addresses.gateway(NODE), new ListeningGateway()));
        FilterConfig config = new FilterConfig(file, file.getParent(), timeoutMs, threads);
        deployment = await(vertx.deployVerticle(new AuthServiceVerticle(
                new AuthConfig(
                        "",
                        true,
                        true,
                        true,
                        AuthConfig.Control.NONE,
                        SourceConfigs.withoutLockouts(),
                        Optional.of(config),
                        0),
                bus)));
        return this;
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static int codeOf(Future<?> future) {
        try {
            future.toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, SECONDS);
            return 0;
        } catch (ExecutionException e) {
            return ((ServiceException) e.getCause()).code();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    Future<LoggedIn> login(String session, String name, String password) {
        return auth.login(new Login(new SessionId(session), NODE, name, password, "192.0.2.1", 0));
    }

    int loginCode(String name, String password) {
        return codeOf(login(name + "-session", name, password));
    }

    int entryCode(int user, int room) {
        return codeOf(filter.prepareEnterRoom(new PrepareEnterRoom(new UserId(user), new RoomId(room), "", "")));
    }

    static <T> T next(BlockingQueue<T> queue) {
        try {
            T value = queue.poll(WAIT_SECONDS, SECONDS);
            if (value == null) {
                throw new AssertionError("nothing came");
            }
            return value;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The next line of the log that holds a text. */
    String awaitLog(String text) {
        String line = next(log.lines);
        while (!line.contains(text)) {
            line = next(log.lines);
        }
        return line;
    }

    void undeploy() {
        await(vertx.undeploy(deployment));
    }

    @Override
    public void close() {
        await(vertx.close());
        log.close();
    }

    private static final class LogTap extends AppenderBase<ILoggingEvent> implements AutoCloseable {
        private static final List<String> LOGGERS = List.of("org.anychat.auth.plugin", "SDKFilterPlus");
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

        LogTap() {
            start();
            LOGGERS.forEach(name -> {
                logger(name).setLevel(Level.INFO);
                logger(name).addAppender(this);
            });
        }

        private static Logger logger(String name) {
            return (Logger) LoggerFactory.getLogger(name);
        }

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
        }

        @Override
        public void close() {
            LOGGERS.forEach(name -> logger(name).detachAppender(this));
        }
    }

    private static final class YesLicense implements LicenseApi {
        private static final Future<Seats> SEATS = Future.succeededFuture(new Seats(1, 50));

        @Override
        public Future<Seats> acquire(AcquireSeat request) {
            return SEATS;
        }

        @Override
        public Future<Seats> release(ReleaseSeat request) {
            return SEATS;
        }

        @Override
        public Future<Seats> announce(AnnounceSeats request) {
            return SEATS;
        }
    }

    private final class ListeningGateway extends LoginGateway {
        @Override
        public void filterData(FilterDelivery event) {
            sent.add(event.to() + ": " + event.data().toString(StandardCharsets.UTF_8));
        }

        @Override
        public Future<HandedOver> handOver(HandOver request) {
            throw new IllegalStateException("not for this service to ask");
        }

        @Override
        public void closeSession(CloseSession event) {
            sent.add(event.session() + " closed");
        }
    }
}
