package org.anychat.server.metrics;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * How busy the processors are, under the names of Micrometer's {@code ProcessorMetrics}. The JVM tells of the time since
 * its last answer, whoever had asked: two who ask one after the other get a share of a few clock ticks, which is nothing
 * or everything. So it is asked once a second at most, and all get the same. Any thread.
 */
public final class CpuLoad implements MeterBinder {
    private static final long LEAST_NS = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nowNs;
    private final DoubleSupplier ofProcess;
    private final DoubleSupplier ofSystem;
    private final DoubleSupplier waiting;
    private Reading latest;
    private long readNs;

    /**
     * What the JVM has said.
     *
     * @param process share of all cores that this process uses, 0 to 1; below 0 while unknown
     * @param system share of all cores that is used, 0 to 1; below 0 while unknown
     */
    public record Reading(double process, double system) {}

    /** Asks the JVM that this runs in. */
    CpuLoad() {
        this(
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)::getProcessCpuLoad,
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)::getCpuLoad,
                System::nanoTime);
    }

    CpuLoad(DoubleSupplier ofProcess, DoubleSupplier ofSystem, LongSupplier nowNs) {
        this.nowNs = nowNs;
        this.ofProcess = ofProcess;
        this.ofSystem = ofSystem;
        this.waiting = ManagementFactory.getOperatingSystemMXBean()::getSystemLoadAverage;
    }

    /**
     * How busy they are.
     *
     * @return over the last second or longer
     */
    public synchronized Reading read() {
        long now = nowNs.getAsLong();
        if (latest == null || now - readNs >= LEAST_NS) {
            readNs = now;
            latest = new Reading(ofProcess.getAsDouble(), ofSystem.getAsDouble());
        }
        return latest;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("process.cpu.usage", this, load -> load.read().process())
                .description("The \"recent cpu usage\" for the Java Virtual Machine process")
                .register(registry);
        Gauge.builder("system.cpu.usage", this, load -> load.read().system())
                .description("The \"recent cpu usage\" of the system the application is running in")
                .register(registry);
        Gauge.builder("system.load.average.1m", waiting, DoubleSupplier::getAsDouble)
                .description("Runnable entities that are queued or running, averaged over a minute")
                .register(registry);
    }
}
