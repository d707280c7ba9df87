package org.anychat.server.admin;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.ProcessApi;
import org.anychat.runtime.config.ServiceKind;
import org.anychat.server.log.LogRing;
import org.anychat.server.metrics.CpuLoad;
import org.anychat.server.metrics.ProcessView;
import org.anychat.server.metrics.ServerMetrics;

/** Tells operators what this process is and how it stands. */
public final class ProcessService implements ProcessApi {
    private final Vertx vertx;
    private final Sources sources;
    private final Path home;
    private final String host = hostName();
    private Future<ProcessReport> underWay;

    /**
     * Where the answers come from.
     *
     * @param view what the process knows of itself
     * @param metrics its figures
     * @param ring its log
     * @param obstacle why it cannot do its part
     * @param role what it is to a second server
     * @param tcpPorts where its gateway listens
     */
    public record Sources(
            ProcessView view,
            ServerMetrics metrics,
            LogRing ring,
            Supplier<Optional<String>> obstacle,
            Supplier<String> role,
            Supplier<List<Integer>> tcpPorts) {}

    /**
     * Makes the answers of a process.
     *
     * @param vertx where services run
     * @param sources where the answers come from
     * @param home the server's folder, whose disk is told of
     */
    public ProcessService(Vertx vertx, Sources sources, Path home) {
        this.vertx = vertx;
        this.sources = sources;
        this.home = home;
    }

    /** Several gateways may ask at a time: they get one answer. */
    @Override
    public Future<ProcessReport> report(GetReport request) {
        if (underWay == null || underWay.isComplete()) {
            underWay =
                    sources.metrics().figures().compose(figures -> vertx.executeBlocking(() -> report(figures), false));
        }
        return underWay;
    }

    @Override
    public Future<LogLines> log(ReadLog request) {
        return Future.succeededFuture(sources.ring().read(request));
    }

    private ProcessReport report(List<Figure> figures) {
        ProcessView view = sources.view();
        Program program = new Program(
                view.version(),
                Runtime.version().toString(),
                ProcessHandle.current().pid(),
                ManagementFactory.getRuntimeMXBean().getStartTime(),
                List.of(view.services().split(", ", -1)),
                services(view::works),
                services(view::misses));
        String obstacle = sources.obstacle().get().orElse("");
        Place place = new Place(
                obstacle.isEmpty(),
                obstacle,
                view.members(),
                view.isSafe(),
                sources.role().get(),
                sources.tcpPorts().get());
        return new ProcessReport(new NodeId(view.node()), program, machine(), place, figures);
    }

    private static List<String> services(Predicate<ServiceKind> which) {
        return Arrays.stream(ServiceKind.values())
                .filter(which)
                .map(kind -> kind.label().toLowerCase(Locale.ROOT))
                .toList();
    }

    private Machine machine() {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        CpuLoad.Reading cpu = sources.metrics().cpu().read();
        File disk = home.toFile();
        return new Machine(
                host,
                Runtime.getRuntime().availableProcessors(),
                cpu.process(),
                cpu.system(),
                heap.getUsed(),
                heap.getMax(),
                disk.getUsableSpace(),
                disk.getTotalSpace());
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "";
        }
    }
}
