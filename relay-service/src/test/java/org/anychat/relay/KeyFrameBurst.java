package org.anychat.relay;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.anychat.relay.stats.RelayCounter;

/**
 * A program: a relay and its clients on loopback, wherever it is run, a publisher with key frames of many packets and sound
 * every 20 ms, viewers who count what comes. Its last line says what came.
 */
final class KeyFrameBurst {
    private static final int PACKET_BYTES = 1150;
    private static final long SOUND_NS = 20_000_000;
    private static final long BETWEEN_NS = 1_500_000_000;
    private static final long PATIENCE_NS = 20_000_000_000L;

    private final int packets;
    private final int keyFrames;
    private final List<Watching> viewers = new ArrayList<>();
    private final long[] soundSentNs = new long[100_000];
    private volatile boolean over;
    private volatile int sounds;

    /** What has come at one viewer. */
    private final class Watching {
        private final int soundSsrc;
        private final AtomicInteger video = new AtomicInteger();
        private final AtomicInteger sound = new AtomicInteger();
        private final long[] delaysUs = new long[soundSentNs.length];

        Watching(TestViewer viewer, TestPublisher publisher) {
            soundSsrc = viewer.ssrc(publisher.audioTrack());
            viewer.transport.lose(this::note);
        }

        private boolean note(byte... packet) {
            if (ByteBuffer.wrap(packet).getInt(8) == soundSsrc) {
                int number = TestPackets.number(packet);
                delaysUs[sound.getAndIncrement()] = (System.nanoTime() - soundSentNs[number]) / 1000;
            } else {
                video.incrementAndGet();
            }
            return true;
        }
    }

    private KeyFrameBurst(int packets, int keyFrames) {
        this.packets = packets;
        this.keyFrames = keyFrames;
    }

    public static void main(String[] arguments) throws InterruptedException {
        int[] numbers = Stream.of(arguments).mapToInt(Integer::parseInt).toArray();
        try (TestWorld world = new TestWorld(1)) {
            System.out.println(new KeyFrameBurst(numbers[1], numbers[2]).run(world, numbers[0]));
        }
        System.exit(0);
    }

    private String run(TestWorld world, int count) throws InterruptedException {
        TestPublisher publisher = world.publisher(world.peer(1)).publish("VP8");
        for (int i = 0; i < count; i++) {
            TestViewer viewer = world.viewer(world.peer(1))
                    .subscribe()
                    .answerUntil(publisher.videoTrack(), true)
                    .answerUntil(publisher.audioTrack(), true);
            viewers.add(new Watching(viewer, publisher));
        }
        Thread speaking = new Thread(() -> speak(publisher), "speaking");
        speaking.start();
        for (int frame = 0; frame < keyFrames; frame++) {
            LockSupport.parkNanos(BETWEEN_NS);
            for (int i = 0; i < packets; i++) {
                publisher.sendVideoOf(PACKET_BYTES, i == 0, 1 + frame * packets + i);
            }
        }
        awaitVideo();
        over = true;
        speaking.join();
        LockSupport.parkNanos(BETWEEN_NS);
        return report(world);
    }

    private void speak(TestPublisher publisher) {
        long dueNs = System.nanoTime();
        for (int number = 1; !over && number < soundSentNs.length; number++) {
            soundSentNs[number] = System.nanoTime();
            publisher.sendAudio(number);
            sounds = number;
            dueNs += SOUND_NS;
            LockSupport.parkNanos(dueNs - System.nanoTime());
        }
    }

    private void awaitVideo() {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (lostVideo() > 0 && System.nanoTime() < deadlineNs) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    private int lostVideo() {
        return viewers.stream()
                .mapToInt(viewer -> packets * keyFrames - viewer.video.get())
                .sum();
    }

    private String report(TestWorld world) {
        long[] delays = viewers.stream()
                .flatMapToLong(viewer -> Arrays.stream(viewer.delaysUs, 0, viewer.sound.get()))
                .sorted()
                .toArray();
        int lostSound =
                viewers.stream().mapToInt(viewer -> sounds - viewer.sound.get()).sum();
        return String.format(
                "video=%d lostVideo=%d sound=%d lostSound=%d notSent=%d deferred=%d soundP50us=%d soundP99us=%d soundMaxUs=%d",
                packets * keyFrames * viewers.size(),
                lostVideo(),
                sounds * viewers.size(),
                lostSound,
                world.counter(RelayCounter.DROP_NOT_SENT),
                world.counter(RelayCounter.VIDEO_DEFERRED),
                delays[delays.length / 2],
                delays[delays.length * 99 / 100],
                delays[delays.length - 1]);
    }
}
