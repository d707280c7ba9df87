package org.anychat.runtime.config;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads {@code [Cluster Settings]}. */
final class ClusterReader {
    private final IniValues values;

    ClusterReader(IniValues values) {
        this.values = values;
    }

    ClusterConfig read() {
        List<String> members = values.value(ClusterKeys.CLUSTER_MEMBERS);
        ClusterConfig config = new ClusterConfig(
                values.value(ClusterKeys.SERVICES),
                members,
                values.value(ClusterKeys.NODE_NAME),
                values.value(ClusterKeys.CLUSTER_ADDRESS),
                values.value(ClusterKeys.CLUSTER_PORT),
                values.value(ClusterKeys.CLUSTER_BUS_PORT),
                values.value(ClusterKeys.CLUSTER_SECRET),
                values.value(ClusterKeys.GATEWAY_ADDRESSES));
        requireComplete(config);
        return config;
    }

    private void requireComplete(ClusterConfig config) {
        int bytes = config.secret().getBytes(StandardCharsets.UTF_8).length;
        if (config.isClustered() && bytes < ClusterKeys.MIN_SECRET_BYTES && values.isGood(ClusterKeys.CLUSTER_SECRET)) {
            values.violate(
                    ClusterKeys.CLUSTER_SECRET,
                    "a cluster needs a secret of " + ClusterKeys.MIN_SECRET_BYTES + " bytes or more, and this one has "
                            + bytes + ". Set the same on every process; openssl rand -hex 32 makes one.");
        }
        if (!config.isClustered() && config.services().size() < ServiceKind.values().length) {
            values.violate(
                    ClusterKeys.SERVICES,
                    "a process alone runs all services. Set ClusterMembers, or set Services=all.");
        }
    }
}
