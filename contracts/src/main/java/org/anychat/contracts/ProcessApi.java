package org.anychat.contracts;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/** What a process tells its operators of itself. Served by every one of them at {@link Addresses#process}. */
public interface ProcessApi {
    /** How many lines {@link #log} gives at most. */
    int MAX_LINES = 200;

    /**
     * Tells what the process is, how it stands, and its figures.
     *
     * @param request nothing
     * @return all of it
     */
    @BusCall(deadlineMs = 2_000)
    Future<ProcessReport> report(GetReport request);

    /**
     * Reads the newest lines of the process's log, as far as it remembers them.
     *
     * @param request which
     * @return the lines, the oldest first
     */
    @BusCall(deadlineMs = 2_000)
    Future<LogLines> log(ReadLog request);

    /** A question for the report. */
    record GetReport() {}

    /**
     * How a process stands.
     *
     * @param node the process
     * @param program what runs
     * @param machine what it runs on
     * @param place its place among the others
     * @param figures the numbers of {@code docs/metrics.md} that are no histograms
     */
    record ProcessReport(NodeId node, Program program, Machine machine, Place place, List<Figure> figures) {}

    /**
     * What runs.
     *
     * @param version of the server
     * @param java version of the JVM
     * @param pid the process's number
     * @param startedMs when it began, in milliseconds since 1970
     * @param services what it is meant to run
     * @param active which of them it works as now
     * @param missing services that no process it knows of runs
     */
    record Program(
            String version,
            String java,
            long pid,
            long startedMs,
            List<String> services,
            List<String> active,
            List<String> missing) {}

    /**
     * What it runs on.
     *
     * @param host the machine's name
     * @param cores processors that the JVM sees
     * @param processCpu share of all cores that this process uses, 0 to 1; below 0 while unknown
     * @param systemCpu share of all cores that is used, 0 to 1; below 0 while unknown
     * @param heapUsed bytes of Java's heap in use
     * @param heapMax bytes that it may grow to
     * @param diskFree bytes that are free where the server's folder is
     * @param diskTotal size of that disk
     */
    record Machine(
            String host,
            int cores,
            double processCpu,
            double systemCpu,
            long heapUsed,
            long heapMax,
            long diskFree,
            long diskTotal) {}

    /**
     * A process's place among the others.
     *
     * @param ready whether it can do its part
     * @param obstacle why not, for people; empty where it can
     * @param members processes of the cluster as it knows them: 1 alone, 0 while it has lost its cluster
     * @param safe whether what it keeps for the cluster has its copies
     * @param role of two servers without a cluster: as the label of {@code anychat_standby_role}
     * @param tcpPorts where its gateway listens
     */
    record Place(boolean ready, String obstacle, int members, boolean safe, String role, List<Integer> tcpPorts) {}

    /**
     * A number.
     *
     * @param name as in {@code docs/metrics.md}
     * @param labels by name
     * @param value the number
     */
    record Figure(String name, Map<String, String> labels, double value) {}

    /**
     * Which lines.
     *
     * @param after only those with a higher number; 0 for the newest there are
     * @param level the least important level: {@code ERROR}, {@code WARN}, {@code INFO}, {@code DEBUG} or {@code TRACE}
     * @param text what they contain, in any case; empty for all
     */
    record ReadLog(long after, String level, String text) {}

    /**
     * Lines of the log.
     *
     * @param lines at most {@value ProcessApi#MAX_LINES}
     * @param last the number of the last line that there is, whether it fits or not
     */
    record LogLines(List<LogLine> lines, long last) {}

    /**
     * A line.
     *
     * @param number rises by one with each line of the process
     * @param timeMs when, in milliseconds since 1970
     * @param level its level
     * @param logger who says it
     * @param thread on which thread
     * @param message the words, cut off after 2000 characters
     */
    record LogLine(long number, long timeMs, String level, String logger, String thread, String message) {}
}
