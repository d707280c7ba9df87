package org.anychat.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version and the time of this build, which Maven writes into {@code build.properties}. */
final class BuildVersion implements IVersionProvider {
    private static final Properties BUILD = read();

    static String text() {
        return BUILD.getProperty("version");
    }

    /** When this version was made, the same for every build of one commit. */
    static String time() {
        return BUILD.getProperty("time").replace('T', ' ').replace("Z", "");
    }

    /** The same as a moment. */
    static Instant made() {
        return Instant.parse(BUILD.getProperty("time"));
    }

    @Override
    public String[] getVersion() {
        return new String[] {"AnyChatCoreServer " + text() + ", Java " + Runtime.version()};
    }

    private static Properties read() {
        Properties build = new Properties();
        try (InputStream in = BuildVersion.class.getResourceAsStream("build.properties")) {
            build.load(in);
            return build;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
