package org.anychat.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds out with plain UDP sockets whether a path can be opened between two machines of a lab, each behind a router. */
final class PunchProbe implements AutoCloseable {
    private static final int MIRROR_PORT = 3478;
    private static final String MIRROR = NatLab.SERVER + ":" + MIRROR_PORT;

    private final List<Process> processes = new ArrayList<>();
    private final List<Socket> sockets;

    /** One {@link PunchMain}. */
    private record Socket(Process process, BufferedReader answers) {
        void tell(String line) {
            try {
                process.outputWriter().write(line + "\n");
                process.outputWriter().flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String answer() {
            try {
                String line = answers.readLine();
                if (line == null) {
                    throw new AssertionError("the probe has ended");
                }
                return line;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    PunchProbe(NatLab lab) {
        List<Socket> started = new ArrayList<>();
        try {
            start(lab.server(), Integer.toString(MIRROR_PORT)).answer();
            for (int home = 0; home < 2; home++) {
                Socket socket = start(lab.home(home));
                socket.answer();
                started.add(socket);
            }
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
        sockets = List.copyOf(started);
    }

    private Socket start(NetworkLab.Machine machine, String... arguments) {
        List<String> command = new ArrayList<>(machine.prefix());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx16m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
        command.add(PunchMain.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        command.add(PunchMain.class.getName());
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            processes.add(process);
            return new Socket(process, process.inputReader());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether both hear each other, each with a socket that nobody has used before. */
    boolean opens() {
        sockets.forEach(socket -> socket.tell("open " + MIRROR));
        List<String> mapped = sockets.stream().map(Socket::answer).toList();
        if (mapped.contains("nowhere")) {
            return false;
        }
        sockets.get(0).tell("punch " + mapped.get(1));
        sockets.get(1).tell("punch " + mapped.get(0));
        boolean first = Boolean.parseBoolean(sockets.get(0).answer());
        boolean second = Boolean.parseBoolean(sockets.get(1).answer());
        return first && second;
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
    }
}
