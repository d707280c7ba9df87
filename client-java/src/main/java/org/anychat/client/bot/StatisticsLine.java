package org.anychat.client.bot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToLongFunction;
import org.anychat.client.media.SendStatistics;
import org.anychat.client.media.TrackStatistics;

/** One line of {@code key=value} pairs about all bots of a program: times in milliseconds, counts since the start. */
final class StatisticsLine {
    private static final long ANSWER_MS = 1_000;

    private final List<Long> joinMs = new ArrayList<>();
    private final List<Long> publishMs = new ArrayList<>();
    private final List<Long> firstPacketMs = new ArrayList<>();
    private final List<Long> firstKeyFrameMs = new ArrayList<>();
    private final List<TrackStatistics> received = new ArrayList<>();
    private final List<SendStatistics> sent = new ArrayList<>();

    private StatisticsLine() {}

    static String of(List<Bot> bots, long elapsedNs) throws InterruptedException {
        StatisticsLine line = new StatisticsLine();
        for (Bot bot : bots) {
            line.add(bot.timing(), answer(bot.receiveStatistics()), answer(bot.sendStatistics()));
        }
        long joined = bots.stream().filter(Bot::joined).count();
        return line.text(bots.size(), joined, elapsedNs);
    }

    void add(Bot.Timing timing, List<TrackStatistics> tracks, List<SendStatistics> publications) {
        addStep(joinMs, timing.beganNs(), timing.enteredNs());
        addStep(publishMs, timing.enteredNs(), timing.publishedNs());
        for (TrackStatistics track : tracks) {
            addStep(firstPacketMs, timing.subscribedNs(), track.firstPacketNs());
            addStep(firstKeyFrameMs, timing.subscribedNs(), track.firstKeyFrameNs());
        }
        received.addAll(tracks);
        sent.addAll(publications);
    }

    private String text(int bots, long joined, long elapsedNs) {
        long packets = sum(received, TrackStatistics::packets);
        long lost = sum(received, TrackStatistics::lost);
        double lostPercent = packets + lost == 0 ? 0 : 100.0 * lost / (packets + lost);
        StringJoiner line = new StringJoiner(" ");
        line.add("t=" + TimeUnit.NANOSECONDS.toSeconds(elapsedNs) + "s");
        line.add("bots=" + bots).add("joined=" + joined);
        addTimes(line, "join_ms", joinMs);
        addTimes(line, "publish_ms", publishMs);
        addTimes(line, "first_packet_ms", firstPacketMs);
        addTimes(line, "first_key_frame_ms", firstKeyFrameMs);
        line.add("tracks=" + received.size()).add("rx_packets=" + packets).add("rx_lost=" + lost);
        line.add(String.format(Locale.ROOT, "rx_lost_percent=%.2f", lostPercent));
        line.add("rx_recovered=" + sum(received, TrackStatistics::recovered));
        line.add("rx_frames=" + sum(received, TrackStatistics::frames));
        line.add("tx_packets=" + sum(sent, SendStatistics::packets));
        line.add("tx_resent=" + sum(sent, SendStatistics::retransmissions));
        return line.toString();
    }

    /** Median and maximum, or a dash where no bot has got there. */
    private static void addTimes(StringJoiner line, String key, List<Long> timesMs) {
        List<Long> sorted = timesMs.stream().sorted().toList();
        String median = sorted.isEmpty() ? "-" : String.valueOf(sorted.get(sorted.size() / 2));
        String maximum = sorted.isEmpty() ? "-" : String.valueOf(sorted.get(sorted.size() - 1));
        line.add(key + "=" + median).add(key + "_max=" + maximum);
    }

    private static void addStep(List<Long> timesMs, long fromNs, long toNs) {
        if (fromNs != 0 && toNs != 0) {
            timesMs.add(TimeUnit.NANOSECONDS.toMillis(toNs - fromNs));
        }
    }

    private static <T> long sum(List<T> items, ToLongFunction<T> value) {
        return items.stream().mapToLong(value).sum();
    }

    /** Empty where a busy loop does not answer in time: the line then tells what the other bots see. */
    private static <T> List<T> answer(CompletableFuture<List<T>> asked) throws InterruptedException {
        try {
            return asked.get(ANSWER_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return List.of();
        }
    }
}
