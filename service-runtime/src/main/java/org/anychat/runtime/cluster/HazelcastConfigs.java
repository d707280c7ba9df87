package org.anychat.runtime.cluster;

import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.config.TcpIpConfig;
import com.hazelcast.spi.merge.DiscardMergePolicy;
import java.net.InetSocketAddress;
import java.util.List;

/** Hazelcast as this cluster wants it: on one interface, by a list of addresses, quick to notice a death. */
final class HazelcastConfigs {
    /** A process that has not been heard of for so long is dead to the others. */
    static final int SILENCE_SECONDS = 5;

    /** Two members may be lost at once. */
    private static final int BACKUPS = 2;

    static final int HEARTBEAT_SECONDS = 1;
    private static final int CONNECT_SECONDS = 2;
    /** How long one attempt to join may take before another one is made. */
    static final int JOIN_SECONDS = 20;

    private static final int CONNECT_ALL_SECONDS = 5;

    private HazelcastConfigs() {}

    static Config config(
            String clusterName,
            ClusterMember self,
            String vertxNode,
            InetSocketAddress own,
            List<InetSocketAddress> members) {
        Config config = new Config()
                .setClusterName(clusterName)
                .setLiteMember(!self.keepsState())
                .setMemberAttributeConfig(MemberAttributes.of(self, vertxNode));
        setProperties(config);
        setNetwork(config.getAdvancedNetworkConfig(), own, members);
        setMaps(config);
        return config;
    }

    private static void setProperties(Config config) {
        config.setProperty("hazelcast.logging.type", "slf4j")
                .setProperty("hazelcast.phone.home.enabled", "false")
                .setProperty("hazelcast.shutdownhook.enabled", "false")
                .setProperty("hazelcast.socket.bind.any", "false")
                .setProperty("hazelcast.heartbeat.interval.seconds", Integer.toString(HEARTBEAT_SECONDS))
                // DeadMembers is quicker, and knows who died together.
                .setProperty(
                        "hazelcast.max.no.heartbeat.seconds", Integer.toString(SILENCE_SECONDS + HEARTBEAT_SECONDS))
                .setProperty("hazelcast.socket.connect.timeout.seconds", Integer.toString(CONNECT_SECONDS))
                .setProperty("hazelcast.connection.monitor.interval", "1000")
                .setProperty("hazelcast.connection.monitor.max.faults", "2")
                .setProperty("hazelcast.operation.call.timeout.millis", "10000")
                // The backup may have been on the process that is dead, and then nobody ever says that it is written.
                .setProperty("hazelcast.operation.backup.timeout.millis", "500")
                // What a dead member was asked is asked of the next one as soon as that is known.
                .setProperty("hazelcast.invocation.retry.pause.millis", "100")
                .setProperty("hazelcast.partial.member.disconnection.resolution.heartbeat.count", "3")
                .setProperty("hazelcast.merge.first.run.delay.seconds", "8")
                .setProperty("hazelcast.merge.next.run.delay.seconds", "5")
                .setProperty("hazelcast.wait.seconds.before.join", "1")
                // Otherwise 300: one that was let in, and was too slow to hear of it, is refused for 30 s under its id,
                // and
                // one that stands still keeps all from starting that wait for its word. The next attempt has another
                // id.
                .setProperty("hazelcast.max.join.seconds", Integer.toString(JOIN_SECONDS))
                // Otherwise 120, in which a start waits for a member that has died meanwhile; DeadMembers finds it.
                .setProperty("hazelcast.connect.all.wait.seconds", Integer.toString(CONNECT_ALL_SECONDS))
                .setProperty("hazelcast.graceful.shutdown.max.wait", "5")
                // What is shared is small, and so are the machines.
                .setProperty("hazelcast.partition.count", "71")
                .setProperty("hazelcast.operation.thread.count", "2")
                .setProperty("hazelcast.operation.generic.thread.count", "2")
                .setProperty("hazelcast.io.thread.count", "2")
                .setProperty("hazelcast.event.thread.count", "1");
    }

    /**
     * A port for members only, by Hazelcast's advanced network: the plain one takes clients, too, and its connection to
     * a process that stands still keeps a thread busy and everything silent that this thread should send (5.7.0).
     */
    private static void setNetwork(
            AdvancedNetworkConfig network, InetSocketAddress own, List<InetSocketAddress> members) {
        ServerSocketEndpointConfig endpoint = new ServerSocketEndpointConfig();
        endpoint.setPort(own.getPort()).setPortAutoIncrement(false).setReuseAddress(true);
        endpoint.getInterfaces().setEnabled(true).addInterface(own.getAddress().getHostAddress());
        network.setEnabled(true).setMemberEndpointConfig(endpoint);
        network.getJoin().getAutoDetectionConfig().setEnabled(false);
        network.getJoin().getMulticastConfig().setEnabled(false);
        TcpIpConfig join =
                network.getJoin().getTcpIpConfig().setEnabled(true).setConnectionTimeoutSeconds(CONNECT_SECONDS);
        members.forEach(member -> join.addMember(host(member.getAddress().getHostAddress()) + ":" + member.getPort()));
    }

    private static String host(String address) {
        return address.indexOf(':') >= 0 ? "[" + address + "]" : address;
    }

    /** When two parts of a cluster meet again the larger one's records stay; the other's processes announce anew. */
    private static void setMaps(Config config) {
        MergePolicyConfig larger = new MergePolicyConfig().setPolicy(DiscardMergePolicy.class.getName());
        config.addMapConfig(new MapConfig("anychat.*").setBackupCount(BACKUPS).setMergePolicyConfig(larger));
        config.addMapConfig(new MapConfig("__vertx.*").setBackupCount(BACKUPS));
        config.addMultiMapConfig(new MultiMapConfig("__vertx.subs")
                .setBackupCount(BACKUPS)
                .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET));
    }
}
