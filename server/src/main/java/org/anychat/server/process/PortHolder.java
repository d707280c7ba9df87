package org.anychat.server.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The process that has a port open, found where Linux tells: the kernel's socket table names a socket's inode, and the
 * process that has this inode among its open files is the holder.
 *
 * @param words the holder in words, to stand after "held by "
 */
public record PortHolder(String words) {
    private static final Path PROC = Path.of("/proc");
    private static final String TCP_LISTENS = "0A";
    private static final int MAX_SOCKETS = 100_000;
    private static final int MAX_COMMAND_CHARACTERS = 200;
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int UID = 7;
    private static final int INODE = 9;

    /** Which table. */
    public enum Transport {
        /** Connections of clients. */
        TCP,
        /** Media. */
        UDP
    }

    private record Socket(String uid, String inode) {}

    /**
     * Finds the holder; reads files of the kernel, so it may take some milliseconds.
     *
     * @param transport TCP or UDP
     * @param port the port
     * @return the holder; empty where nobody holds it, or the system does not tell
     */
    public static Optional<PortHolder> find(Transport transport, int port) {
        return find(PROC, transport, port);
    }

    static Optional<PortHolder> find(Path proc, Transport transport, int port) {
        List<Socket> sockets = new ArrayList<>();
        String table = transport.name().toLowerCase(Locale.ROOT);
        for (String name : List.of(table, table + "6")) {
            sockets.addAll(sockets(proc.resolve("net").resolve(name), transport, port));
        }
        if (sockets.isEmpty()) {
            return Optional.empty();
        }
        Set<String> links = new HashSet<>();
        sockets.forEach(socket -> links.add("socket:[" + socket.inode() + "]"));
        PortHolder hidden = new PortHolder("a process of user number "
                + sockets.get(0).uid() + ", which this user may not see; root sees it with: ss -lunpt | grep :" + port);
        return Optional.of(owner(proc, links).orElse(hidden));
    }

    private static List<Socket> sockets(Path table, Transport transport, int port) {
        List<Socket> found = new ArrayList<>();
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(table), StandardCharsets.ISO_8859_1))) {
            lines.readLine();
            lines.lines()
                    .limit(MAX_SOCKETS)
                    .map(line -> line.trim().split("\\s+"))
                    .forEach(fields -> {
                        boolean open = transport == Transport.UDP
                                || (fields.length > STATE && TCP_LISTENS.equals(fields[STATE]));
                        if (open && fields.length > INODE && fields[LOCAL_ADDRESS].endsWith(suffix)) {
                            found.add(new Socket(fields[UID], fields[INODE]));
                        }
                    });
        } catch (IOException e) {
            // Another system, or a container without /proc: then nobody can be named.
            return List.of();
        }
        return found;
    }

    private static Optional<PortHolder> owner(Path proc, Set<String> links) {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                if (holds(process, links)) {
                    return Optional.of(new PortHolder("process " + process.getFileName() + ": " + command(process)));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static boolean holds(Path process, Set<String> links) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path file : files) {
                if (links.contains(target(file))) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Another user's, or it has just ended.
            return false;
        }
        return false;
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static String command(Path process) {
        try {
            String line = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                    .replaceAll("\\p{Cntrl}", " ")
                    .trim();
            return line.length() <= MAX_COMMAND_CHARACTERS ? line : shortened(line);
        } catch (IOException e) {
            return "(command unknown)";
        }
    }

    /** The end of a Java command tells more than its class path. */
    private static String shortened(String line) {
        int half = MAX_COMMAND_CHARACTERS / 2;
        return line.substring(0, half) + " ... " + line.substring(line.length() - half);
    }
}
