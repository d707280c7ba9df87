package org.anychat.server.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The installer writes real files; the programs that it would run on the machine are only noted down. */
class SystemdInstallerTest {
    @TempDir
    Path root;

    @TempDir
    Path home;

    private final List<String> commands = new ArrayList<>();
    private int exitCode;

    @BeforeEach
    void unpack() throws IOException {
        makeDistribution(home);
        Files.createDirectories(root.resolve("run/systemd/system"));
    }

    private static void makeDistribution(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("lib"));
        Path launcher = Files.createFile(folder.resolve("AnyChatCoreServer"));
        assertTrue(launcher.toFile().setExecutable(true));
    }

    private SystemdInstaller packaging(Path folder) {
        return new SystemdInstaller(
                new Installation(folder, folder, Optional.of("anychat")), root, false, this::noteDown);
    }

    private Commands.Outcome noteDown(List<String> command) {
        commands.add(String.join(" ", command));
        return new Commands.Outcome(exitCode, exitCode == 0 ? "" : "refused");
    }

    private Path unit() {
        return root.resolve("etc/systemd/system/anychat-core-server.service");
    }

    @Test
    void shouldWriteAUnitThatRunsThisFolderHardened() throws Exception {
        String words = packaging(home).install();

        String text = Files.readString(unit());
        assertTrue(text.contains("Description=AnyChat Platform Service\n"), text);
        assertTrue(text.contains("\"" + home + "/AnyChatCoreServer\" -r --home \"" + home + "\"\n"), text);
        assertTrue(text.contains("User=anychat\n"), text);
        for (String line : List.of(
                "NoNewPrivileges=yes",
                "ProtectSystem=strict",
                "CapabilityBoundingSet=CAP_NET_BIND_SERVICE",
                "AmbientCapabilities=CAP_NET_BIND_SERVICE",
                "Restart=on-failure",
                "RestartPreventExitStatus=64 77 78")) {
            assertTrue(text.lines().anyMatch(line::equals), line + " missing in\n" + text);
        }
        assertTrue(words.contains("systemctl start anychat-core-server.service"), words);
        assertEquals(List.of(), commands);
    }

    @Test
    void shouldEscapeWhatSystemdWouldExpand() throws Exception {
        Path odd = home.resolve("50%h of it");
        makeDistribution(odd);

        packaging(odd).install();

        String text = Files.readString(unit());
        assertTrue(text.contains("WorkingDirectory=-" + home + "/50%%h of it\n"), text);
        assertTrue(text.contains("\"-" + home + "/50%%h of it/lib\""), text);
        assertFalse(text.replace("%%", "").replaceAll("(?m)^X-.*$", "").contains("%"), text);
    }

    @Test
    void shouldRefuseAPathThatSystemdCannotTake() throws Exception {
        Path odd = home.resolve("a\"b");
        makeDistribution(odd);

        String words = assertThrows(ServiceException.class, () -> packaging(odd).install())
                .getMessage();

        assertTrue(words.contains("quote"), words);
        assertFalse(Files.exists(unit()));
    }

    @Test
    void shouldInstallAndRemoveAgainAndAgain() throws Exception {
        assertTrue(packaging(home).install().startsWith("Installed"));
        String first = Files.readString(unit());
        assertTrue(packaging(home).install().startsWith("Already installed"));
        assertEquals(first, Files.readString(unit()));

        assertTrue(packaging(home).uninstall().startsWith("Removed"));
        assertFalse(Files.exists(unit()));
        assertTrue(packaging(home).uninstall().startsWith("Nothing to remove"));
    }

    @Test
    void shouldLeaveTheUnitOfAnotherServerAlone() throws Exception {
        Path other = home.resolve("other");
        makeDistribution(other);
        packaging(other).install();
        String before = Files.readString(unit());

        String words = assertThrows(
                        ServiceException.class, () -> packaging(home).install())
                .getMessage();

        assertTrue(words.contains(other.toString()), words);
        assertThrows(ServiceException.class, () -> packaging(home).uninstall());
        assertEquals(before, Files.readString(unit()));
    }

    @Test
    void shouldLeaveAUnitThatSomebodyElseWroteAlone() throws Exception {
        Files.createDirectories(unit().getParent());
        Files.writeString(unit(), "[Service]\nExecStart=/bin/true\n");

        assertThrows(ServiceException.class, () -> packaging(home).install());
        assertThrows(ServiceException.class, () -> packaging(home).uninstall());
        assertEquals("[Service]\nExecStart=/bin/true\n", Files.readString(unit()));
    }

    @Test
    void shouldTellOfAFolderThatWasMovedAndInstallFromItsNewPlace() throws Exception {
        Path old = home.resolve("old");
        makeDistribution(old);
        packaging(old).install();
        assertEquals(Optional.empty(), SystemdInstaller.moved(root));
        Path moved = Files.move(old, home.resolve("new"));

        String words = SystemdInstaller.moved(root).orElseThrow();
        assertTrue(words.contains(old.toString()) && words.contains("uninstall.sh"), words);

        packaging(moved).install();
        assertEquals(Optional.empty(), SystemdInstaller.moved(root));
    }

    @Test
    void shouldSayThatOnlyADistributionCanBeInstalled() throws Exception {
        Files.delete(home.resolve("AnyChatCoreServer"));

        String words = assertThrows(
                        ServiceException.class, () -> packaging(home).install())
                .getMessage();

        assertTrue(words.contains("tar.gz"), words);
    }

    @Test
    void shouldSayWhatToDoWhereNoSystemdRuns() throws Exception {
        Files.delete(root.resolve("run/systemd/system"));
        SystemdInstaller live =
                new SystemdInstaller(new Installation(home, home, Optional.empty()), root, true, this::noteDown);

        String words = assertThrows(ServiceException.class, live::install).getMessage();

        assertTrue(words.contains("-d") && words.contains("-r"), words);
        assertEquals(List.of(), commands);
    }
}
