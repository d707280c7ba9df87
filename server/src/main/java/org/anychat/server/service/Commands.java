package org.anychat.server.service;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.List;

/** Runs programs of the operating system. */
@FunctionalInterface
interface Commands {
    /**
     * How a program ended.
     *
     * @param exitCode 0 for success; -1 where it could not be started
     * @param output what it printed, both channels
     */
    record Outcome(int exitCode, String output) {}

    Outcome run(List<String> command);

    /** Runs it, and turns a failure into words. */
    default void require(String... command) throws ServiceException {
        Outcome outcome = run(List.of(command));
        if (outcome.exitCode() != 0) {
            throw new ServiceException("'" + String.join(" ", command) + "' failed with " + outcome.exitCode() + ": "
                    + outcome.output().trim());
        }
    }

    /** The real ones. */
    static Commands ofSystem() {
        return command -> {
            try {
                Process process =
                        new ProcessBuilder(command).redirectErrorStream(true).start();
                process.getOutputStream().close();
                String output = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
                return new Outcome(process.waitFor(), output);
            } catch (IOException e) {
                return new Outcome(-1, e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Outcome(-1, "interrupted");
            }
        };
    }
}
