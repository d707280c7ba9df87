package org.anychat.server.doctor;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.anychat.runtime.config.ServerConfig;
import org.anychat.runtime.config.ServiceKind;

/**
 * The server that is examined.
 *
 * @param home its folder
 * @param config its settings
 * @param judged what is wrong with them
 * @param build which version it is
 * @param pid its process, empty where none runs
 * @param now the time by this machine's clock
 * @param licence asks for the licence; reading the machine's parts takes a while
 */
public record Patient(
        Path home,
        ServerConfig config,
        Judged judged,
        Build build,
        OptionalLong pid,
        Instant now,
        Supplier<Licence> licence) {
    /**
     * What a start would say of the configuration.
     *
     * @param file where it is
     * @param exists whether the file is there
     * @param violations what would keep the server from starting
     * @param warnings what it would warn of
     */
    public record Judged(Path file, boolean exists, List<String> violations, List<String> warnings) {}

    /**
     * A version.
     *
     * @param version its number
     * @param made when it was made
     */
    public record Build(String version, Instant made) {}

    /**
     * A licence.
     *
     * @param good whether the server would start with it
     * @param words what there is to say of it
     * @param daysLeft until it ends, this day included; empty where it does not
     * @param seats how many users it allows, 0 for no limit
     */
    public record Licence(boolean good, String words, OptionalLong daysLeft, int seats) {}

    /**
     * Whether its process is there.
     *
     * @return true where one has the folder
     */
    public boolean runs() {
        return pid.isPresent();
    }

    boolean has(ServiceKind service) {
        return config.cluster().runs(service);
    }
}
