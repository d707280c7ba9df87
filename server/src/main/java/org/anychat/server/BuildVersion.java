package org.anychat.server;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version of this build, from the manifest of its jar. */
final class BuildVersion implements IVersionProvider {
    private static final String UNPACKED = "development";

    static String text() {
        return Optional.ofNullable(BuildVersion.class.getPackage().getImplementationVersion())
                .orElse(UNPACKED);
    }

    @Override
    public String[] getVersion() {
        return new String[] {"AnyChatCoreServer " + text() + ", Java " + Runtime.version()};
    }
}
