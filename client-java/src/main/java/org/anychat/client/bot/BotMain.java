package org.anychat.client.bot;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.anychat.client.AnyChatClient;
import org.anychat.client.AnyChatClientBuilder;
import org.anychat.client.ClientRuntime;
import org.anychat.client.TlsTrust;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The bot's program. Exit codes: 0 all bots joined, 1 at least one never did, 64 wrong options. */
@Command(
        name = "bot",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        version = "AnyChat bot 0.1.0",
        exitCodeOnInvalidInput = 64,
        description =
                "Joins a room as one or many users, sends a test picture and a tone, and measures what it receives.")
public final class BotMain implements Callable<Integer> {
    private static final String LOG_CONFIGURATION = "logback.configurationFile";
    private static final long LINE_PERIOD_MS = 1_000;
    private static final long FAREWELL_MS = 2_000;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--server",
            paramLabel = "HOST[:PORT]",
            defaultValue = "127.0.0.1:8906",
            description = "Which server. Default: ${DEFAULT-VALUE}")
    private ServerAddress server;

    @Option(
            names = "--tls",
            description = "Encrypt the link. Without --pin or --trust-all the system must trust the certificate.")
    private boolean tls;

    @Option(
            names = "--pin",
            paramLabel = "SHA256",
            description = "Encrypt the link, and take only the certificate with this fingerprint.")
    private String pin;

    @Option(names = "--trust-all", description = "Encrypt the link, and take any certificate.")
    private boolean trustAll;

    @Option(
            names = "--server-password",
            paramLabel = "TEXT",
            description = "The password that the server wants from applications.")
    private String serverPassword;

    @Option(
            names = "--room",
            paramLabel = "ID",
            defaultValue = "1",
            description = "Which room. Default: ${DEFAULT-VALUE}")
    private int roomId;

    @Option(names = "--room-password", paramLabel = "TEXT", defaultValue = "", description = "The room's password.")
    private String roomPassword;

    @Option(
            names = "--name",
            defaultValue = "Bot",
            description = "User name; with --count a number follows it. Default: ${DEFAULT-VALUE}")
    private String name;

    @Option(
            names = "--password",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "The user's password; empty for guests.")
    private String password;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many users. Default: ${DEFAULT-VALUE}")
    private int count;

    @Option(
            names = "--publish",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Send picture and tone, which is the default.")
    private boolean publish;

    @Option(names = "--watch", description = "Receive what others send.")
    private boolean watch;

    @Option(
            names = "--up",
            paramLabel = "BPS",
            defaultValue = "0",
            description =
                    "What a bot can send, in bits per second, for mesh trees; 0 to the relay alone. Default: ${DEFAULT-VALUE}")
    private int upBps;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            defaultValue = "0s",
            description =
                    "How long, such as 500ms, 60s or 5m; 0s until the program is ended. Default: ${DEFAULT-VALUE}")
    private RunTime duration;

    @Option(names = "--stats", description = "Print a line of statistics every second, not only at the end.")
    private boolean statistics;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);

    /** Made by the command line. */
    BotMain() {}

    /**
     * Runs the program and ends the process.
     *
     * @param arguments {@code --help} lists them.
     */
    public static void main(String[] arguments) {
        if (System.getProperty(LOG_CONFIGURATION) == null) {
            System.setProperty(LOG_CONFIGURATION, "org/anychat/client/bot/logback.xml");
        }
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new BotMain())
                .registerConverter(ServerAddress.class, ServerAddress::parse)
                .registerConverter(RunTime.class, RunTime::parse);
    }

    @Override
    public Integer call() throws Exception {
        if (count < 1) {
            throw new ParameterException(spec.commandLine(), "--count must be at least 1");
        }
        if (upBps < 0) {
            throw new ParameterException(spec.commandLine(), "--up must not be below 0");
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::endEarly, "bot-exit"));
        int loops = Math.min(count, Runtime.getRuntime().availableProcessors());
        try (ClientRuntime runtime = ClientRuntime.create(loops)) {
            return run(runtime, spec.commandLine().getOut());
        } finally {
            finished.countDown();
        }
    }

    /** On a signal: the last line is printed and the bots leave before the process ends. */
    private void endEarly() {
        ended.countDown();
        try {
            finished.await(FAREWELL_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int run(ClientRuntime runtime, PrintWriter out) throws InterruptedException {
        BotTask task = new BotTask(roomId, roomPassword, password, publish, watch);
        List<Bot> bots = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            bots.add(new Bot(client(runtime), count == 1 ? name : name + number, task));
        }
        if (publish || watch) {
            // The first handshake of a process takes half a second more: not what the statistics are about.
            runtime.warmUp().join();
        }
        bots.forEach(Bot::start);
        report(bots, out);
        leave(bots);
        return bots.stream().allMatch(Bot::joinedOnce) ? 0 : 1;
    }

    private void leave(List<Bot> bots) throws InterruptedException {
        CompletableFuture<?>[] left = bots.stream().map(Bot::leave).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(left).get(FAREWELL_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            spec.commandLine().getErr().println("Not every bot could log out: " + e.getMessage());
        }
        bots.forEach(Bot::close);
    }

    private AnyChatClientBuilder client(ClientRuntime runtime) {
        return AnyChatClient.builder()
                .server(server.host(), server.port())
                .tls(trust())
                .serverPassword(serverPassword)
                .application("anychat-bot")
                .upBandwidth(upBps)
                .runtime(runtime);
    }

    private TlsTrust trust() {
        if (pin != null) {
            return TlsTrust.pinned(pin);
        }
        if (trustAll) {
            return TlsTrust.trustAll();
        }
        return tls ? TlsTrust.system() : TlsTrust.plainText();
    }

    private void report(List<Bot> bots, PrintWriter out) throws InterruptedException {
        long beganNs = System.nanoTime();
        boolean over = false;
        while (!over) {
            long elapsedMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNs);
            over = ended.await(Math.min(LINE_PERIOD_MS, duration.remainingMs(elapsedMs)), TimeUnit.MILLISECONDS)
                    || duration.remainingMs(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNs)) <= 0;
            if (statistics || over) {
                out.println(StatisticsLine.of(bots, System.nanoTime() - beganNs));
                out.flush();
            }
        }
    }
}
