package org.anychat.server.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

/** What Windows would be told; procrun itself runs there alone. */
class ProcrunInstallerTest {
    private static final int NO_SUCH_SERVICE = 1060;

    @TempDir
    Path home;

    private final List<List<String>> commands = new ArrayList<>();
    private boolean installed;
    private int exitCode;

    @BeforeEach
    void unpack() throws IOException {
        Files.createDirectories(home.resolve("windows"));
        Files.createFile(home.resolve("windows/prunsrv.exe"));
        Files.createDirectories(home.resolve("lib"));
        Files.writeString(
                home.resolve("lib/server.jvmargs"), "-Xms64m -XX:+UseG1GC --add-opens=java.base/a=ALL-UNNAMED\n");
    }

    private ProcrunInstaller installer() {
        return new ProcrunInstaller(
                new Installation(home, home, Optional.empty()),
                "org.example.Service",
                List.of("a.jar", "b.jar"),
                command -> {
                    commands.add(command);
                    boolean query = command.get(0).equals("sc");
                    int queried = installed ? 0 : NO_SUCH_SERVICE;
                    return new Commands.Outcome(query ? queried : exitCode, "Access is denied.");
                });
    }

    @Test
    void shouldMakeTheServiceThatTheManualNames() throws Exception {
        installer().install();

        List<String> command = commands.get(commands.size() - 1);
        String procrun = home.resolve("windows").resolve("prunsrv.exe").toString();
        assertEquals(List.of(procrun, "//IS//AnyChatCoreServer"), command.subList(0, 2));
        for (String option : List.of(
                "--DisplayName=AnyChat Platform Service",
                "--Install=" + procrun,
                "--Startup=auto",
                "--ServiceUser=NT AUTHORITY\\LocalService",
                "--StartPath=" + home,
                "--Classpath=a.jar;b.jar",
                "--StartMode=jvm",
                "--StartClass=org.example.Service",
                "--StartMethod=start",
                "--StartParams=--home;" + home,
                "--StopMode=jvm",
                "--StopClass=org.example.Service",
                "--StopMethod=stop",
                "--StopTimeout=30",
                "--JvmOptions=-Xms64m;-XX:+UseG1GC;--add-opens=java.base/a=ALL-UNNAMED;-XX:ErrorFile="
                        + home.resolve("hs_err_pid%p.log") + ";-XX:HeapDumpPath="
                        + home.resolve("AnyChatCoreServer.hprof"))) {
            assertTrue(command.contains(option), option + " missing in\n" + String.join("\n", command));
        }
    }

    @Test
    void shouldLetTheServiceWriteIntoItsFolder() throws Exception {
        installer().install();

        assertTrue(
                commands.contains(List.of("icacls", home.toString(), "/grant", "*S-1-5-19:(OI)(CI)M", "/Q")),
                commands::toString);
    }

    @Test
    void shouldChangeAServiceThatIsThere() throws Exception {
        installed = true;

        assertTrue(installer().install().startsWith("Brought up to date"));

        assertEquals(
                "//US//AnyChatCoreServer", commands.get(commands.size() - 1).get(1));
    }

    @Test
    void shouldRemoveTheServiceOnce() throws Exception {
        installed = true;
        assertTrue(installer().uninstall().startsWith("Removed"));
        assertEquals("//DS//AnyChatCoreServer", commands.get(1).get(1));

        installed = false;
        assertTrue(installer().uninstall().startsWith("Nothing to remove"));
    }

    @Test
    void shouldSayThatAnAdministratorIsNeeded() {
        exitCode = 5;

        String words = assertThrows(ServiceException.class, () -> installer().install())
                .getMessage();

        assertTrue(words.contains("administrator") && words.contains("Access is denied."), words);
    }

    @Test
    void shouldSayThatOnlyADistributionCanBeInstalled() throws IOException {
        Files.delete(home.resolve("windows/prunsrv.exe"));

        String words = assertThrows(ServiceException.class, () -> installer().install())
                .getMessage();

        assertTrue(words.contains("install.bat"), words);
    }
}
