package org.anychat.runtime.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.config.MemberAttributeConfig;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.anychat.contracts.NodeId;
import org.anychat.runtime.config.ServiceKind;

/** What a member tells of itself with its membership. */
final class MemberAttributes {
    private static final String NODE = "anychat.node";
    private static final String SERVICES = "anychat.services";
    private static final String VERSION = "anychat.version";
    /** Of Vert.x's cluster manager, which wants to find it where it is given an instance. */
    private static final String VERTX_NODE = "__vertx.nodeId";

    private MemberAttributes() {}

    static MemberAttributeConfig of(ClusterMember self, String vertxNode) {
        return new MemberAttributeConfig()
                .setAttribute(NODE, self.node().value())
                .setAttribute(
                        SERVICES,
                        self.services().stream()
                                .map(ServiceKind::label)
                                .sorted()
                                .collect(Collectors.joining(",")))
                .setAttribute(VERSION, self.version())
                .setAttribute(VERTX_NODE, vertxNode);
    }

    /** Empty where the member is none of ours. */
    static Optional<ClusterMember> read(Member member) {
        Map<String, String> attributes = member.getAttributes();
        String node = attributes.get(NODE);
        if (node == null) {
            return Optional.empty();
        }
        Set<String> names = Set.of(attributes.getOrDefault(SERVICES, "").split(","));
        return Optional.of(new ClusterMember(
                new NodeId(node),
                Arrays.stream(ServiceKind.values())
                        .filter(kind -> names.contains(kind.label()))
                        .collect(Collectors.toUnmodifiableSet()),
                member.getAddress().getHost() + ":" + member.getAddress().getPort(),
                attributes.getOrDefault(VERSION, "")));
    }
}
