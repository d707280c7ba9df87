package org.anychat.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.anychat.client.AnyChatClient;
import org.anychat.client.AnyChatClientBuilder;
import org.anychat.client.AnyChatListener;
import org.anychat.client.ClientRuntime;
import org.anychat.client.DeviceState;
import org.anychat.client.media.EncodedFrame;
import org.anychat.client.media.MediaCodec;
import org.anychat.client.media.MediaKind;
import org.anychat.client.media.MediaSink;
import org.anychat.client.media.RemoteTrack;
import org.anychat.client.sample.Sample;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerEvent;

/**
 * A process of a user of the Java SDK in room 1, or of several alike, who sends the sample, or only views, and measures what comes. It
 * takes commands by standard input, one a line, and prints what they ask for, of several what is worst.
 */
final class JavaUser implements AnyChatListener, MediaSink {
    static final String IN_ROOM = "in room";
    static final String ROUTE = "route ";
    static final String GAPS = "gaps ";
    /** With how many others each of its users exchanges media directly. */
    static final String DIRECT = "direct";

    /** With a user's number: by how many connections its stream comes to each of its users. */
    static final String HOPS = "hops ";

    static final String LINK_CLOSED = "link closed ";
    /** How many frames have come to its users that are not the sample's. */
    static final String STRANGE = "strange ";

    /** Strange frames; of a browser's all are. */
    private static final int MOST_TOLD = 5;

    private static final SampleContent SAMPLE = new SampleContent();

    private final FrameMeter pictures = new FrameMeter();
    private final FrameMeter sounds = new FrameMeter();
    private int pictureCount;
    private int soundCount;
    private int strangeCount;
    private final Set<Integer> directly = new HashSet<>();
    private final AnyChatClient client;

    private JavaUser(AnyChatClientBuilder builder) {
        client = builder.listener(this).build();
    }

    /**
     * Where the server is, the user's name, its policy of direct connections, whether it publishes, its up-bandwidth, and
     * how many such users there are.
     */
    public static void main(String[] arguments) throws IOException {
        int count = Integer.parseInt(arguments[6]);
        List<JavaUser> users = new ArrayList<>();
        try (ClientRuntime runtime = ClientRuntime.create(1);
                BufferedReader commands =
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            int userId = 0;
            for (int number = 0; number < count; number++) {
                JavaUser user = new JavaUser(AnyChatClient.builder()
                        .server(arguments[0], Integer.parseInt(arguments[1]))
                        .upBandwidth(Integer.parseInt(arguments[5]))
                        .runtime(runtime));
                users.add(user);
                String name = count == 1 ? arguments[2] : arguments[2] + "-" + number;
                userId = user.enter(name, Integer.parseInt(arguments[3]), Boolean.parseBoolean(arguments[4]));
            }
            System.out.println(IN_ROOM + " " + userId);
            for (String command = commands.readLine(); command != null; command = commands.readLine()) {
                obey(users, command);
            }
            users.forEach(user -> user.client.close());
        }
    }

    private int enter(String name, int policy, boolean publishes) {
        SdkUser.await(client.setP2pPolicy(policy));
        SdkUser.await(client.connect());
        int userId = SdkUser.await(client.login(name, "")).userId();
        SdkUser.await(client.enterRoom(1, ""));
        SdkUser.await(client.subscribe(this));
        if (publishes) {
            SdkUser.await(client.publish(Sample.video(), Sample.audio()));
            SdkUser.await(client.setCamera(DeviceState.OPEN));
            SdkUser.await(client.setMicrophone(DeviceState.OPEN));
        }
        return userId;
    }

    private static void obey(List<JavaUser> users, String command) {
        if (command.equals("restart")) {
            users.forEach(user -> user.pictures.restart());
            users.forEach(user -> user.sounds.restart());
        } else if (command.equals("gaps")) {
            System.out.println(GAPS + longest(users, user -> user.pictures) + " " + longest(users, user -> user.sounds)
                    + " " + fewest(users, user -> user.pictureCount) + " " + fewest(users, user -> user.soundCount));
        } else if (command.equals(DIRECT)) {
            System.out.println(DIRECT
                    + users.stream()
                            .map(user -> " " + fewest(List.of(user), one -> one.directly.size()))
                            .collect(Collectors.joining()));
        } else if (command.equals(STRANGE.trim())) {
            System.out.println(
                    STRANGE + users.stream().mapToInt(JavaUser::strangeCount).sum());
        } else if (command.startsWith(HOPS)) {
            int publisher = Integer.parseInt(command.substring(HOPS.length()));
            System.out.println(HOPS
                    + users.stream()
                            .map(user -> Integer.toString(user.hopsFrom(publisher)))
                            .collect(Collectors.joining(" ")));
        } else if (command.startsWith("policy ")) {
            int policy = Integer.parseInt(command.substring("policy ".length()));
            users.forEach(user -> SdkUser.await(user.client.setP2pPolicy(policy)));
        }
    }

    private synchronized int strangeCount() {
        return strangeCount;
    }

    private int hopsFrom(int publisher) {
        return SdkUser.await(client.directory().routes(publisher)).stream()
                .filter(route -> route.from() == publisher)
                .mapToInt(ReplyBody.UserRoute::hops)
                .max()
                .orElse(0);
    }

    private static long longest(List<JavaUser> users, Function<JavaUser, FrameMeter> meter) {
        return users.stream()
                .mapToLong(user -> meter.apply(user).longestGapMs())
                .max()
                .orElseThrow();
    }

    private static int fewest(List<JavaUser> users, ToIntFunction<JavaUser> count) {
        return users.stream()
                .mapToInt(user -> {
                    synchronized (user) {
                        return count.applyAsInt(user);
                    }
                })
                .min()
                .orElseThrow();
    }

    @Override
    public synchronized void onP2pConnectState(ServerEvent.P2pConnectState event) {
        if (event.state() == 0) {
            directly.remove(event.userId());
        } else {
            directly.add(event.userId());
        }
        System.out.println(ROUTE + event.state() + " " + event.reason());
    }

    @Override
    public void onLinkClose(ServerEvent.LinkClose event) {
        System.out.println(LINK_CLOSED + event.code());
    }

    /** What the relay was stopped in the midst of may come when it goes on: a frame whose end is missing is no strange one. */
    private static boolean isStrange(MediaCodec codec, EncodedFrame frame) {
        return !SAMPLE.has(codec, frame) && !SAMPLE.hasBeginning(codec, frame);
    }

    @Override
    public void onFrame(RemoteTrack track, EncodedFrame frame) {
        boolean isStrange = isStrange(track.codec(), frame);
        boolean picture = track.codec().kind() == MediaKind.VIDEO;
        synchronized (this) {
            pictureCount += picture ? 1 : 0;
            soundCount += picture ? 0 : 1;
            if (isStrange && ++strangeCount <= MOST_TOLD) {
                System.out.println("not of the sample: " + SampleContent.describe(track.codec(), frame));
            }
        }
        (picture ? pictures : sounds).onFrame(track, frame);
    }
}
