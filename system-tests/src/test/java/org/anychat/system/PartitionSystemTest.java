package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster whose machines cannot hear each other any more, and hear each other again, under live media in rooms that span both relays. */
@Tag("slow")
class PartitionSystemTest {
    private static final List<String> EAST = List.of("control-1", "gateway-1", "relay-1");
    private static final List<String> WEST = List.of("control-2", "gateway-2", "relay-2");

    /** Longer than it takes all processes to give each other up. */
    private static final int CUT_SECONDS = 12;
    /** Longer than it takes them to find each other. */
    private static final int HEAL_SECONDS = 20;

    @TempDir
    static Path folder;

    private static ChaosLab lab;

    private LabCluster cluster;
    private Crowd crowd;

    @BeforeAll
    static void make() {
        assumeTrue(NetworkLab.isPossible(), "needs root, ip and nft");
        Map<String, String> services = new LinkedHashMap<>();
        for (int number = 1; number <= 2; number++) {
            services.put("control-" + number, "auth,license,room");
            services.put("gateway-" + number, "gateway");
            services.put("relay-" + number, "relay");
        }
        lab = new ChaosLab(folder, services, Map.of("ANYCHAT_RELAYROOMLIMIT", "2"));
    }

    @BeforeEach
    void open() throws Exception {
        lab.open(crowd -> crowd.fill(2, 3));
        cluster = lab.cluster();
        crowd = lab.crowd();
    }

    @AfterEach
    void explain() {
        lab.explain();
    }

    @AfterAll
    static void close() {
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    void shouldGoOnWhenTheActiveControlProcessAndARelayAreCutFromEachOther() throws Exception {
        String control = cluster.active("room");
        cutAndHeal("control from relay", List.of(control), List.of("relay-1"));
    }

    @Test
    void shouldGoOnWhenARelayIsCutFromAllOthers() throws Exception {
        cutAndHeal(
                "relay from everything",
                List.of("relay-1"),
                List.of("control-1", "control-2", "gateway-1", "gateway-2", "relay-2"));
    }

    @Test
    void shouldGoOnWhenTheRelaysOfARoomAreCutFromEachOther() throws Exception {
        cutAndHeal("relay from relay", List.of("relay-1"), List.of("relay-2"));
    }

    /** Media between the halves cannot be there meanwhile; everything else is. */
    @Test
    void shouldBeOneAgainAfterASplit() throws Exception {
        crowd.settle();
        cluster.lab().cut(EAST, WEST);
        cluster.process("control-1").awaitMatch("Process control-2-\\S+ has left the cluster");
        cluster.process("control-2").awaitMatch("Process control-1-\\S+ has left the cluster");
        for (String gateway : cluster.withService("gateway")) {
            Crowd.answered(() -> crowd.comeAndGo(cluster.addressOf(gateway)));
        }
        Toll healed = new Toll("healed: split in halves");
        healed.add(crowd.endure(() -> cluster.lab().heal(EAST, WEST), HEAL_SECONDS));
        judge(healed);
        lab.isWell();
    }

    private void cutAndHeal(String what, List<String> these, List<String> those) throws Exception {
        Toll cut = new Toll("cut: " + what);
        cut.add(crowd.suffer(() -> cluster.lab().cut(these, those), CUT_SECONDS));
        judge(cut);
        Toll healed = new Toll("healed: " + what);
        healed.add(crowd.suffer(() -> cluster.lab().heal(these, those), HEAL_SECONDS));
        judge(healed);
        lab.isWell();
    }

    private void judge(Toll toll) {
        toll.print();
        assertEquals(0, toll.worst(Toll.Cost::sessions), cluster::output);
        assertEquals(0, toll.worst(Toll.Cost::seen), cluster::output);
    }
}
