package org.anychat.license.check;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.LocalDate;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.anychat.license.LicenseConfig;
import org.anychat.license.check.LicenseCheck.Checked;
import org.anychat.license.domain.Admission;
import org.anychat.license.domain.License;
import org.anychat.license.domain.LicenseBinding;
import org.anychat.license.domain.LicenseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the licence at the start and then again and again. Lives on the context of the license service. */
public final class LicenseWatch {
    private static final Logger log = LoggerFactory.getLogger(LicenseWatch.class);
    private static final long WARNING_DAYS = 30;
    private static final long MS_PER_SECOND = 1_000;

    private final Vertx vertx;
    private final LicenseConfig config;
    private final LongSupplier monotonicMs;
    private final LicenseCheck check;
    private final LatestTime time;
    private final DomainProof domain;
    private final Admission admission;
    private final Consumer<Checked> onLicense;
    private Checked current;
    private LocalDate warnedOn;
    private boolean checking;
    private boolean refusing;
    private boolean stopped;
    private long timer = -1;

    /**
     * Makes the watch.
     *
     * @param vertx where it runs
     * @param config what to watch
     * @param surroundings what the checks look at
     * @param domain asks the network
     * @param admission is told of each check
     * @param onLicense gets the licence at the start, and again when the file has changed
     */
    public LicenseWatch(
            Vertx vertx,
            LicenseConfig config,
            Surroundings surroundings,
            DomainProof domain,
            Admission admission,
            Consumer<Checked> onLicense) {
        this.vertx = vertx;
        this.config = config;
        this.monotonicMs = surroundings.monotonicMs();
        this.check = new LicenseCheck(config, surroundings);
        this.time = new LatestTime(config.timeFile(), surroundings.clock());
        this.domain = domain;
        this.admission = admission;
        this.onLicense = onLicense;
    }

    /**
     * Checks all but a domain, which needs a gateway that answers, and begins to watch.
     *
     * @return done where the licence counts; fails with a {@link LicenseException} otherwise
     */
    public Future<Void> start() {
        return vertx.executeBlocking(this::checked).compose(checked -> {
            take(checked);
            if (config.copied() || !(checked.license().binding() instanceof LicenseBinding.Domain)) {
                onGood();
            }
            timer = vertx.setPeriodic(config.checkIntervalMs(), tick -> again());
            return Future.succeededFuture();
        });
    }

    /**
     * Proves a domain, once a gateway answers.
     *
     * @return done where it leads here, or the licence is bound to none; fails with a {@link LicenseException} otherwise
     */
    public Future<Void> confirm() {
        return proved(current.license()).onSuccess(done -> onGood());
    }

    /** Ends the watch. */
    public void stop() {
        stopped = true;
        vertx.cancelTimer(timer);
    }

    private Checked checked() {
        return check.check(time.today());
    }

    private void take(Checked checked) {
        if (current == null || !current.signed().json().equals(checked.signed().json())) {
            current = checked;
            onLicense.accept(checked);
            if (config.logContent()) {
                log.info(
                        "The licence {} says:{}{}",
                        config.licenseFile(),
                        System.lineSeparator(),
                        checked.signed().json());
            }
        }
        warnOfExpiry(checked.license());
    }

    private Future<Void> proved(License license) {
        return license.binding() instanceof LicenseBinding.Domain bound && !config.copied()
                ? domain.prove(bound.name())
                : Future.succeededFuture();
    }

    private void again() {
        if (checking) {
            return;
        }
        checking = true;
        vertx.executeBlocking(this::checked)
                .compose(checked -> proved(checked.license()).map(checked))
                .onSuccess(checked -> {
                    take(checked);
                    onGood();
                })
                .onFailure(this::onFailure)
                .onComplete(done -> checking = false);
    }

    private void onGood() {
        refusing = false;
        if (admission.onGood(monotonicMs.getAsLong()) == Admission.Change.CONFIRMED) {
            log.info("Authorized certification success");
        }
    }

    private void onFailure(Throwable failure) {
        if (stopped) {
            // A check that was interrupted has found out nothing.
            return;
        }
        if (!(failure instanceof LicenseException why)) {
            log.error("The licence could not be checked", failure);
            return;
        }
        Admission.Change change = admission.onFailure(why);
        long nowMs = monotonicMs.getAsLong();
        boolean refused = admission.refusal(nowMs).isPresent();
        if (refused && !refusing) {
            log.error("New logins are refused, the licence check failed: 28 CERTVERIFYFAILED, {}", why.words());
        } else if (change == Admission.Change.LAPSED) {
            log.warn(
                    "The licence check failed, new logins are admitted for {} s more: 28 CERTVERIFYFAILED, {}",
                    admission.graceLeftMs(nowMs) / MS_PER_SECOND,
                    why.words());
        }
        refusing = refused;
    }

    private void warnOfExpiry(License license) {
        LocalDate today = time.today();
        if (license.daysLeft(today) <= WARNING_DAYS && !today.equals(warnedOn)) {
            warnedOn = today;
            log.warn(
                    "The licence of {} expires after {}, in {} days; then no new logins are admitted. Put a new one in"
                            + " its place in time: {}, no restart is needed.",
                    license.holder(),
                    license.terms().expires(),
                    license.daysLeft(today),
                    config.licenseFile());
        }
    }
}
