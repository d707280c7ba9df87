package org.anychat.server;

import java.util.ArrayList;
import java.util.List;
import org.anychat.runtime.config.ServerConfig;

/** What the ini may ask for and this version does not do: said at start, never silent. */
final class MissingFeatures {
    private MissingFeatures() {}

    /** What the administrator should know; fails where serving without the feature would do harm. */
    static List<String> check(ServerConfig config) {
        if (config.standby().slaveMode() && config.cluster().isClustered()) {
            throw new StartException(
                    ExitCode.CONFIGURATION,
                    "SlaveMode=1 and ClusterMembers in AnyChatCoreServer.ini: processes of a cluster stand by for each"
                            + " other without SlaveMode. Set SlaveMode=0, or empty ClusterMembers.");
        }
        List<String> words = new ArrayList<>();
        if (config.p2p().isMesh()) {
            words.add(
                    "RoutingPolicy=3: in rooms of more than P2PMaxPeers + 1 users a stream is passed on by viewers whose"
                            + " clients can; they learn each other's addresses (docs/routing.md)");
        }
        return words;
    }
}
