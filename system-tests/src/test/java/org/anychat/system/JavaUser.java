package org.anychat.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.anychat.client.AnyChatClient;
import org.anychat.client.AnyChatClientBuilder;
import org.anychat.client.AnyChatListener;
import org.anychat.client.DeviceState;
import org.anychat.client.media.EncodedFrame;
import org.anychat.client.media.MediaKind;
import org.anychat.client.media.MediaSink;
import org.anychat.client.media.RemoteTrack;
import org.anychat.client.sample.Sample;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerEvent;

/**
 * A process of a user of the Java SDK in room 1, who sends the sample, or only views, and measures what comes. It takes commands by standard
 * input, one a line, and prints what they ask for.
 */
final class JavaUser implements AnyChatListener, MediaSink {
    static final String IN_ROOM = "in room";
    static final String ROUTE = "route ";
    static final String GAPS = "gaps ";
    static final String LINK_CLOSED = "link closed ";
    static final String HOPS = "hops ";
    static final String STRANGE = "strange ";

    private final FrameMeter pictures = new FrameMeter();
    private final FrameMeter sounds = new FrameMeter();
    private int pictureCount;
    private int soundCount;
    private int strangeCount;
    private final SampleContent sample = new SampleContent();

    /** Where the server is, the user's name, its policy of direct connections, whether it publishes, and its up-bandwidth. */
    public static void main(String[] arguments) throws IOException {
        AnyChatClientBuilder builder = AnyChatClient.builder()
                .server(arguments[0], Integer.parseInt(arguments[1]))
                .upBandwidth(Integer.parseInt(arguments[5]));
        new JavaUser().run(builder, arguments[2], Integer.parseInt(arguments[3]), Boolean.parseBoolean(arguments[4]));
    }

    private void run(AnyChatClientBuilder builder, String name, int policy, boolean publishes) throws IOException {
        try (AnyChatClient client = builder.listener(this).build();
                BufferedReader commands =
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
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
            System.out.println(IN_ROOM + " " + userId);
            for (String command = commands.readLine(); command != null; command = commands.readLine()) {
                obey(client, command);
            }
        }
    }

    private void obey(AnyChatClient client, String command) {
        if (command.equals("restart")) {
            pictures.restart();
            sounds.restart();
        } else if (command.equals("gaps")) {
            synchronized (this) {
                System.out.println(GAPS + pictures.longestGapMs() + " " + sounds.longestGapMs() + " " + pictureCount
                        + " " + soundCount);
            }
        } else if (command.equals("strange")) {
            synchronized (this) {
                System.out.println(STRANGE + strangeCount);
            }
        } else if (command.startsWith("hops ")) {
            System.out.println(HOPS + hopsFrom(client, Integer.parseInt(command.substring("hops ".length()))));
        } else if (command.startsWith("policy ")) {
            SdkUser.await(client.setP2pPolicy(Integer.parseInt(command.substring("policy ".length()))));
        }
    }

    /** How many connections between users it takes from another to this one, 0 where it goes by the relay. */
    private static int hopsFrom(AnyChatClient client, int userId) {
        return SdkUser.await(client.directory().routes(userId)).stream()
                .filter(route -> route.from() == userId)
                .mapToInt(ReplyBody.UserRoute::hops)
                .findFirst()
                .orElse(0);
    }

    @Override
    public void onP2pConnectState(ServerEvent.P2pConnectState event) {
        System.out.println(ROUTE + event.state() + " " + event.reason());
    }

    @Override
    public void onLinkClose(ServerEvent.LinkClose event) {
        System.out.println(LINK_CLOSED + event.code());
    }

    @Override
    public void onFrame(RemoteTrack track, EncodedFrame frame) {
        boolean isStrange = !sample.has(track.codec(), frame);
        boolean picture = track.codec().kind() == MediaKind.VIDEO;
        synchronized (this) {
            pictureCount += picture ? 1 : 0;
            soundCount += picture ? 0 : 1;
            strangeCount += isStrange ? 1 : 0;
        }
        (picture ? pictures : sounds).onFrame(track, frame);
    }
}
