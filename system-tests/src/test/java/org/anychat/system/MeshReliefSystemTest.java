package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What mesh trees take off the relay in a room of thirty programs and two browsers: one program sends, ten pass on what they
 * get, each in a process of its own, the others only view.
 */
@Tag("slow")
@Timeout(900)
class MeshReliefSystemTest {
    private static final int FORWARDERS = 10;
    private static final int CROWDS = 2;
    private static final List<Integer> CROWD = List.of(10, 9);
    private static final int TTL = 3;
    private static final int MTN = 4;
    private static final int UP_BPS = 20_000_000;
    /** Of those who pass on, one of so many is killed. */
    private static final int ONE_OF = 5;

    private static final int SOME = 15;
    private static final long ROUTE_SECONDS = 120;
    private static final long LOOK_MS = 1_000;
    private static final double JOIN_MS = 120_000;
    private static final long MOST_GAP_MS = 2_000;

    private static final double LEAST_RELIEF = 5;

    @TempDir
    Path folder;

    private final List<JavaUserProcess> viewers = new ArrayList<>();

    @BeforeEach
    void mayMakeNetworks() {
        assumeTrue(NetworkLab.isPossible(), "needs root, ip and nft");
    }

    /** What the relay sends for each packet that the publisher sends it, by packets and by bytes. */
    private record Copies(double packets, double bytes) {
        static Copies of(MediaLab lab) throws InterruptedException {
            double in = lab.relayed("in");
            double out = lab.relayed("out");
            double bytesIn = bytes(lab, "in");
            double bytesOut = bytes(lab, "out");
            MediaLab.watch();
            double sent = lab.relayed("in") - in;
            assertTrue(sent > 0, "the publisher sends to the relay, too");
            return new Copies(
                    (lab.relayed("out") - out) / sent, (bytes(lab, "out") - bytesOut) / (bytes(lab, "in") - bytesIn));
        }

        private static double bytes(MediaLab lab, String direction) {
            return lab.counted("anychat_relay_bytes_total", "direction=\"" + direction + "\"");
        }
    }

    @Test
    void shouldRelieveTheRelayInARoomOfThirtyProgramsAndTwoBrowsers() throws Exception {
        try (MediaLab lab =
                        MediaLab.open(folder, MediaLab.BY_TREES, "RoutingTTL=" + TTL + "\nRoutingMTN=" + MTN + "\n");
                Playwright playwright = Participant.playwright();
                JavaUserProcess publisher = JavaUserProcess.publisher(
                                lab.network().machine("publisher"), address(lab), "publisher", UP_BPS)
                        .inRoom();
                Participant ann = viewing(lab, playwright, "ann");
                Participant ben = viewing(lab, playwright, "ben")) {
            enter(lab);
            int browsers = List.of(ann, ben).size();
            awaitUntil(lab, publisher, () -> alone() == 0);
            Copies trees = settled(lab, publisher, copies -> copies <= browsers + 0.5);
            seeAll();
            assertSees(ann);
            assertSees(ben);
            assertShape(publisher);

            List<JavaUserProcess> forwarders = viewers.stream()
                    .filter(viewer -> viewer.direct().get(0) > 1)
                    .toList();
            List<JavaUserProcess> killed = forwarders.subList(0, (forwarders.size() + ONE_OF - 1) / ONE_OF);
            viewers.removeAll(killed);
            viewers.forEach(viewer -> viewer.say("restart"));
            killed.forEach(JavaUserProcess::kill);
            seeAll();
            MediaLab.watch();
            assertGaps(lab, publisher, killed.size() + " of " + forwarders.size() + " who pass on killed");
            awaitUntil(lab, publisher, () -> alone() == 0);
            Copies again = settled(lab, publisher, copies -> copies <= browsers + 0.5);
            assertShape(publisher);

            lab.routingPolicy(MediaLab.DIRECT);
            int all = browsers
                    + viewers.stream()
                            .mapToInt(viewer -> viewer.direct().size())
                            .sum();
            Copies pairs = settled(lab, publisher, copies -> copies >= all - 0.5);
            lab.routingPolicy(MediaLab.RELAY_ALONE);
            MediaLab.settle();
            Copies relay = settled(lab, publisher, copies -> copies >= all - 0.5);
            System.out.println("FIGURES relief: copies of each stream that the relay sends, policy 3 " + trees
                    + ", after the killing, with " + all + " viewers, policy 3 " + again + ", policy 2 " + pairs
                    + ", policy 1 " + relay);
            assertTrue(again.bytes() <= relay.bytes() / LEAST_RELIEF);
        } finally {
            viewers.forEach(JavaUserProcess::close);
        }
    }

    /** Nobody serves more than may be, and nobody is further away. */
    private void assertShape(JavaUserProcess publisher) {
        List<Integer> depths = viewers.stream()
                .flatMap(viewer -> viewer.hopsFrom(publisher.userId()).stream())
                .toList();
        List<Integer> children = Stream.concat(
                        publisher.direct().stream(),
                        viewers.stream()
                                .flatMap(viewer -> viewer.direct().stream())
                                .map(all -> all - 1))
                .toList();
        System.out.println("FIGURES depths " + depths + ", children " + children);
        assertTrue(depths.stream().allMatch(depth -> depth >= 1 && depth <= TTL), depths::toString);
        assertTrue(children.stream().allMatch(count -> count <= MTN), children::toString);
    }

    private interface Enough {
        boolean test(double copies);
    }

    private Copies settled(MediaLab lab, JavaUserProcess publisher, Enough enough) throws InterruptedException {
        Copies[] last = {Copies.of(lab)};
        awaitUntil(lab, publisher, () -> {
            boolean settled = enough.test(last[0].packets());
            if (!settled) {
                System.out.println("not settled: " + last[0] + ", with others directly: "
                        + viewers.stream().map(JavaUserProcess::direct).toList());
                last[0] = look(lab);
            }
            return settled;
        });
        return last[0];
    }

    private static Copies look(MediaLab lab) {
        try {
            return Copies.of(lab);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private void enter(MediaLab lab) {
        for (int forwarder = 0; forwarder < FORWARDERS; forwarder++) {
            String name = "forwarder" + forwarder;
            viewers.add(JavaUserProcess.viewer(lab.network().machine(name), address(lab), name, UP_BPS));
            if (forwarder % 2 == 1) {
                viewers.forEach(JavaUserProcess::inRoom);
            }
        }
        for (int crowd = 0; crowd < CROWDS; crowd++) {
            String name = "crowd" + crowd;
            viewers.add(JavaUserProcess.viewers(lab.network().machine(name), address(lab), name, CROWD.get(crowd))
                    .inRoom());
        }
    }

    /** How many programs' viewers get the stream from no other user. */
    private long alone() {
        return viewers.stream()
                .flatMap(viewer -> viewer.direct().stream())
                .filter(others -> others == 0)
                .count();
    }

    private void seeAll() throws InterruptedException {
        for (JavaUserProcess viewer : viewers) {
            viewer.awaitMore(SOME);
        }
    }

    private void assertGaps(MediaLab lab, JavaUserProcess publisher, String what) {
        long pictureMs = 0;
        long soundMs = 0;
        for (JavaUserProcess viewer : viewers) {
            JavaUserProcess.Gaps gaps = viewer.gaps();
            pictureMs = Math.max(pictureMs, gaps.pictureMs());
            soundMs = Math.max(soundMs, gaps.soundMs());
        }
        System.out.println("FIGURES " + what + ": longest without picture and sound at any viewer " + pictureMs
                + " and " + soundMs + " ms");
        assertTrue(pictureMs <= MOST_GAP_MS && soundMs <= MOST_GAP_MS, () -> outputs(lab, publisher));
    }

    /** A browser that is in the room, and sends nothing: a microphone that is muted alone sends silence. */
    private static Participant viewing(MediaLab lab, Playwright playwright, String name) {
        Participant browser = lab.browser(name, playwright, name, FakeMedia.RED_GREEN);
        lab.join(browser);
        // The page opens both only once it is in the room: what is closed before is opened all the same.
        browser.page()
                .waitForFunction(
                        "() => window.anychat.client.camera === 2 && window.anychat.client.microphone === 2",
                        null,
                        new Page.WaitForFunctionOptions().setTimeout(JOIN_MS));
        browser.page()
                .evaluate("() => Promise.all([window.anychat.client.closeCamera(),"
                        + " window.anychat.client.closeMicrophone({release: true})])");
        return browser;
    }

    private static void assertSees(Participant browser) {
        browser.page()
                .waitForFunction(
                        "() => [...document.querySelectorAll('video')].some((video) => video.videoWidth > 0"
                                + " && video.currentTime > 0 && !video.paused)",
                        null,
                        new Page.WaitForFunctionOptions().setTimeout(JOIN_MS));
    }

    private static String address(MediaLab lab) {
        return lab.network().machine(MediaLab.SERVER).address();
    }

    private void awaitUntil(MediaLab lab, JavaUserProcess publisher, BooleanSupplier condition)
            throws InterruptedException {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(ROUTE_SECONDS);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < endNs, () -> outputs(lab, publisher));
            // What the relay counts meanwhile is in no event.
            new CountDownLatch(1).await(LOOK_MS, TimeUnit.MILLISECONDS);
        }
    }

    private String outputs(MediaLab lab, JavaUserProcess publisher) {
        StringBuilder all = new StringBuilder(publisher.output());
        viewers.forEach(viewer -> all.append('\n').append(viewer.output()));
        return all.append('\n').append(lab.server().output()).toString();
    }
}
