package org.anychat.server.doctor;

import com.sun.management.OperatingSystemMXBean;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anychat.runtime.config.ServiceKind;

/** Java, memory, open files, socket buffers and disk. */
final class MachineExam implements Examination {
    static final int JAVA = 17;
    static final long MIN_MEMORY_MB = 480;
    static final long MIN_FILES = 4_096;
    /** What the relay asks for; docs/operations.md, Sizing. */
    static final long SOCKET_BUFFER = 4_194_304;

    static final long WARN_DISK_MB = 1_024;
    static final long FAIL_DISK_MB = 100;

    private static final int MAX_BYTES = 8_192;
    private static final long BYTES_PER_MB = 1 << 20;
    private static final Pattern OPEN_FILES = Pattern.compile("(?m)^Max open files\\s+(\\d+|unlimited)");

    private final Path proc;
    private final int java;
    private final long memoryMb;

    MachineExam() {
        this(
                Path.of("/proc"),
                Runtime.version().feature(),
                ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize()
                        / BYTES_PER_MB);
    }

    /** Looks at that folder for /proc. */
    MachineExam(Path proc, int java, long memoryMb) {
        this.proc = proc;
        this.java = java;
        this.memoryMb = memoryMb;
    }

    @Override
    public void examine(Patient patient, Findings findings) {
        java(findings);
        memory(findings);
        files(patient, findings);
        if (patient.has(ServiceKind.RELAY)) {
            buffer("rmem_max", findings);
            buffer("wmem_max", findings);
        }
        disk(patient, findings);
    }

    private void java(Findings findings) {
        if (java >= JAVA) {
            findings.ok("java", Words.same("Java " + java));
        } else {
            findings.fail(
                    "java",
                    Words.same("Java " + java),
                    Words.of(
                            "Install Java %d or later, and let JAVA_HOME lead to it.",
                            "请安装 Java %d 或更高版本，并让 JAVA_HOME 指向它。", JAVA));
        }
    }

    private void memory(Findings findings) {
        Words seen = Words.of("%d MB of memory", "内存 %d MB", memoryMb);
        if (memoryMb >= MIN_MEMORY_MB) {
            findings.ok("memory", seen);
        } else {
            findings.warn(
                    "memory",
                    seen,
                    Words.of(
                            "All services in one process want 512 MB; raise the container's or the machine's limit.",
                            "单进程运行全部服务需要 512 MB 内存；请提高容器或机器的内存上限。"));
        }
    }

    private void files(Patient patient, Findings findings) {
        String process = patient.runs() ? Long.toString(patient.pid().getAsLong()) : "self";
        Matcher limit = OPEN_FILES.matcher(read(proc.resolve(process).resolve("limits")));
        if (!limit.find()) {
            findings.skip("files", Words.of("the system does not tell how many files may be open", "系统不提供打开文件数的上限"));
            return;
        }
        boolean enough = limit.group(1).equals("unlimited") || Long.parseLong(limit.group(1)) >= MIN_FILES;
        Words seen = Words.of("%s files and connections may be open", "可同时打开 %s 个文件和连接", limit.group(1));
        if (enough) {
            findings.ok("files", seen);
        } else {
            findings.warn(
                    "files",
                    seen,
                    Words.of(
                            "Each client takes one: raise the limit (LimitNOFILE in the systemd unit, ulimit -n in a shell).",
                            "每个客户端占用一个：请提高上限（systemd 单元的 LimitNOFILE，或 shell 中的 ulimit -n）。"));
        }
    }

    private void buffer(String name, Findings findings) {
        String key = "net.core." + name;
        String text = read(proc.resolve("sys/net/core").resolve(name)).trim();
        if (text.isEmpty() || !text.chars().allMatch(Character::isDigit)) {
            findings.skip("udp.buffer", Words.of("%s is not to be seen here (a container)", "此处无法读取 %s（容器内）", key));
        } else if (Long.parseLong(text) >= SOCKET_BUFFER) {
            findings.ok("udp.buffer", Words.same(key + "=" + text));
        } else {
            findings.warn(
                    "udp.buffer",
                    Words.of("%s=%s: bursts of media may be lost", "%s=%s：突发媒体流量可能丢包", key, text),
                    Words.of("sysctl -w %s=%d", "执行 sysctl -w %s=%d", key, SOCKET_BUFFER));
        }
    }

    private static void disk(Patient patient, Findings findings) {
        Set<Path> folders = new LinkedHashSet<>();
        folders.add(patient.home());
        folders.add(patient.config().exchange().tempFilePath());
        folders.add(Path.of(System.getProperty("java.io.tmpdir")));
        folders.forEach(folder -> disk(folder, findings));
    }

    private static void disk(Path folder, Findings findings) {
        File existing = folder.toFile();
        while (existing != null && !existing.exists()) {
            existing = existing.getParentFile();
        }
        if (existing == null) {
            return;
        }
        long freeMb = existing.getUsableSpace() / BYTES_PER_MB;
        Words seen = Words.of("%d MB free for %s", "%2$s 所在磁盘剩余 %1$d MB", freeMb, folder);
        if (!existing.canWrite()) {
            findings.fail(
                    "disk",
                    Words.of("%s cannot be written", "%s 不可写", existing),
                    Words.of("Give the folder to whoever runs the server.", "请把该目录的写权限授予运行服务器的用户。"));
        } else if (freeMb >= WARN_DISK_MB) {
            findings.ok("disk", seen);
        } else {
            Words remedy = Words.of(
                    "Make room: older logs (LogMaxTotalMB), files of users (TempFilePath).",
                    "请清理磁盘：旧日志（LogMaxTotalMB）、用户文件（TempFilePath）。");
            if (freeMb < FAIL_DISK_MB) {
                findings.fail("disk", seen, remedy);
            } else {
                findings.warn("disk", seen, remedy);
            }
        }
    }

    /** Files of the kernel are small; empty where there is none. */
    /** In one piece: the kernel tells a number once, and only as much of it as is asked for first. */
    private static String read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return "";
        }
    }
}
