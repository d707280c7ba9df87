package org.anychat.server.metrics;

import static org.anychat.server.metrics.Metric.gauge;

import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.anychat.license.LicenseFigures;
import org.anychat.license.LicenseServiceVerticle;

/** What the license service shows. */
final class LicenseMetrics implements MetricSource {
    private static final Metric SEATS = gauge("anychat_license_seats", "Seats that are taken.", "已占用的席位数。");
    private static final Metric LIMIT =
            gauge("anychat_license_seats_limit", "Seats that there are; +Inf: any number.", "席位总数；+Inf 表示不限。");
    private static final Metric LEFT = gauge(
            "anychat_license_left_seconds",
            "How long the licence counts still, in whole days after today; +Inf: for ever, or demo mode.",
            "授权剩余时间（今天之后的整天数，以秒计）；+Inf 表示永久或演示模式。");

    static final List<Metric> ALL = List.of(SEATS, LIMIT, LEFT);

    private final LicenseServiceVerticle service;
    private volatile LicenseFigures figures = new LicenseFigures(0, Integer.MAX_VALUE, Long.MAX_VALUE);

    LicenseMetrics(LicenseServiceVerticle service) {
        this.service = service;
    }

    @Override
    public void register(Meters meters) {
        meters.gauge(SEATS, () -> figures.taken());
        meters.gauge(LIMIT, () -> figures.seats() == Integer.MAX_VALUE ? Double.POSITIVE_INFINITY : figures.seats());
        meters.gauge(
                LEFT,
                () -> figures.daysLeft() == Long.MAX_VALUE
                        ? Double.POSITIVE_INFINITY
                        : (double) TimeUnit.DAYS.toSeconds(figures.daysLeft()));
    }

    @Override
    public Future<?> refresh() {
        return service.figures().onSuccess(now -> figures = now);
    }
}
