package org.anychat.server.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import org.anychat.server.metrics.CpuLoad.Reading;
import org.junit.jupiter.api.Test;

class CpuLoadTest {
    private final AtomicLong nowNs = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private final CpuLoad load = new CpuLoad(this::sinceLastAsked, () -> 0.5, nowNs::get);
    private long askedNs = -TimeUnit.SECONDS.toNanos(1);

    /** As the JVM does: half of the time since the last question, and nonsense where that was just now. */
    private double sinceLastAsked() {
        asked.incrementAndGet();
        long sinceNs = nowNs.get() - askedNs;
        askedNs = nowNs.get();
        return sinceNs < TimeUnit.MILLISECONDS.toNanos(100) ? 1 : 0.25;
    }

    @Test
    void shouldTellThoseTheSameWhoAskOneAfterTheOther() {
        for (int i = 0; i < 50; i++) {
            assertEquals(new Reading(0.25, 0.5), load.read());
            nowNs.addAndGet(TimeUnit.MILLISECONDS.toNanos(2));
            assertEquals(new Reading(0.25, 0.5), load.read());
            nowNs.addAndGet(TimeUnit.MILLISECONDS.toNanos(498));
        }

        assertEquals(25, asked.get());
    }

    @Test
    void shouldShowMonitoringTheSame() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        load.bindTo(registry);
        load.read();
        nowNs.addAndGet(1);

        assertEquals(0.25, registry.get("process.cpu.usage").gauge().value());
        assertEquals(0.5, registry.get("system.cpu.usage").gauge().value());
        assertTrue(registry.get("system.load.average.1m").gauge().value() >= 0);
        registry.close();
    }

    /** The real bean under two readers, one right behind the other: one core is busy, so neither may see an idle one. */
    @Test
    void shouldSeeABusyCoreAsBusy() {
        DoubleSupplier real = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)::getProcessCpuLoad;
        CpuLoad here = new CpuLoad(real, () -> 0, System::nanoTime);
        here.read();
        for (int i = 0; i < 3; i++) {
            long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1_010);
            while (System.nanoTime() < endNs) {
                Thread.onSpinWait();
            }
            double first = here.read().process();
            assertTrue(first > 0, () -> "share " + first);
            assertEquals(first, here.read().process());
        }
    }
}
