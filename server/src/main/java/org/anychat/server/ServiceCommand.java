package org.anychat.server;

import java.nio.file.Path;
import java.util.Optional;
import org.anychat.server.service.Installation;
import org.anychat.server.service.ProcrunInstaller;
import org.anychat.server.service.ServiceException;
import org.anychat.server.service.ServiceInstaller;
import org.anychat.server.service.SystemdInstaller;
import picocli.CommandLine.Option;

/** The options of {@code -i} and {@code -u}. */
final class ServiceCommand {
    /** Set by the scripts of a distribution. */
    private static final String DISTRIBUTION = "anychat.distribution";

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "With -i: whom the service runs as. Default: the folder's owner; where that is root, a user"
                    + " 'anychat' that is made for it.")
    private String user;

    @Option(
            names = "--root",
            paramLabel = "FOLDER",
            defaultValue = "/",
            description = "With -i and -u, for those who build packages: write below FOLDER, and nothing else.")
    private Path root;

    /** The installer of this operating system. */
    ServiceInstaller of(Path home) throws ServiceException {
        String distribution = System.getProperty(DISTRIBUTION, "");
        Installation installation = new Installation(
                distribution.isEmpty() ? home : Path.of(distribution).toAbsolutePath(),
                home,
                Optional.ofNullable(user));
        String system = System.getProperty("os.name");
        if (system.startsWith("Windows")) {
            return new ProcrunInstaller(installation, WindowsService.class);
        }
        if (system.equals("Linux")) {
            return new SystemdInstaller(installation, root.toAbsolutePath().normalize());
        }
        throw new ServiceException("On " + system + " this program makes no services. Start the server with -d in the"
                + " background, or with -r under a supervisor of your own.");
    }
}
