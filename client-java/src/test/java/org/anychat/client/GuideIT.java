package org.anychat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.anychat.client.media.EncodedFrame;
import org.anychat.client.media.MediaGateway;
import org.anychat.client.media.MediaKind;
import org.anychat.client.media.MediaLoop;
import org.anychat.client.media.MediaSink;
import org.anychat.client.media.RemoteTrack;
import org.anychat.client.sample.Sample;
import org.anychat.protocol.ServerEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The code of the guide, which this test runs, and which the guide holds verbatim. */
@Timeout(60)
class GuideIT {
    private static final Path SOURCE = Path.of("src/test/java/org/anychat/client/GuideIT.java");
    private static final Path GUIDE = Path.of("../docs/sdk-java.md");
    private static final String BEGIN = "        // guide: begin\n";
    private static final String END = "        // guide: end\n";

    private final CompletableFuture<EncodedFrame> firstFrame = new CompletableFuture<>();

    @Test
    void shouldWorkAsTheGuideSays() throws Exception {
        try (MediaLoop loop = new MediaLoop();
                ProtocolServer server = ProtocolServer.start(new MediaGateway(loop));
                AnyChatClient client = enterAndTalk("127.0.0.1", server.port())) {
            assertNotNull(firstFrame.get(20, TimeUnit.SECONDS));
            assertEquals(2, client.sendStatistics().get(20, TimeUnit.SECONDS).size());
        }
    }

    @Test
    void shouldStandInTheGuideAsItIsHere() throws Exception {
        String source = Files.readString(SOURCE);
        int begin = source.indexOf(BEGIN) + BEGIN.length();
        String snippet = source.substring(begin, source.indexOf(END, begin)).indent(-8);

        assertTrue(
                Files.readString(GUIDE).contains("```java\n" + snippet + "```"),
                "Copy this into docs/sdk-java.md:\n" + snippet);
    }

    private AnyChatClient enterAndTalk(String host, int port) throws Exception {
        // guide: begin
        AnyChatListener listener = new AnyChatListener() {
            @Override
            public void onTextMessage(ServerEvent.TextMessage event) {
                System.out.println(event.from() + ": " + event.text());
            }

            @Override
            public void onLinkClose(ServerEvent.LinkClose event) {
                System.out.println("link lost: " + event.code());
            }
        };
        AnyChatClient client = AnyChatClient.builder()
                .server(host, port)
                .tls(TlsTrust.plainText()) // elsewhere than on the server's machine: TlsTrust.system() or .pinned(…)
                .listener(listener)
                .build();
        client.connect()
                .thenCompose(connected -> client.login("Ann", ""))
                .thenCompose(ann -> client.enterRoom(1, ""))
                .thenCompose(room -> client.sendText(AnyChatClient.EVERYBODY, false, "Good morning"))
                .get(10, TimeUnit.SECONDS);

        client.subscribe(new MediaSink() {
                    @Override
                    public void onFrame(RemoteTrack track, EncodedFrame frame) {
                        if (track.codec().kind() == MediaKind.VIDEO) {
                            firstFrame.complete(frame); // on the client's loop: take the frame and return at once
                        }
                    }
                })
                .get(10, TimeUnit.SECONDS);
        client.publish(Sample.video(), Sample.audio()).get(20, TimeUnit.SECONDS);
        client.setCamera(DeviceState.OPEN).get(10, TimeUnit.SECONDS);
        // guide: end
        return client;
    }
}
