package org.anychat.server.metrics;

import static org.anychat.server.metrics.Metric.gauge;

import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.anychat.server.standby.StandbyFigures;
import org.anychat.server.standby.StandbyFigures.Role;
import org.anychat.server.standby.StandbyFigures.Witness;

/** What one of two servers without a cluster shows. */
final class StandbyMetrics implements MetricSource {
    private static final Metric ROLE = gauge(
            "anychat_standby_role",
            "1 for what this server is to the other: alone, master, yielding_master, or a slave that is connecting, mirroring,"
                    + " serving or yielding.",
            "本服务器相对另一台的角色为 1：独立、主机、让位的主机，或连接中、镜像中、服务中、让位中的备机。",
            "role");
    private static final Metric CONNECTED = gauge(
            "anychat_standby_connected",
            "1 while the other server is there: a master hears its slave, a slave has a whole copy.",
            "另一台服务器在线时为 1：主机能收到备机，备机有完整副本。");
    private static final Metric EPOCH =
            gauge("anychat_standby_epoch", "Take-overs that this server knows of.", "本服务器已知的接管次数。");

    private static final Metric WITNESS = gauge(
            "anychat_standby_witness",
            "1 for how this server stands with its witness: none, silent, answers, or lease, with which it takes new clients.",
            "本服务器与见证方的状态为 1：无、无应答、有应答、持有租约（可接纳新客户端）。",
            "state");

    static final List<Metric> ALL = List.of(ROLE, CONNECTED, EPOCH, WITNESS);

    private final Supplier<StandbyFigures> standing;

    StandbyMetrics(Supplier<StandbyFigures> standing) {
        this.standing = standing;
    }

    @Override
    public void register(Meters meters) {
        for (Role role : Role.values()) {
            meters.gauge(
                    ROLE,
                    () -> standing.get().role() == role ? 1 : 0,
                    role.name().toLowerCase(Locale.ROOT));
        }
        meters.gauge(CONNECTED, () -> standing.get().connected() ? 1 : 0);
        meters.gauge(EPOCH, () -> standing.get().epoch());
        for (Witness state : Witness.values()) {
            meters.gauge(
                    WITNESS,
                    () -> standing.get().witness() == state ? 1 : 0,
                    state.name().toLowerCase(Locale.ROOT));
        }
    }

    @Override
    public Future<?> refresh() {
        return Future.succeededFuture();
    }
}
