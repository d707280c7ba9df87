package org.anychat.server.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The service on Linux: a unit file of systemd, and, where the folder belongs to root, a user of its own. With another
 * root folder than {@code /} only the unit is written, for those who build packages.
 */
public final class SystemdInstaller implements ServiceInstaller {
    /** Is there while systemd is the system's init. */
    private static final String RUNNING = "run/systemd/system";

    private static final String UNITS = "etc/systemd/system";
    private static final String OWN_USER = "anychat";
    private static final String MADE_USER_NOTE = "MadeUser";
    private static final String FORMER_OWNER_NOTE = "FormerOwner";
    private static final String ROOT = "root";

    private final Installation installation;
    private final Path running;
    private final Path unitFile;
    private final boolean live;
    private final Commands commands;

    /**
     * Makes an installer.
     *
     * @param installation what to install
     * @param root {@code /}, or the folder of a package that is being built
     */
    public SystemdInstaller(Installation installation, Path root) {
        this(installation, root, root.equals(root.getRoot()), Commands.ofSystem());
    }

    SystemdInstaller(Installation installation, Path root, boolean live, Commands commands) {
        this.installation = installation;
        this.running = root.resolve(RUNNING);
        this.unitFile = root.resolve(UNITS).resolve(SystemdUnit.NAME);
        this.live = live;
        this.commands = commands;
    }

    /**
     * Words for an administrator whose installed service points at a folder that is not there any more.
     *
     * @param root {@code /} in earnest
     * @return empty where all is well, or nothing is installed
     */
    public static Optional<String> moved(Path root) {
        Path unit = root.resolve(UNITS).resolve(SystemdUnit.NAME);
        return textOf(unit)
                .flatMap(text -> SystemdUnit.note(text, SystemdUnit.HOME_NOTE))
                .filter(home -> !Files.isDirectory(Path.of(home)))
                .map(home -> "The installed service (" + unit + ") starts the server in " + home
                        + ", which is gone. If the folder was moved, run uninstall.sh and then install.sh here.");
    }

    @Override
    public String install() throws ServiceException {
        requireGoodPlace();
        requireSystemd("install");
        Optional<String> present = textOf(unitFile);
        requireOurs(present);
        String user = installation.user().orElseGet(this::defaultUser);
        Map<String, String> notes = new HashMap<>();
        present.ifPresent(text -> keepNotes(text, notes));
        if (live) {
            makeUser(user, notes);
            handOver(user, notes);
        }
        String text = new SystemdUnit(installation, user, notes).text();
        boolean changed = !present.equals(Optional.of(text));
        if (changed) {
            write(text);
        }
        if (live) {
            commands.require("systemctl", "daemon-reload");
            commands.require("systemctl", "enable", SystemdUnit.NAME);
        }
        return (changed ? "Installed" : "Already installed") + ": \"" + Installation.DISPLAY_NAME + "\", " + unitFile
                + ", runs as user " + user + " in " + installation.home() + ".\n"
                + "It starts with the system. Now:   systemctl start " + SystemdUnit.NAME + "\n"
                + "How it is:                        systemctl status " + SystemdUnit.NAME + "\n"
                + "What it says:                     " + installation.home().resolve("AnyChatCoreServer.log");
    }

    @Override
    public String uninstall() throws ServiceException {
        requireSystemd("remove");
        Optional<String> present = textOf(unitFile);
        if (present.isEmpty()) {
            return "Nothing to remove: there is no " + unitFile + ".";
        }
        requireOurs(present);
        if (live) {
            commands.require("systemctl", "disable", "--now", SystemdUnit.NAME);
        }
        delete();
        if (live) {
            commands.require("systemctl", "daemon-reload");
            commands.run(List.of("systemctl", "reset-failed", SystemdUnit.NAME));
            takeBack(present.orElseThrow());
        }
        return "Removed: \"" + Installation.DISPLAY_NAME + "\", " + unitFile
                + ". The server's folder and what is in it stay.";
    }

    private void requireGoodPlace() throws ServiceException {
        if (!Files.isExecutable(installation.launcher())) {
            throw new ServiceException(installation.launcher() + " is not there. Only an unpacked distribution can"
                    + " be installed (AnyChatCoreServer-....tar.gz); run install.sh in its folder.");
        }
        if (!SystemdUnit.allows(installation.home()) || !SystemdUnit.allows(installation.distribution())) {
            throw new ServiceException("The path " + installation.home() + " has a quote, a backslash, a $ or a"
                    + " control character, which systemd takes amiss. Move the folder.");
        }
    }

    private void requireSystemd(String what) throws ServiceException {
        if (!live) {
            return;
        }
        if (!Files.isDirectory(running)) {
            throw new ServiceException("No systemd runs here, so there is no service to " + what + ". Start the"
                    + " server with -d in the background, or with -r under a supervisor of your own (a container needs"
                    + " nothing else).");
        }
        if (!Ownership.isRoot()) {
            throw new ServiceException("Only root can " + what + " a service. Again with sudo:   sudo "
                    + installation.distribution().resolve("install".equals(what) ? "install.sh" : "uninstall.sh"));
        }
    }

    /** Another server's unit, or one that somebody else wrote, is not ours to touch. */
    private void requireOurs(Optional<String> present) throws ServiceException {
        if (present.isEmpty()) {
            return;
        }
        String home = SystemdUnit.note(present.orElseThrow(), SystemdUnit.HOME_NOTE)
                .orElseThrow(() -> new ServiceException(
                        unitFile + " was not written by this program; it is left alone. Remove it by hand."));
        if (!installation.home().equals(Path.of(home)) && Files.isDirectory(Path.of(home))) {
            throw new ServiceException(
                    "The service belongs to the server in " + home + ". Run uninstall.sh there first.");
        }
    }

    private String defaultUser() {
        String owner = Ownership.of(installation.home());
        return owner.equals(ROOT) ? OWN_USER : owner;
    }

    private static void keepNotes(String text, Map<String, String> notes) {
        for (String name : new String[] {MADE_USER_NOTE, FORMER_OWNER_NOTE}) {
            SystemdUnit.note(text, name).ifPresent(value -> notes.put(name, value));
        }
    }

    private void makeUser(String user, Map<String, String> notes) throws ServiceException {
        if (commands.run(List.of("id", "-u", user)).exitCode() == 0) {
            return;
        }
        if (!user.equals(OWN_USER)) {
            throw new ServiceException("There is no user " + user + ". Make it, or leave --user away.");
        }
        commands.require(
                "useradd",
                "--system",
                "--user-group",
                "--no-create-home",
                "--home-dir",
                installation.home().toString(),
                "--shell",
                "/usr/sbin/nologin",
                user);
        notes.put(MADE_USER_NOTE, user);
    }

    private void handOver(String user, Map<String, String> notes) throws ServiceException {
        Ownership.requireReachable(installation, user);
        String former = Ownership.of(installation.home());
        if (!former.equals(user)) {
            Ownership.give(installation.home(), user);
            notes.putIfAbsent(FORMER_OWNER_NOTE, former);
        }
    }

    private void takeBack(String text) throws ServiceException {
        Optional<String> former = SystemdUnit.note(text, FORMER_OWNER_NOTE);
        Optional<String> user = SystemdUnit.user(text);
        if (former.isPresent() && user.isPresent()) {
            Path installed =
                    Path.of(SystemdUnit.note(text, SystemdUnit.HOME_NOTE).orElseThrow());
            // A folder that was moved is the one in which the removal was asked for.
            Path home = Files.isDirectory(installed) ? installed : installation.home();
            Ownership.takeBack(home, user.orElseThrow(), former.orElseThrow());
        }
        Optional<String> made = SystemdUnit.note(text, MADE_USER_NOTE);
        if (made.isPresent()) {
            commands.require("userdel", made.orElseThrow());
        }
    }

    private static Optional<String> textOf(Path unit) {
        try {
            return Files.exists(unit) ? Optional.of(Files.readString(unit)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void write(String text) throws ServiceException {
        try {
            Files.createDirectories(unitFile.getParent());
            Files.writeString(unitFile, text);
        } catch (IOException e) {
            throw new ServiceException(unitFile + " cannot be written (" + e + ").");
        }
    }

    private void delete() throws ServiceException {
        try {
            Files.delete(unitFile);
        } catch (IOException e) {
            throw new ServiceException(unitFile + " cannot be deleted (" + e + ").");
        }
    }
}
