package org.anychat.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The dashboard in a headless Chromium before a server with thousands of users in hundreds of rooms, some of whom move
 * from room to room all the time: how long the page lets an operator wait. Users are the Java SDK in this process, the
 * server is a process of its own.
 */
@Command(
        name = "dashboard",
        mixinStandardHelpOptions = true,
        description = "How long the dashboard lets an operator wait while thousands of users are there.")
final class DashboardFigures implements Callable<Integer> {
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 860;
    private static final int FULLEST_ROOM = 7;
    private static final int MORE_IN_FULLEST = 30;

    @Mixin
    private ServerOptions serverOptions;

    @Option(names = "--users", defaultValue = "5000", description = "How many. Default: ${DEFAULT-VALUE}.")
    private int users;

    @Option(names = "--rooms", defaultValue = "500", description = "How many. Default: ${DEFAULT-VALUE}.")
    private int rooms;

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
            names = "--rounds",
            defaultValue = "15",
            description = "Times through the pages. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--chromium",
            defaultValue = "/usr/bin/chromium",
            description = "The browser. Default: ${DEFAULT-VALUE}.")
    private Path chromium;

    @Override
    public Integer call() throws IOException, InterruptedException {
        System.out.println("machine: " + Machine.describe());
        int limit = 2 * (users + publishers);
        try (MeasuredServer server = serverOptions.start(
                        "DemoUserLimit=" + limit,
                        "MaxLinksPerAddress=" + limit,
                        "[Function Settings]",
                        "AutoAddRoom=1");
                SimulatedUsers simulated = new SimulatedUsers(server.tcpPort())) {
            simulated.enter(users + publishers, this::roomOf);
            simulated.startMedia(users, publishers);
            System.out.printf("%d users in %d rooms, %d with media%n", simulated.size(), rooms, publishers);
            // But for the first room and the fullest, by which the visit knows its way.
            ScheduledFuture<?> unusedMoves = simulated.move(
                    movesPerSecond, MORE_IN_FULLEST, users - MORE_IN_FULLEST, FULLEST_ROOM + 1, rooms - FULLEST_ROOM);
            visit(server);
        }
        return 0;
    }

    /** So that each room has the same number of users, but for one. */
    private int roomOf(int number) {
        if (number <= MORE_IN_FULLEST) {
            return FULLEST_ROOM;
        }
        return number > users ? 1 : 1 + number % rooms;
    }

    private void visit(MeasuredServer server) throws IOException, InterruptedException {
        try (Chromium browser = Chromium.start(chromium, WIDTH, HEIGHT)) {
            ChromiumPage page = browser.newPage();
            page.open("http://localhost:" + server.tcpPort() + "/admin/", DashboardPages.script());
            DashboardVisit visit = new DashboardVisit(page, FULLEST_ROOM);
            DashboardPages.logInFirst(page, server);
            visit.goRound(users / 2);
            visit.forget();
            for (int round = 0; round < rounds; round++) {
                visit.goRound(1 + (1000 + round * 97) % users);
            }
            visit.print();
        }
    }
}
