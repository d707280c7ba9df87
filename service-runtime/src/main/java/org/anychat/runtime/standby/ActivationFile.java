package org.anychat.runtime.standby;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.anychat.runtime.cluster.RecordJson;
import org.anychat.runtime.config.AtomicFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where an activation outlives its process. Sealed with the password, so that nobody lengthens it with an editor. Blocks. */
public final class ActivationFile {
    /** The file's name, beside the ini. */
    public static final String NAME = "AnyChatStandby.json";

    private static final Logger log = LoggerFactory.getLogger(ActivationFile.class);
    private static final long MAX_BYTES = 1_048_576;

    private final Path file;
    private final StandbySecret secret;
    /** Said once, as it is written again and again. */
    private final AtomicBoolean unwritten = new AtomicBoolean();

    /** What is written: the activation as JSON, and its seal. */
    record Sealed(String activation, String seal) {}

    /**
     * Names the file.
     *
     * @param home the server's folder
     * @param secret what seals it
     */
    public ActivationFile(Path home, StandbySecret secret) {
        this.file = home.resolve(NAME);
        this.secret = secret;
    }

    /**
     * Reads what there is.
     *
     * @param master where the master is by the configuration
     * @return the activation; none where there is no file, it is another master's, or its seal is wrong, which is logged
     */
    public Activation read(String master) {
        return stored().filter(activation -> activation.master().equals(master)).orElse(Activation.none(master));
    }

    private Optional<Activation> stored() {
        try {
            if (!Files.isRegularFile(file)) {
                return Optional.empty();
            }
            if (Files.size(file) > MAX_BYTES) {
                log.warn("{} is too large and does not count; the master activates this server anew", file);
                return Optional.empty();
            }
            Sealed sealed = RecordJson.read(Files.readString(file), Sealed.class);
            if (sealed == null
                    || sealed.activation() == null
                    || !secret.sealOf(sealed.activation()).equals(sealed.seal())) {
                log.warn(
                        "{} was changed, or SDKAuthPass was: it does not count, and the master activates this server"
                                + " anew",
                        file);
                return Optional.empty();
            }
            return Optional.of(RecordJson.read(sealed.activation(), Activation.class));
        } catch (IOException | IllegalArgumentException e) {
            log.warn("{} cannot be read ({}); the master activates this server anew", file, e.toString());
            return Optional.empty();
        }
    }

    /**
     * Writes an activation over the one before.
     *
     * @param activation the activation
     */
    public void write(Activation activation) {
        String text = RecordJson.write(activation);
        try {
            AtomicFiles.write(file, RecordJson.write(new Sealed(text, secret.sealOf(text))));
            if (unwritten.getAndSet(false)) {
                log.info("{} is written again", file);
            }
        } catch (IOException e) {
            if (unwritten.getAndSet(true)) {
                return;
            }
            log.warn(
                    "{} cannot be written ({}): after a restart without its master this server would not serve. Make"
                            + " room, or the folder writable.",
                    file,
                    e.toString());
        }
    }
}
