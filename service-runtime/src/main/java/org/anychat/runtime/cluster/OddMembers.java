package org.anychat.runtime.cluster;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.anychat.contracts.NodeId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Members that should not be as they are; each is told of once. */
final class OddMembers {
    private static final Logger log = LoggerFactory.getLogger(OddMembers.class);

    private final ClusterMember self;
    /** Empty where the ini has none. */
    private final String nodeName;

    private final Set<NodeId> toldOf = new HashSet<>();

    OddMembers(ClusterMember self, String nodeName) {
        this.self = self;
        this.nodeName = nodeName;
    }

    /** Leaves those of another version out: messages and records of two versions are compared by nobody. */
    List<ClusterMember> without(List<ClusterMember> members) {
        return members.stream().filter(this::isOfThisVersion).toList();
    }

    private boolean isOfThisVersion(ClusterMember member) {
        boolean same = member.version().equals(self.version());
        if (!same && toldOf.add(member.node())) {
            log.warn(
                    "Process {} at {} is of version {}, the cluster of {}: it is refused. Install one version"
                            + " everywhere.",
                    member.node(),
                    member.address(),
                    member.version(),
                    self.version());
        }
        return same;
    }

    /** Two of one name are no harm to the cluster, as their ids differ; but to people who read logs. */
    void checkNames(List<ClusterMember> members) {
        members.stream()
                .filter(member -> !nodeName.isEmpty() && !member.node().equals(self.node()))
                .filter(member -> nameOf(member).equals(nodeName))
                .filter(member -> toldOf.add(member.node()))
                .forEach(member -> log.warn(
                        "Process {} at {} has the NodeName of this one, {}. They work, but nobody can tell them apart:"
                                + " give each its own NodeName, or none.",
                        member.node(),
                        member.address(),
                        nodeName));
    }

    /** An id is a name, a hyphen and what makes it unique. */
    private static String nameOf(ClusterMember member) {
        String id = member.node().value();
        int end = id.lastIndexOf('-');
        return end < 0 ? id : id.substring(0, end);
    }
}
