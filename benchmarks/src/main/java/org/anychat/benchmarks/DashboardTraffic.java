package org.anychat.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Opens pages of the dashboard and counts what crosses the bus meanwhile. */
final class DashboardTraffic {
    /** How many are open at most. */
    static final int PAGES = 5;

    static final String NONE = "no page";
    static final String DIFFERENT = "5 pages, each another";
    /** What a page may show. */
    static final List<String> VIEWS = List.of("Overview", "Rooms", "a room", "Users", "a user");

    private static final long SETTLE_SECONDS = 2;
    private static final String SHOWN =
            "document.querySelector('.content tbody tr, .content .facts dd, .content .tiles strong') !== null";
    private static final String CALLS = "anychat_bus_call_seconds_count";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Chromium browser;
    private final int tcpPort;
    private final List<Integer> busPorts;
    private final int monitorPort;
    private final int seconds;

    /** {@code tcpPort} and {@code monitorPort} are those of the process with the dashboard. */
    DashboardTraffic(Chromium browser, int tcpPort, List<Integer> busPorts, int monitorPort, int seconds) {
        this.browser = browser;
        this.tcpPort = tcpPort;
        this.busPorts = List.copyOf(busPorts);
        this.monitorPort = monitorPort;
        this.seconds = seconds;
    }

    /**
     * What one case has cost a second.
     *
     * @param busBytes between the processes, both ways
     * @param calls to services by the process with the dashboard
     * @param pageBytes between it and each page, both ways
     * @param ended connections that ended meanwhile, whose bytes are not in it
     */
    record Window(double busBytes, double calls, double pageBytes, int ended) {}

    /** All pages of the browser, as the account that the first start of a server has made. */
    void logIn(MeasuredServer server) throws IOException, InterruptedException {
        try (ChromiumPage page = browser.newPage()) {
            page.open(address("overview"), DashboardPages.script());
            DashboardPages.logInFirst(page, server);
        }
    }

    /** All cases, at the size that there is. */
    void measure(TrafficTable table) throws IOException, InterruptedException {
        List<String> views = List.of("overview", "rooms", "room/1", "users", "user/" + firstUser());
        table.add(NONE, count(List.of()));
        for (int i = 0; i < views.size(); i++) {
            table.add("1 page, " + VIEWS.get(i), count(List.of(views.get(i))));
        }
        for (int i = 0; i < views.size(); i++) {
            table.add("5 pages, " + VIEWS.get(i), count(Collections.nCopies(PAGES, views.get(i))));
        }
        table.add(DIFFERENT, count(views));
    }

    private String firstUser() throws IOException, InterruptedException {
        try (ChromiumPage page = open("users")) {
            return page.evaluate("document.querySelector('.content tbody tr').dataset.key")
                    .asText();
        }
    }

    private ChromiumPage open(String view) throws IOException, InterruptedException {
        ChromiumPage page = browser.newPage();
        page.navigate(address(view));
        DashboardPages.await(page, SHOWN);
        return page;
    }

    private Window count(List<String> views) throws IOException, InterruptedException {
        List<ChromiumPage> pages = new ArrayList<>();
        for (String view : views) {
            pages.add(open(view));
        }
        Window counted = count(pages.size());
        pages.forEach(ChromiumPage::close);
        return counted;
    }

    private Window count(int pages) throws IOException, InterruptedException {
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        SocketBytes bus = SocketBytes.toPorts(busPorts);
        SocketBytes ofPages = SocketBytes.toPorts(List.of(tcpPort));
        long calls = calls();
        long begunNs = System.nanoTime();
        TimeUnit.SECONDS.sleep(seconds);
        SocketBytes.Crossed onBus = SocketBytes.toPorts(busPorts).since(bus);
        SocketBytes.Crossed toPages = SocketBytes.toPorts(List.of(tcpPort)).since(ofPages);
        double elapsed = (System.nanoTime() - begunNs) / (double) TimeUnit.SECONDS.toNanos(1);
        if (onBus.connections() == 0) {
            throw new IOException("there is no connection between the processes");
        }
        return new Window(
                onBus.bytes() / elapsed,
                (calls() - calls) / elapsed,
                pages == 0 ? 0 : toPages.bytes() / elapsed / pages,
                onBus.ended());
    }

    private String address(String view) {
        return "http://localhost:" + tcpPort + "/admin/#" + view;
    }

    private long calls() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + monitorPort + "/metrics"))
                .build();
        return (long) http.send(request, HttpResponse.BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith(CALLS))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
