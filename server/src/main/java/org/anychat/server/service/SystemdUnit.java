package org.anychat.server.service;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The text of the systemd unit. It carries what the removal must know in {@code X-AnyChat-...} lines, which systemd
 * leaves alone.
 *
 * @param installation what is installed
 * @param user whom the service runs as
 * @param notes what the removal must know, by name without the prefix
 */
record SystemdUnit(Installation installation, String user, Map<String, String> notes) {
    static final String NAME = "anychat-core-server.service";
    static final String HOME_NOTE = "Home";

    private static final String NOTE_PREFIX = "X-AnyChat-";
    /** What would end a quoted word of a unit file, or mean something in it. */
    private static final Pattern BAD_IN_PATH = Pattern.compile("[\\p{Cntrl}\"'\\\\$]");

    String text() {
        String home = escaped(installation.home());
        String launcher = escaped(installation.launcher());
        return """
                # Written by AnyChatCoreServer -i, removed by AnyChatCoreServer -u.
                # Settings of your own: systemctl edit %1$s
                [Unit]
                Description=%2$s
                Documentation=%3$s
                Wants=network-online.target
                After=network-online.target
                StartLimitIntervalSec=300
                StartLimitBurst=10
                %4$s

                [Service]
                Type=notify
                NotifyAccess=all
                TimeoutStartSec=90
                User=%5$s
                WorkingDirectory=-%6$s
                %7$sExecStart=/bin/sh -c 'test -x "$$0" || { echo "$$0 is gone. If the folder of the server was moved, run uninstall.sh and then install.sh in the new place." >&2; exit 78; }; exec "$$0" "$$@"' "%8$s" -r --home "%6$s"
                ExecReload=/bin/kill -HUP $MAINPID
                SuccessExitStatus=143
                Restart=on-failure
                RestartSec=2
                RestartPreventExitStatus=64 77 78
                TimeoutStopSec=30
                LimitNOFILE=1048576
                UMask=0027
                %9$s
                [Install]
                WantedBy=multi-user.target
                """.formatted(
                        NAME,
                        Installation.DISPLAY_NAME,
                        manual(),
                        noteLines(),
                        user,
                        home,
                        javaHome(),
                        launcher,
                        hardening(home, escaped(installation.distribution())));
    }

    /** Reads a note out of a unit's text. */
    static Optional<String> note(String text, String name) {
        return value(text, NOTE_PREFIX + name);
    }

    /** Reads whom the service runs as out of a unit's text. */
    static Optional<String> user(String text) {
        return value(text, "User");
    }

    private static Optional<String> value(String text, String key) {
        String prefix = key + "=";
        return text.lines()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()))
                .findFirst();
    }

    static boolean allows(Path path) {
        return !BAD_IN_PATH.matcher(path.toString()).find();
    }

    private String manual() {
        Path manual = installation.distribution().resolve("docs").resolve("operations.md");
        return manual.toUri().toString().replace("%", "%%");
    }

    private String noteLines() {
        Map<String, String> lines = new TreeMap<>(notes);
        lines.put(HOME_NOTE, installation.home().toString());
        return lines.entrySet().stream()
                .map(note -> NOTE_PREFIX + note.getKey() + "=" + note.getValue())
                .collect(Collectors.joining("\n"));
    }

    private static String javaHome() {
        String javaHome = System.getenv("JAVA_HOME");
        boolean usable = javaHome != null && !javaHome.isEmpty() && allows(Path.of(javaHome));
        return usable ? "Environment=\"JAVA_HOME=" + escaped(Path.of(javaHome)) + "\"\n" : "";
    }

    /** A server that is taken over finds a system it cannot write to, and programs it cannot replace. */
    private static String hardening(String home, String distribution) {
        // A private /tmp would hide a server that lives in the public one.
        String tmp = underTmp(home) || underTmp(distribution) ? "no" : "yes";
        return """
                CapabilityBoundingSet=CAP_NET_BIND_SERVICE
                AmbientCapabilities=CAP_NET_BIND_SERVICE
                NoNewPrivileges=yes
                ProtectSystem=strict
                ProtectHome=%1$s
                ReadWritePaths="-%2$s"
                ReadOnlyPaths="-%3$s/lib" "-%3$s/windows" "-%3$s/AnyChatCoreServer" "-%3$s/install.sh" "-%3$s/uninstall.sh" "-%3$s/run.sh"
                PrivateTmp=%4$s
                PrivateDevices=yes
                ProtectClock=yes
                ProtectHostname=yes
                ProtectKernelLogs=yes
                ProtectKernelModules=yes
                ProtectKernelTunables=yes
                ProtectControlGroups=yes
                RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
                RestrictNamespaces=yes
                RestrictRealtime=yes
                RestrictSUIDSGID=yes
                LockPersonality=yes
                RemoveIPC=yes
                KeyringMode=private
                SystemCallArchitectures=native
                SystemCallFilter=@system-service
                SystemCallErrorNumber=EPERM
                """.formatted(underHome(home) || underHome(distribution) ? "read-only" : "yes", home, distribution, tmp);
    }

    private static boolean underHome(String path) {
        return path.startsWith("/home/") || path.startsWith("/root/") || path.startsWith("/run/user/");
    }

    private static boolean underTmp(String path) {
        return path.startsWith("/tmp/") || path.startsWith("/var/tmp/");
    }

    private static String escaped(Path path) {
        return path.toString().replace("%", "%%");
    }
}
