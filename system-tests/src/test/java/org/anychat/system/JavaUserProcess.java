package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A {@link JavaUser} on a machine of a lab, or several in one process. Every wait has an end. */
final class JavaUserProcess implements AutoCloseable {
    private static final long WAIT_SECONDS = 120;
    private static final int PORT = 8906;
    private static final int AS_THE_SERVER_SEES_FIT = 1;

    private final String name;
    private final Process process;
    private final PrintStream commands;
    private final List<String> lines = new ArrayList<>();

    /** What came since the last restart, and the longest times without; counts are since the beginning. */
    record Gaps(long pictureMs, long soundMs, long pictures, long sounds) {
        static Gaps of(String line) {
            String[] words = line.substring(JavaUser.GAPS.length()).split(" ", -1);
            return new Gaps(
                    Long.parseLong(words[0]),
                    Long.parseLong(words[1]),
                    Long.parseLong(words[2]),
                    Long.parseLong(words[3]));
        }

        @Override
        public String toString() {
            return pictureMs + " and " + soundMs + " ms";
        }
    }

    JavaUserProcess(NetworkLab.Machine machine, String server, String name, int policy) {
        this(machine, server, name, policy, true, 0, 1);
    }

    /** Who views, and passes on to others as far as its up-bandwidth allows. */
    static JavaUserProcess viewer(NetworkLab.Machine machine, String server, String name, int upBps) {
        return new JavaUserProcess(machine, server, name, AS_THE_SERVER_SEES_FIT, false, upBps, 1);
    }

    /** Several who only view, and pass nothing on. */
    static JavaUserProcess viewers(NetworkLab.Machine machine, String server, String name, int count) {
        return new JavaUserProcess(machine, server, name, AS_THE_SERVER_SEES_FIT, false, 0, count);
    }

    /** Who sends, directly as far as its up-bandwidth allows. */
    static JavaUserProcess publisher(NetworkLab.Machine machine, String server, String name, int upBps) {
        return new JavaUserProcess(machine, server, name, AS_THE_SERVER_SEES_FIT, true, upBps, 1);
    }

    /** Who views, and passes on something else than it gets once it is told to {@code lie}. */
    static JavaUserProcess liar(NetworkLab.Machine machine, String server, String name, int upBps, String lie) {
        return new JavaUserProcess(
                machine,
                "client-java/target/test-classes",
                "org.anychat.client.LyingUser",
                List.of(server, Integer.toString(PORT), name, Integer.toString(upBps), lie));
    }

    private JavaUserProcess(
            NetworkLab.Machine machine,
            String server,
            String name,
            int policy,
            boolean publishes,
            int upBps,
            int count) {
        this(
                machine,
                "system-tests/target/test-classes",
                JavaUser.class.getName(),
                List.of(
                        server,
                        Integer.toString(PORT),
                        name,
                        Integer.toString(policy),
                        Boolean.toString(publishes),
                        Integer.toString(upBps),
                        Integer.toString(count)));
    }

    /** A program of tests on top of the SDK; its third argument is its name. */
    private JavaUserProcess(NetworkLab.Machine machine, String classes, String program, List<String> arguments) {
        name = arguments.get(2);
        Path repository = ServerProcess.repository();
        List<String> command = new ArrayList<>(machine.prefix());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ServerProcess.jvmArguments());
        command.addAll(List.of(
                "-cp", repository.resolve("client-java/target/lib") + "/*:" + repository.resolve(classes), program));
        command.addAll(arguments);
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "java-user");
        reader.setDaemon(true);
        reader.start();
    }

    /** Waits until it is in the room with its media. */
    JavaUserProcess inRoom() {
        awaitLine(0, line -> line.startsWith(JavaUser.IN_ROOM));
        return this;
    }

    /** Its number, once it is in the room. */
    int userId() {
        return Integer.parseInt(awaitLine(0, line -> line.startsWith(JavaUser.IN_ROOM))
                .substring(JavaUser.IN_ROOM.length())
                .trim());
    }

    String name() {
        return name;
    }

    /** Waits until its link has been closed for that reason, a number of the error table. */
    void awaitLinkClose(int code) {
        awaitLine(0, (JavaUser.LINK_CLOSED + code)::equals);
    }

    void say(String command) {
        commands.println(command);
    }

    /** How many lines there are, from which on a wait may look. */
    int mark() {
        synchronized (lines) {
            return lines.size();
        }
    }

    /** Waits until the newest word of its way to the other, from a mark on, is this state. */
    String awaitState(int from, int state) {
        return awaitLine(from, line -> line.startsWith(JavaUser.ROUTE + state));
    }

    /** Whether the newest word of its way to another is this state. */
    boolean isInState(int state) {
        synchronized (lines) {
            return lines.stream()
                    .filter(line -> line.startsWith(JavaUser.ROUTE))
                    .reduce((former, latter) -> latter)
                    .filter(line -> line.startsWith(JavaUser.ROUTE + state))
                    .isPresent();
        }
    }

    /** Whether it has ever been told this of its way to another: a state and the reason. */
    boolean hasHeard(String stateAndReason) {
        synchronized (lines) {
            return lines.contains(JavaUser.ROUTE + stateAndReason);
        }
    }

    /** How many frames have come to its users that are not the sample's. */
    int strange() {
        return numbers(JavaUser.STRANGE.trim(), JavaUser.STRANGE).get(0);
    }

    /** With how many others each of its users exchanges media directly. */
    List<Integer> direct() {
        return numbers(JavaUser.DIRECT, JavaUser.DIRECT);
    }

    /** By how many connections a publisher's stream comes to each of its users, 0 by the relay. */
    List<Integer> hopsFrom(int publisher) {
        return numbers(JavaUser.HOPS + publisher, JavaUser.HOPS);
    }

    private List<Integer> numbers(String command, String prefix) {
        int from = mark();
        say(command);
        String numbers = awaitLine(from, line -> line.startsWith(prefix))
                .substring(prefix.length())
                .trim();
        return Stream.of(numbers.split(" ", -1)).map(Integer::valueOf).toList();
    }

    Gaps gaps() {
        int from = mark();
        say("gaps");
        return Gaps.of(awaitLine(from, line -> line.startsWith(JavaUser.GAPS)));
    }

    /** Waits for so many more pictures and packets of sound. */
    void awaitMore(int more) throws InterruptedException {
        Gaps before = gaps();
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
        for (Gaps now = before;
                now.pictures() < before.pictures() + more || now.sounds() < before.sounds() + more;
                now = gaps()) {
            assertTrue(System.nanoTime() < endNs, this::output);
            synchronized (lines) {
                lines.wait(100);
            }
        }
    }

    String output() {
        synchronized (lines) {
            return name + ":\n" + String.join("\n", lines);
        }
    }

    private String awaitLine(int from, Predicate<String> wanted) {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
        synchronized (lines) {
            for (int next = from; ; next++) {
                while (next >= lines.size()) {
                    long leftMs = TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime());
                    assertTrue(leftMs > 0 && (process.isAlive() || next < lines.size()), this::output);
                    waitForLine(leftMs);
                }
                if (wanted.test(lines.get(next))) {
                    return lines.get(next);
                }
            }
        }
    }

    private void waitForLine(long leftMs) {
        try {
            lines.wait(leftMs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                    lines.notifyAll();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            synchronized (lines) {
                lines.notifyAll();
            }
        }
    }

    /** Ends it as a crash does: nobody is told. */
    void kill() {
        process.destroyForcibly();
    }

    /** The end of its input is the end of it. */
    @Override
    public void close() {
        commands.close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
