package org.anychat.server.service;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The service on Windows, made with Apache Commons Daemon's procrun, which the distribution brings. */
public final class ProcrunInstaller implements ServiceInstaller {
    static final String SERVICE = "AnyChatCoreServer";
    /** What {@code sc} answers where there is no such service. */
    private static final int NO_SUCH_SERVICE = 1060;

    private static final String LOCAL_SERVICE = "NT AUTHORITY\\LocalService";
    /** LocalService by number: its name differs between the languages of Windows. */
    private static final String LOCAL_SERVICE_SID = "*S-1-5-19";

    private static final String STOP_SECONDS = "30";

    private final Installation installation;
    private final String serviceClass;
    private final List<String> classPath;
    private final Commands commands;

    /**
     * Makes an installer.
     *
     * @param installation what to install
     * @param serviceClass has {@code start} and {@code stop}, which procrun calls
     */
    public ProcrunInstaller(Installation installation, Class<?> serviceClass) {
        this(
                installation,
                serviceClass.getName(),
                Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator)),
                Commands.ofSystem());
    }

    ProcrunInstaller(Installation installation, String serviceClass, List<String> classPath, Commands commands) {
        this.installation = installation;
        this.serviceClass = serviceClass;
        this.classPath = List.copyOf(classPath);
        this.commands = commands;
    }

    @Override
    public String install() throws ServiceException {
        if (!Files.isRegularFile(procrun())) {
            throw new ServiceException(procrun() + " is not there. Only an unpacked distribution can be installed"
                    + " (AnyChatCoreServer-....zip); run install.bat in its folder.");
        }
        boolean present = isInstalled();
        if (installation.user().isEmpty()) {
            require(List.of(
                    "icacls", installation.home().toString(), "/grant", LOCAL_SERVICE_SID + ":(OI)(CI)M", "/Q"));
        }
        require(command(present ? "//US//" : "//IS//"));
        return (present ? "Brought up to date" : "Installed") + ": \"" + Installation.DISPLAY_NAME + "\" in "
                + installation.home() + ".\nIt starts with Windows. Now:   net start " + SERVICE
                + "\nWhat it says:                  " + installation.home().resolve("AnyChatCoreServer.log");
    }

    @Override
    public String uninstall() throws ServiceException {
        if (!isInstalled()) {
            return "Nothing to remove: there is no service " + SERVICE + ".";
        }
        require(List.of(procrun().toString(), "//DS//" + SERVICE));
        if (installation.user().isEmpty()) {
            require(List.of("icacls", installation.home().toString(), "/remove:g", LOCAL_SERVICE_SID, "/Q"));
        }
        return "Removed: \"" + Installation.DISPLAY_NAME + "\". The server's folder and what is in it stay.";
    }

    /** Procrun's command line; {@code //IS//} makes a service, {@code //US//} changes one. */
    List<String> command(String directive) throws ServiceException {
        String home = installation.home().toString();
        List<String> command = new ArrayList<>(List.of(procrun().toString(), directive + SERVICE));
        command.add("--DisplayName=" + Installation.DISPLAY_NAME);
        command.add("--Description=Audio and video for browsers and applications (AnyChatCoreServer)");
        command.add("--Install=" + procrun());
        command.add("--Startup=auto");
        command.add("--ServiceUser=" + installation.user().orElse(LOCAL_SERVICE));
        command.add("--StartPath=" + home);
        command.add("--Classpath=" + String.join(";", classPath));
        command.add("--Jvm=" + Path.of(System.getProperty("java.home"), "bin", "server", "jvm.dll"));
        command.add("--JvmOptions="
                + jvmOptions().stream().map(ProcrunInstaller::quoted).collect(Collectors.joining(";")));
        command.add("--StartMode=jvm");
        command.add("--StartClass=" + serviceClass);
        command.add("--StartMethod=start");
        command.add("--StartParams=--home;" + quoted(home));
        command.add("--StopMode=jvm");
        command.add("--StopClass=" + serviceClass);
        command.add("--StopMethod=stop");
        command.add("--StopTimeout=" + STOP_SECONDS);
        command.add("--LogPath=" + home);
        command.add("--LogPrefix=AnyChatService");
        command.add("--StdOutput=auto");
        command.add("--StdError=auto");
        return command;
    }

    private List<String> jvmOptions() throws ServiceException {
        Path file = installation.distribution().resolve("lib").resolve("server.jvmargs");
        Path home = installation.home();
        List<String> options = new ArrayList<>();
        try {
            options.addAll(List.of(Files.readString(file).trim().split("\\s+")));
        } catch (IOException e) {
            throw new ServiceException(file + " cannot be read (" + e + "). Unpack the distribution again.");
        }
        options.add("-XX:ErrorFile=" + home.resolve("hs_err_pid%p.log"));
        options.add("-XX:HeapDumpPath=" + home.resolve("AnyChatCoreServer.hprof"));
        return options;
    }

    /** Procrun splits lists at semicolons and number signs, unless they stand in single quotes. */
    private static String quoted(String word) {
        return word.contains(";") || word.contains("#") ? "'" + word + "'" : word;
    }

    private Path procrun() {
        return installation.distribution().resolve("windows").resolve("prunsrv.exe");
    }

    private boolean isInstalled() {
        return commands.run(List.of("sc", "query", SERVICE)).exitCode() != NO_SUCH_SERVICE;
    }

    private void require(List<String> command) throws ServiceException {
        Commands.Outcome outcome = commands.run(command);
        if (outcome.exitCode() != 0) {
            throw new ServiceException("'" + command.get(0) + "' failed with " + outcome.exitCode() + ": "
                    + outcome.output().trim() + "\nRun this in a command prompt that was opened as administrator.");
        }
    }
}
