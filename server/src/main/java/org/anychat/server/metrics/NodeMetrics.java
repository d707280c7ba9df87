package org.anychat.server.metrics;

import static org.anychat.server.metrics.Metric.counter;
import static org.anychat.server.metrics.Metric.gauge;

import io.vertx.core.Future;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.anychat.runtime.config.ServiceKind;

/** What the process shows of itself and of its cluster. */
final class NodeMetrics implements MetricSource {
    private static final Metric IDENTITY = gauge(
            "anychat_node_identity",
            "1; its labels say what the process is.",
            "恒为 1；标签说明该进程。",
            "version",
            "node",
            "services");
    private static final Metric UPTIME = gauge("anychat_node_uptime_seconds", "Since the process began.", "进程已运行的时间。");
    private static final Metric READY =
            gauge("anychat_node_ready", "1 while /health/ready says yes.", "/health/ready 为就绪时为 1。");
    private static final Metric ACTIVE = gauge(
            "anychat_service_active",
            "1 while this process works as that service; of auth, license and room one process of the cluster does.",
            "本进程正在提供该服务时为 1；auth、license、room 在集群中各只有一个进程提供。",
            "service");
    private static final Metric MISSING = gauge(
            "anychat_service_missing",
            "1 while no process that this one knows of runs the service.",
            "已知进程中没有任何进程运行该服务时为 1。",
            "service");
    private static final Metric MEMBERS = gauge(
            "anychat_cluster_members",
            "Processes of the cluster, as far as this one knows: 1 without a cluster, 0 while it has lost it.",
            "本进程所知的集群进程数：无集群为 1，脱离集群时为 0。");
    private static final Metric SAFE = gauge(
            "anychat_cluster_safe",
            "1 while all that this process keeps for the cluster has its other copies too, or there is no cluster.",
            "本进程保存的集群数据都有副本，或没有集群时为 1。");
    private static final Metric REJOINS = counter(
            "anychat_cluster_rejoins_total",
            "How often this process has joined its cluster anew after its stay went wrong.",
            "本进程因异常重新加入集群的次数。");

    static final List<Metric> ALL = List.of(IDENTITY, UPTIME, READY, ACTIVE, MISSING, MEMBERS, SAFE, REJOINS);

    private final ProcessView process;

    NodeMetrics(ProcessView process) {
        this.process = process;
    }

    @Override
    public void register(Meters meters) {
        meters.gauge(IDENTITY, () -> 1, process.version(), process.node(), process.services());
        meters.gauge(
                UPTIME, () -> ManagementFactory.getRuntimeMXBean().getUptime() / (double) TimeUnit.SECONDS.toMillis(1));
        meters.gauge(READY, () -> process.isReady() ? 1 : 0);
        for (ServiceKind service : ServiceKind.values()) {
            meters.gauge(ACTIVE, () -> process.works(service) ? 1 : 0, service.label());
            meters.gauge(MISSING, () -> process.misses(service) ? 1 : 0, service.label());
        }
        meters.gauge(MEMBERS, process::members);
        meters.gauge(SAFE, () -> process.isSafe() ? 1 : 0);
        meters.counter(REJOINS, process::rejoins);
    }

    @Override
    public Future<?> refresh() {
        return Future.succeededFuture();
    }
}
