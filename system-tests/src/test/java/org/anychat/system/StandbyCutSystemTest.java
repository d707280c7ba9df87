package org.anychat.system;

import static org.anychat.system.StandbyLab.MASTER;
import static org.anychat.system.StandbyLab.SLAVE;
import static org.anychat.system.StandbyLab.WITNESS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.anychat.client.AnyChatClient;
import org.anychat.client.AnyChatListener;
import org.anychat.client.ClientRuntime;
import org.anychat.client.sample.Sample;
import org.anychat.protocol.ServerEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers that live and cannot see each other, with a call that is on: with a third that sees both, and without. */
@Tag("slow")
class StandbyCutSystemTest {
    private static final int REFUSED = 111;
    private static final int NEW_LOGIN = 209;
    private static final int ROOM = 1;
    private static final long SECONDS = 30;
    private static final String ACTIVATED = "Rehearsed to take the master's place";
    private static final String TAKEN_OVER = "This server has taken its master's place";

    @TempDir
    Path folder;

    private final FrameMeter meter = new FrameMeter();
    private final CompletableFuture<Integer> annsEnd = new CompletableFuture<>();
    private ClientRuntime runtime;
    private StandbyLab lab;
    private ServerProcess master;
    private ServerProcess slave;

    @BeforeEach
    void open() {
        assumeTrue(NetworkLab.isPossible(), "this test makes networks, for which it wants root, iproute2 and nftables");
        runtime = ClientRuntime.create(1);
    }

    @AfterEach
    void close() {
        if (runtime != null) {
            runtime.close();
        }
        if (lab != null) {
            lab.close();
        }
    }

    /** Ben and Cho in a call at the master, and Ann, who has an account. */
    private void openACall(boolean witnessed) throws InterruptedException {
        lab = new StandbyLab(folder, witnessed);
        if (witnessed) {
            lab.witness();
        }
        master = lab.master();
        slave = lab.slave();
        slave.awaitOutput(ACTIVATED);
        AnyChatClient ben = inRoom("Ben");
        AnyChatClient cho = inRoom("Cho");
        SdkUser.await(ben.publish(Sample.video(), Sample.audio()));
        SdkUser.await(cho.subscribe(meter));
        meter.awaitMore(20, SECONDS);
        loggedIn(MASTER, "ann", "secret", new AnyChatListener() {
            @Override
            public void onLinkClose(ServerEvent.LinkClose event) {
                annsEnd.complete(event.code());
            }
        });
        assertEquals(REFUSED, connectCode(SLAVE), lab::output);
        meter.restart();
    }

    private AnyChatClient inRoom(String name) {
        AnyChatClient client = loggedIn(MASTER, name, "", new AnyChatListener() {});
        SdkUser.await(client.enterRoom(ROOM, ""));
        return client;
    }

    private AnyChatClient loggedIn(String machine, String name, String password, AnyChatListener listener) {
        AnyChatClient client = lab.client(runtime, listener, machine);
        SdkUser.await(client.connect());
        SdkUser.await(client.login(name, password));
        return client;
    }

    private int connectCode(String machine) {
        return lab.connectCode(runtime, machine);
    }

    /** The slave has taken over, and Ann has come to it with another device; now the two see each other again. */
    private void heal() throws Exception {
        AnyChatClient annElsewhere = loggedIn(SLAVE, "ann", "secret", new AnyChatListener() {});
        assertFalse(annsEnd.isDone(), lab::output);
        lab.network().heal(MASTER, SLAVE);
        if (master.output().contains("The witness of this server is")) {
            lab.network().heal(MASTER, WITNESS);
        }

        assertEquals(NEW_LOGIN, annsEnd.get(SECONDS, TimeUnit.SECONDS), lab::output);
        master.awaitOutput("Look at the network between the two");
        assertEquals(REFUSED, connectCode(MASTER), lab::output);
        assertEquals(0, connectCode(SLAVE), lab::output);
        SdkUser.await(annElsewhere.enterRoom(ROOM, ""));
        // The call at the master is still on.
        meter.awaitMore(50, SECONDS);
        assertTrue(meter.longestGapMs() < 1_500, "media stood still for " + meter.longestGapMs() + " ms");
    }

    @Test
    void shouldServeOnBothSidesOfACutWithoutAWitnessAndMergeThem() throws Exception {
        openACall(false);

        lab.network().cut(MASTER, SLAVE);
        slave.awaitOutput(TAKEN_OVER);
        slave.awaitOutput("Without a witness a cut of the network looks like a death");
        master.awaitOutput("the network between the two is cut, and both serve");
        assertEquals(0, connectCode(MASTER), lab::output);
        assertEquals(0, connectCode(SLAVE), lab::output);

        heal();
    }

    @Test
    void shouldLetExactlyOneTakeNewClientsWhereAWitnessSeesThem() throws Exception {
        openACall(true);

        lab.network().cut(MASTER, SLAVE);
        slave.awaitOutput("but has the lease of the witness: the network between the two is cut");
        master.awaitOutput("and the witness decides which of them takes new clients");
        assertEquals(0, connectCode(MASTER), lab::output);
        assertEquals(REFUSED, connectCode(SLAVE), lab::output);
        assertFalse(slave.output().contains("slave server start working"), lab::output);

        long cutNs = System.nanoTime();
        lab.network().cut(MASTER, WITNESS);
        slave.awaitOutput(TAKEN_OVER);
        System.out.println("cut from slave and witness: the slave has taken over after "
                + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - cutNs) + " ms");
        master.awaitOutput("This server has not its witness's lease and does not see its standby");
        assertEquals(REFUSED, connectCode(MASTER), lab::output);
        assertEquals(0, connectCode(SLAVE), lab::output);

        heal();
    }

    @Test
    void shouldTakeOverFromADeadMasterWithTheWitnesssLease() throws Exception {
        openACall(true);
        long killedNs = System.nanoTime();
        master.kill();
        slave.awaitOutput(TAKEN_OVER);
        System.out.println("master with a witness killed: the slave has taken over after "
                + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killedNs) + " ms");
        assertEquals(0, connectCode(SLAVE), lab::output);

        // Nobody else is there to say that it may serve, and it was not told to do so without.
        lab.network().cut(SLAVE, WITNESS);
        slave.awaitOutput("neither may take new clients");
        assertEquals(REFUSED, connectCode(SLAVE), lab::output);
        lab.network().heal(SLAVE, WITNESS);
        awaitTaken();
    }

    private void awaitTaken() {
        long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (connectCode(SLAVE) != 0) {
            assertTrue(System.nanoTime() < untilNs, lab::output);
        }
    }
}
