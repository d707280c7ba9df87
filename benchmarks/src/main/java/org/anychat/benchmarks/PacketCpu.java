package org.anychat.benchmarks;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.anychat.benchmarks.ThreadTimes.Kind;

/**
 * CPU of a server for each packet that came to a viewer, in microseconds.
 *
 * @param user in user mode
 * @param system in the kernel
 * @param byKind the same by what the threads are for
 */
record PacketCpu(double user, double system, Map<Kind, Part> byKind) {
    /** Of the threads of one kind. */
    record Part(double user, double system) {
        private static final Part NONE = new Part(0, 0);

        double total() {
            return user + system;
        }

        private Part over(int several) {
            return new Part(user / several, system / several);
        }
    }

    static PacketCpu of(ThreadTimes before, ThreadTimes after, long packets) {
        double each = Math.max(1, packets);
        ThreadTimes.Cpu whole = after.whole().minus(before.whole());
        Map<Kind, Part> parts = new EnumMap<>(Kind.class);
        after.since(before)
                .forEach((kind, cpu) -> parts.put(kind, new Part(cpu.userUs() / each, cpu.systemUs() / each)));
        return new PacketCpu(whole.userUs() / each, whole.systemUs() / each, parts);
    }

    double total() {
        return user + system;
    }

    /** The one in the middle by its total, so that its parts still add up. */
    static PacketCpu median(List<PacketCpu> several) {
        return several.stream()
                .sorted(java.util.Comparator.comparingDouble(PacketCpu::total))
                .toList()
                .get(several.size() / 2);
    }

    /** Of several, each part too, so that they still add up. */
    static PacketCpu mean(List<PacketCpu> several) {
        Map<Kind, Part> parts = new EnumMap<>(Kind.class);
        for (PacketCpu one : several) {
            one.byKind.forEach((kind, part) -> parts.merge(
                    kind, part.over(several.size()), (a, b) -> new Part(a.user + b.user, a.system + b.system)));
        }
        return new PacketCpu(
                several.stream().mapToDouble(PacketCpu::user).average().orElseThrow(),
                several.stream().mapToDouble(PacketCpu::system).average().orElseThrow(),
                parts);
    }

    /** A line for each kind of thread that took anything, and one for the process. */
    void print(String server) {
        System.out.printf(
                "  %-34s %9s %9s %9s %9s%n", server + ", mean CPU us/pkt", "user", "system", "both", "share %");
        for (Kind kind : Kind.values()) {
            Part part = byKind.getOrDefault(kind, Part.NONE);
            if (part.total() > 0) {
                line(kind.words, part);
            }
        }
        line("process", new Part(user, system));
    }

    private void line(String what, Part part) {
        System.out.printf(
                "    %-32s %9.2f %9.2f %9.2f %9.1f%n",
                what, part.user, part.system, part.total(), part.total() * 100 / Math.max(Double.MIN_NORMAL, total()));
    }
}
