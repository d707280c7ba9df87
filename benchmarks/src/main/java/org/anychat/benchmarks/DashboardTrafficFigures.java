package org.anychat.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What the dashboard has cross the event bus. Two processes are one server: one has the dashboard and no clients, the
 * other one the services and all users, so that whatever a page shows has crossed the bus. Bytes are the kernel's.
 */
@Command(
        name = "dashboard-traffic",
        mixinStandardHelpOptions = true,
        description = "What the dashboard costs the event bus between two processes, and what a page gets.")
final class DashboardTrafficFigures implements Callable<Integer> {
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 860;
    private static final long DEADLINE_SECONDS = 120;
    private static final String SECRET = "a secret of figures alone";
    private static final String SERVICES = "gateway,auth,license,room,relay";
    private static final int MEDIA_ROOM = 1;

    @Mixin
    private ServerOptions serverOptions;

    @Option(
            names = "--sizes",
            split = ",",
            defaultValue = "50/5,500/50,5000/500",
            paramLabel = "USERS/ROOMS",
            description = "One after the other, each larger than the one before. Default: ${DEFAULT-VALUE}.")
    private List<String> sizes;

    @Option(
            names = "--publishers",
            defaultValue = "6",
            description = "How many in room 1 send and get media besides. Default: ${DEFAULT-VALUE}.")
    private int publishers;

    @Option(
            names = "--moves",
            defaultValue = "20",
            description = "How many users change rooms each second. Default: ${DEFAULT-VALUE}.")
    private int movesPerSecond;

    @Option(
            names = "--seconds",
            defaultValue = "10",
            description = "How long each case is counted. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--chromium",
            defaultValue = "/usr/bin/chromium",
            description = "The browser. Default: ${DEFAULT-VALUE}.")
    private Path chromium;

    /** Of a process, for the others. */
    private record ClusterPorts(int cluster, int bus) {
        static ClusterPorts free() throws IOException {
            return new ClusterPorts(PeerProcess.freeTcpPort(), PeerProcess.freeTcpPort());
        }
    }

    /** How many users in how many rooms. */
    private record Size(int users, int rooms) {
        static Size parse(String words) {
            int[] numbers = Arrays.stream(words.split("/", 2))
                    .mapToInt(Integer::parseInt)
                    .toArray();
            return new Size(numbers[0], numbers[1]);
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        System.out.println("machine: " + Machine.describe() + ", load " + Machine.load());
        int monitor = PeerProcess.freeTcpPort();
        ClusterPorts first = ClusterPorts.free();
        ClusterPorts second = ClusterPorts.free();
        try (MeasuredServer services = serverOptions.start(settings("services", SERVICES, first, second, 0))) {
            List<String> accounts = accounts(services);
            String[] settings = settings("dashboard", "gateway", second, first, monitor);
            try (MeasuredServer dashboard = serverOptions.start(settings);
                    SimulatedUsers users = new SimulatedUsers(services.tcpPort());
                    Chromium browser = Chromium.start(chromium, WIDTH, HEIGHT)) {
                awaitAccounts(services, dashboard);
                DashboardTraffic traffic = new DashboardTraffic(
                        browser, dashboard.tcpPort(), List.of(first.bus(), second.bus()), monitor, seconds);
                // Whose first account the two have agreed upon.
                traffic.logIn(accounts(services).equals(accounts) ? services : dashboard);
                measure(users, traffic);
            }
        }
        return 0;
    }

    private String[] settings(String name, String roles, ClusterPorts own, ClusterPorts other, int monitor) {
        int limit = 2 * (Size.parse(sizes.get(sizes.size() - 1)).users() + publishers);
        return new String[] {
            "DemoUserLimit=" + limit,
            "MaxLinksPerAddress=" + limit,
            "[Monitor Settings]",
            "MonitorPort=" + monitor,
            "[Function Settings]",
            "AutoAddRoom=1",
            "[Cluster Settings]",
            "Services=" + roles,
            "NodeName=" + name,
            "ClusterMembers=127.0.0.1:" + own.cluster() + ",127.0.0.1:" + other.cluster(),
            "ClusterAddress=127.0.0.1",
            "ClusterPort=" + own.cluster(),
            "ClusterBusPort=" + own.bus(),
            "ClusterSecret=" + SECRET
        };
    }

    private static void awaitAccounts(MeasuredServer services, MeasuredServer dashboard)
            throws IOException, InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        while (!accounts(dashboard).equals(accounts(services))) {
            if (System.nanoTime() > deadlineNs) {
                throw new IOException("the two processes do not agree upon accounts");
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static List<String> accounts(MeasuredServer server) throws IOException {
        Path file = server.home().resolve("AnyChatAdmins.txt");
        return Files.exists(file)
                ? Files.readAllLines(file).stream()
                        .filter(line -> !line.startsWith("#"))
                        .toList()
                : List.of();
    }

    private void measure(SimulatedUsers users, DashboardTraffic traffic) throws IOException, InterruptedException {
        TrafficTable table = new TrafficTable(new GoalTable());
        int rooms = 0;
        for (String words : sizes) {
            Size size = Size.parse(words);
            int roomsBefore = rooms;
            // The first room stays as it is, so that its page shows the same at each size.
            users.enter(
                    size.users() + publishers,
                    number -> roomsBefore == 0 && number <= publishers
                            ? MEDIA_ROOM
                            : roomsBefore + 1 + number % (size.rooms() - roomsBefore));
            if (roomsBefore == 0) {
                users.startMedia(0, publishers);
            }
            ScheduledFuture<?> moves =
                    users.move(movesPerSecond, publishers, size.users(), MEDIA_ROOM + 1, size.rooms() - MEDIA_ROOM);
            String name = users.size() + " users in " + size.rooms() + " rooms";
            System.out.println(name + ", " + publishers + " with media, " + movesPerSecond
                    + " a second who change rooms, load " + Machine.load());
            table.begin(name);
            traffic.measure(table);
            moves.cancel(false);
            rooms = size.rooms();
        }
        table.judge();
    }
}
