package org.anychat.relay.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * A key frame to many over a network that is slower than the relay: {@link KeyFrameBurst} in a network of its own, whose
 * loopback carries less. Of Linux, where a user may have such a network.
 */
class KeyFrameBurstIT {
    private static final String SLOW_LOOPBACK = "ip link set lo up"
            + " && tc qdisc add dev lo root tbf rate %dmbit burst 100kb limit 64mb"
            + " && exec \"$@\"";
    private static final Pattern FIGURE = Pattern.compile("(\\w+)=(\\d+)");

    private static Process start(String script, String... command) throws IOException {
        String[] all = new String[7 + command.length];
        System.arraycopy(new String[] {"unshare", "-r", "-n", "sh", "-c", script, "sh"}, 0, all, 0, 7);
        System.arraycopy(command, 0, all, 7, command.length);
        return new ProcessBuilder(all).redirectErrorStream(true).start();
    }

    private static boolean hasSlowLoopback(int mbit) throws IOException, InterruptedException {
        if (!Files.isExecutable(Path.of("/usr/bin/unshare"))) {
            return false;
        }
        Process trial = start(SLOW_LOOPBACK.formatted(mbit), "true");
        trial.getInputStream().readAllBytes();
        return trial.waitFor() == 0;
    }

    private static Map<String, Integer> run(int mbit, int viewers, int packets, int keyFrames, int sendBufferBytes)
            throws IOException, InterruptedException {
        assumeTrue(hasSlowLoopback(mbit), "no network of our own, or no tc");
        Process child = start(
                SLOW_LOOPBACK.formatted(mbit),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                KeyFrameBurst.class.getName(),
                Integer.toString(viewers),
                Integer.toString(packets),
                Integer.toString(keyFrames),
                Integer.toString(sendBufferBytes));
        try {
            String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(child.waitFor(2, TimeUnit.MINUTES), output);
            Map<String, Integer> figures = new TreeMap<>();
            Matcher matcher = FIGURE.matcher(output.strip().lines().reduce("", (before, line) -> line));
            while (matcher.find()) {
                figures.put(matcher.group(1), Integer.valueOf(matcher.group(2)));
            }
            assertTrue(figures.containsKey("lostVideo"), output);
            return figures;
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void shouldLoseNothingAndLetSoundPassWhereTheSystemTakesAKeyFrameMoreSlowlyThanItComes() throws Exception {
        Map<String, Integer> figures = run(60, 30, 100, 2, 64 * 1024);
        assertEquals(0, figures.get("lostVideo"), figures::toString);
        assertEquals(figures.get("spoken"), figures.get("heard"), figures::toString);
        assertEquals(0, figures.get("refused"), figures::toString);
        assertTrue(figures.get("deferred") > 0, figures::toString);
        assertEquals(0, figures.get("overtookNowhere"), "viewers without a sound before the key frame's end");
    }
}
