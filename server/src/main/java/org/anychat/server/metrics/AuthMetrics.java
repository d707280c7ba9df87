package org.anychat.server.metrics;

import static org.anychat.server.metrics.Metric.counter;
import static org.anychat.server.metrics.Metric.gauge;

import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.anychat.auth.AuthCounter;
import org.anychat.auth.AuthFigures;
import org.anychat.auth.AuthServiceVerticle;
import org.anychat.runtime.EventCounters;

/** What the auth service shows. */
final class AuthMetrics implements MetricSource {
    private static final Metric USERS = gauge(
            "anychat_auth_users", "Users that are logged in: with a name, or as guests.", "已登录用户数：注册用户或游客。", "kind");
    private static final Metric BANS =
            gauge("anychat_auth_bans", "Patterns of addresses that are banned.", "被封禁的地址规则数。");
    private static final Metric SOURCE_ANSWERS = counter(
            "anychat_auth_source_answers_total",
            "What the user source said to names and passwords; failed: no answer, or none in time.",
            "用户数据源对用户名和密码的回答；failed 表示无回答或超时。",
            "outcome");
    private static final Metric SOURCE_SECONDS = counter(
            "anychat_auth_source_seconds_total",
            "How long the user source took, all answers together; divide by the answers.",
            "用户数据源的总耗时；除以回答数得到平均值。");
    private static final Metric LOCK_OUTS = counter(
            "anychat_auth_lockouts_total",
            "Accounts and addresses that were locked out for a while.",
            "被临时锁定的账号和地址次数。");
    private static final Metric LOCKED_OUT = counter(
            "anychat_auth_locked_out_attempts_total",
            "Logins that were not looked at because of a lock-out.",
            "因锁定而未检查的登录次数。");

    static final List<Metric> ALL = List.of(USERS, BANS, SOURCE_ANSWERS, SOURCE_SECONDS, LOCK_OUTS, LOCKED_OUT);

    private final AuthServiceVerticle service;
    private volatile AuthFigures figures = new AuthFigures(0, 0, 0);

    AuthMetrics(AuthServiceVerticle service) {
        this.service = service;
    }

    @Override
    public void register(Meters meters) {
        EventCounters<AuthCounter> counters = service.counters();
        meters.gauge(USERS, () -> figures.users(), "named");
        meters.gauge(USERS, () -> figures.guests(), "guest");
        meters.gauge(BANS, () -> figures.bans());
        meters.counter(SOURCE_ANSWERS, () -> counters.value(AuthCounter.SOURCE_ACCEPTED), "accepted");
        meters.counter(SOURCE_ANSWERS, () -> counters.value(AuthCounter.SOURCE_REFUSED), "refused");
        meters.counter(SOURCE_ANSWERS, () -> counters.value(AuthCounter.SOURCE_FAILED), "failed");
        meters.seconds(
                SOURCE_SECONDS, () -> counters.value(AuthCounter.SOURCE_NS) / (double) TimeUnit.SECONDS.toNanos(1));
        meters.counter(LOCK_OUTS, () -> counters.value(AuthCounter.LOCK_OUT));
        meters.counter(LOCKED_OUT, () -> counters.value(AuthCounter.LOCKED_OUT));
    }

    @Override
    public Future<?> refresh() {
        return service.figures().onSuccess(now -> figures = now);
    }
}
