package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.anychat.client.AnyChatClient;
import org.anychat.client.AnyChatListener;
import org.anychat.client.ClientRuntime;
import org.anychat.protocol.ServerEvent.VideoCall;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Video calls between clients of two gateways, whose active control process is killed. */
@Tag("slow")
class CallSuccessionSystemTest {
    private static final String CONTROL = "auth,room,license";
    private static final long SECONDS = 30;
    private static final int ANSWER_SECONDS = 15;
    private static final int ROOM_REJECT = 305;

    @TempDir
    Path folder;

    private final SdkEvents annEvents = new SdkEvents();
    private final SdkEvents benEvents = new SdkEvents();
    private ClientRuntime runtime;
    private ClusterProcesses cluster;
    private ServerProcess active;
    private ServerProcess west;
    private SdkUser annUser;
    private SdkUser benUser;
    private AnyChatClient ann;
    private AnyChatClient ben;
    private int annId;
    private int benId;

    @BeforeEach
    void start() {
        runtime = ClientRuntime.create(1);
        cluster = new ClusterProcesses(
                folder,
                3,
                Map.of(
                        "ANYCHAT_VIDEOCALLANSWERSECONDS",
                        Integer.toString(ANSWER_SECONDS),
                        "ANYCHAT_SESSIONKEEPSECONDS",
                        "3"));
        active = cluster.start("active", CONTROL);
        active.awaitReady();
        ServerProcess east = cluster.start("east", "all");
        west = cluster.start("west", "gateway");
        east.awaitReady();
        west.awaitReady();
        annUser = new SdkUser(east, runtime, annEvents);
        benUser = new SdkUser(west, runtime, benEvents);
        ann = annUser.client();
        ben = benUser.client();
        annId = annUser.loggedIn("Ann");
        benId = benUser.loggedIn("Ben");
    }

    @AfterEach
    void close() {
        annUser.close();
        benUser.close();
        cluster.close();
        runtime.close();
    }

    private void ring() {
        SdkUser.await(ann.videoCallRequest(benId, 3, 5, "ticket 17"));
        assertEquals(new VideoCall(1, annId, 0, 3, 5, "ticket 17"), benEvents.next(VideoCall.class), cluster::output);
    }

    /** Returns the room. */
    private int accept() {
        SdkUser.await(ben.videoCallReply(annId, 0, 1, 6, "coming"));
        assertEquals(new VideoCall(2, benId, 0, 1, 6, "coming"), annEvents.next(VideoCall.class), cluster::output);
        VideoCall start = annEvents.next(VideoCall.class);
        assertEquals(List.of(3, benId), List.of(start.step(), start.userId()), cluster::output);
        assertEquals(start.param(), benEvents.next(VideoCall.class).param());
        return start.param();
    }

    private void killActive() {
        active.kill();
    }

    @Test
    void shouldGoOnWithACallUnderMediaAndEndItProperly() throws Exception {
        ring();
        int room = accept();
        SdkUser.await(ann.enterRoom(room, ""));
        SdkUser.await(ben.enterRoom(room, ""));
        FrameMeter meter = new FrameMeter();
        annUser.publishing();
        SdkUser.await(ben.subscribe(meter));
        meter.awaitMore(20, SECONDS);
        meter.restart();

        killActive();

        try (SdkUser cat = new SdkUser(west, runtime, new AnyChatListener() {})) {
            cat.loggedIn("Cat");
            assertEquals(ROOM_REJECT, SdkUser.codeOf(cat.client().enterRoom(room, "")), cluster::output);
        }
        meter.awaitMore(100, SECONDS);
        assertEquals(2, SdkUser.await(ann.snapshot()).users().size(), cluster::output);
        System.out.println("active control process killed under a video call: longest time without a frame "
                + meter.longestGapMs() + " ms");
        assertTrue(meter.longestGapMs() < 1_500, "media stood still for " + meter.longestGapMs() + " ms");

        // What comes first afterwards is the end: nobody was told of another one.
        SdkUser.await(ben.videoCallFinish(annId, "bye"));
        assertEquals(new VideoCall(4, benId, 0, 0, 0, "bye"), annEvents.next(VideoCall.class), cluster::output);
        assertEquals(new VideoCall(4, annId, 0, 0, 0, "bye"), benEvents.next(VideoCall.class), cluster::output);
        ring();
    }

    @Test
    void shouldGoOnRingingUntilTheTimeIsUp() {
        long rangNs = System.nanoTime();
        ring();

        killActive();

        // Ann's next words reach the successor, which knows that she rings already.
        assertEquals(440, SdkUser.codeOf(ann.videoCallRequest(benId, 0, 0, "")), cluster::output);
        assertEquals(new VideoCall(2, benId, 100_105, 0, 0, ""), annEvents.next(VideoCall.class), cluster::output);
        assertEquals(new VideoCall(2, annId, 100_105, 0, 0, ""), benEvents.next(VideoCall.class), cluster::output);
        long rangSeconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - rangNs);
        assertTrue(rangSeconds >= ANSWER_SECONDS - 1, "rang for " + rangSeconds + " s");
        assertTrue(rangSeconds < 2 * ANSWER_SECONDS, "rang for " + rangSeconds + " s");

        ring();
        accept();
    }

    @Test
    void shouldEndTheCallWhoseOtherSideDiesWithTheService() {
        ring();
        accept();

        west.kill();
        killActive();

        assertEquals(new VideoCall(4, benId, 100_106, 0, 0, ""), annEvents.next(VideoCall.class), cluster::output);
    }
}
