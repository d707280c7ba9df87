package org.anychat.server.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Whether this machine's clock can be right, and is kept so. */
final class ClockExam implements Examination {
    /** Tokens, licences and logs can bear that. */
    static final long WARN_MS = 2_000;

    static final long FAIL_MS = 60_000;
    private static final long COMMAND_SECONDS = 3;
    private static final double MS_PER_SECOND = 1e3;

    private final Supplier<Optional<Boolean>> synchronised;

    ClockExam() {
        this(ClockExam::timedatectl);
    }

    /** Is told whether something keeps the clock right; empty where nobody knows. */
    ClockExam(Supplier<Optional<Boolean>> synchronised) {
        this.synchronised = synchronised;
    }

    @Override
    public void examine(Patient patient, Findings findings) {
        if (patient.now().isBefore(patient.build().made())) {
            findings.fail(
                    "clock",
                    Words.of(
                            "this machine's clock says %s, before this version was made (%s)",
                            "本机时钟为 %s，早于本版本的构建时间（%s）",
                            patient.now(),
                            patient.build().made()),
                    Words.of(
                            "Set it, and have it kept: timedatectl set-ntp true, or chrony.",
                            "请校准时钟并保持同步：timedatectl set-ntp true 或使用 chrony。"));
            return;
        }
        Optional<Boolean> kept = synchronised.get();
        if (kept.isEmpty()) {
            findings.skip(
                    "clock", Words.of("whether NTP keeps the clock is not to be seen here", "此处无法得知时钟是否由 NTP 同步"));
        } else if (kept.get()) {
            findings.ok("clock", Words.of("kept right by NTP", "由 NTP 保持同步"));
        } else {
            findings.warn(
                    "clock",
                    Words.of("nothing keeps this machine's clock right", "本机时钟没有同步"),
                    Words.of(
                            "timedatectl set-ntp true, or chrony; tokens, licences and the order of logs go by it.",
                            "执行 timedatectl set-ntp true 或使用 chrony；令牌、授权和日志顺序都依赖时钟。"));
        }
    }

    /** Compares the clock with that of another process. */
    static void compare(String place, GatewayVisit.Hello hello, GatewayVisit.Pong pong, long nowMs, Findings findings) {
        // Its word is as old as half of the way there and back; all of it is the doubt that remains.
        double differenceMs = Math.abs(nowMs - pong.rttMs() / 2 - pong.timeMs()) - pong.rttMs();
        double seconds = Math.max(0, differenceMs) / MS_PER_SECOND;
        if (differenceMs <= WARN_MS) {
            findings.ok(
                    "clock.peer",
                    Words.of("the clock of %s (%s) agrees with this one", "%s（%s）的时钟与本机一致", place, hello.server()));
            return;
        }
        Words seen = Words.of("the clock of %s differs from this one by %.0f s", "%s 的时钟与本机相差 %.0f 秒", place, seconds);
        Words remedy = Words.of(
                "One of the two is off: have both kept by NTP (timedatectl, chronyc tracking).",
                "其中之一不准：请让两者都由 NTP 同步（timedatectl、chronyc tracking）。");
        if (differenceMs > FAIL_MS) {
            findings.fail("clock.peer", seen, remedy);
        } else {
            findings.warn("clock.peer", seen, remedy);
        }
    }

    private static Optional<Boolean> timedatectl() {
        try {
            Process process = new ProcessBuilder("timedatectl", "show", "-p", "NTPSynchronized", "--value")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            String said = new String(process.getInputStream().readNBytes(64), StandardCharsets.US_ASCII).trim();
            return said.equals("yes") || said.equals("no") ? Optional.of(said.equals("yes")) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
