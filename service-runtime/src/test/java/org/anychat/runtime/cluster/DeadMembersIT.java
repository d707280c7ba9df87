package org.anychat.runtime.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.NodeId;
import org.anychat.runtime.config.ServiceKind;
import org.anychat.testsupport.FreePorts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real members whose own means of finding the dead are off. */
class DeadMembersIT {
    private static final long DEADLINE_SECONDS = 60;
    private static final int MEMBERS = 4;

    private final List<HazelcastInstance> members = new ArrayList<>();
    private final List<DeadMembers> watches = new ArrayList<>();
    private final BlockingQueue<String> gone = new LinkedBlockingQueue<>();

    @BeforeEach
    void join() throws IOException {
        List<InetSocketAddress> addresses = freeAddresses();
        for (int number = 0; number < MEMBERS; number++) {
            ClusterMember self = new ClusterMember(new NodeId("m" + number), Set.of(ServiceKind.ROOM), "", "1");
            Config config = HazelcastConfigs.config(
                            "dead-members", self, UUID.randomUUID().toString(), addresses.get(number), addresses)
                    .setProperty("hazelcast.max.no.heartbeat.seconds", "600")
                    .setProperty("hazelcast.connection.monitor.max.faults", "1000000");
            HazelcastInstance member = Hazelcast.newHazelcastInstance(config);
            members.add(member);
            watches.add(new DeadMembers(member, 30_000, 1_000).start());
        }
    }

    private static List<InetSocketAddress> freeAddresses() {
        return FreePorts.next(MEMBERS).stream()
                .map(port -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .toList();
    }

    @AfterEach
    void end() {
        watches.forEach(DeadMembers::close);
        members.forEach(member -> member.getLifecycleService().terminate());
    }

    @Test
    void shouldFindTheOneInChargeAndTheYoungestThatDieTogether() throws Exception {
        listenAt(1);
        listenAt(2);

        members.get(0).getLifecycleService().terminate();
        members.get(3).getLifecycleService().terminate();

        assertEquals(Set.of("m1 misses m0", "m1 misses m3", "m2 misses m0", "m2 misses m3"), fourWords());
        assertEquals(2, members.get(1).getCluster().getMembers().size());
    }

    private Set<String> fourWords() throws InterruptedException {
        List<String> words = new ArrayList<>();
        while (words.size() < 4) {
            words.add(String.valueOf(gone.poll(DEADLINE_SECONDS, TimeUnit.SECONDS)));
        }
        return Set.copyOf(words);
    }

    private void listenAt(int number) {
        members.get(number).getCluster().addMembershipListener(new MembershipListener() {
            @Override
            public void memberAdded(MembershipEvent event) {
                // Of those that were there before.
            }

            @Override
            public void memberRemoved(MembershipEvent event) {
                String lost = MemberAttributes.read(event.getMember())
                        .map(member -> member.node().value())
                        .orElse("a stranger");
                gone.add("m" + number + " misses " + lost);
            }
        });
    }
}
