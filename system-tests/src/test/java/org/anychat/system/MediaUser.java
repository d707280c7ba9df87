package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.anychat.client.ClientRuntime;
import org.anychat.client.media.EncodedFrame;
import org.anychat.client.media.MediaCodec;
import org.anychat.client.media.MediaSink;
import org.anychat.client.media.RemoteTrack;
import org.anychat.client.sample.Sample;

/** A user with media, what it is told, and how many frames it has had by publisher and kind. */
final class MediaUser implements AutoCloseable {
    private static final long WAIT_SECONDS = 60;
    private static final long LOOK_MS = 20;

    final SdkEvents events = new SdkEvents();
    final SdkUser user;
    final int id;
    private final Map<String, Integer> frames = new ConcurrentHashMap<>();

    MediaUser(ServerProcess server, ClientRuntime runtime, String name) {
        user = new SdkUser(server, runtime, events);
        id = user.loggedIn(name);
    }

    /** Enters a room, publishes picture and sound, and takes what others publish. */
    MediaUser inRoom(int room) {
        SdkUser.await(user.client().enterRoom(room, ""));
        SdkUser.await(user.client().publish(Sample.video(), Sample.audio()));
        SdkUser.await(user.client().subscribe(new MediaSink() {
            @Override
            public void onFrame(RemoteTrack track, EncodedFrame frame) {
                synchronized (frames) {
                    frames.merge(track.userId() + " " + (track.codec() != MediaCodec.OPUS), 1, Integer::sum);
                    frames.notifyAll();
                }
            }
        }));
        return this;
    }

    /** How many frames have come of somebody. */
    int had(MediaUser publisher, boolean video) {
        return frames.getOrDefault(publisher.id + " " + video, 0);
    }

    /** Waits until more frames have come of somebody. */
    void awaitMore(MediaUser publisher, boolean video, int more) throws InterruptedException {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
        synchronized (frames) {
            for (int before = had(publisher, video); had(publisher, video) < before + more; ) {
                assertTrue(System.nanoTime() < endNs, "no frame came from user " + publisher.id);
                frames.wait(LOOK_MS);
            }
        }
    }

    @Override
    public void close() {
        user.close();
    }
}
