package org.anychat.gateway.media;

import io.netty.channel.ChannelConfig;
import io.netty.channel.epoll.EpollChannelOption;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.util.List;
import org.anychat.contracts.AddressPattern;
import org.anychat.contracts.MediaRoute;
import org.anychat.contracts.RelayApi;
import org.anychat.contracts.RelayApi.AdmitStream;
import org.anychat.contracts.RelayApi.StreamWay;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.gateway.GatewayCounter;
import org.anychat.gateway.GatewayCounters;
import org.anychat.gateway.link.LinkSettings;
import org.anychat.gateway.link.RawConnection;
import org.anychat.webrtc.stun.StunUsername;
import org.anychat.webrtc.tcp.Strangers;

/**
 * Passes clients' connections for media (ICE-TCP, RFC 6544) on to the relays that they are for, byte by byte, neither side
 * faster than the other reads. What is in them is DTLS and SRTP, so they need no TLS. The relay checks what a stranger sends;
 * here one needs no more than the first frame, for the name in it. Until the relay has taken it a connection is a stranger's,
 * of which there may be so many without keeping anybody else out. Belongs to the gateway's context.
 */
public final class MediaPass {
    /** A check is one segment, and follows at once. */
    private static final long FIRST_FRAME_MS = 3_000;

    private static final int CONNECT_MS = 2_000;
    private static final int LINGER_MS = 500;
    /** On each side and in each direction: more would be late. */
    private static final int QUEUE_BYTES = 32_768;

    private static final int SOCKET_BUFFER_BYTES = 131_072;
    private static final int LENGTH_BYTES = 2;
    private static final int TICKET_MARK = 'T';

    private final Vertx vertx;
    private final GatewayCounters counters;
    private final long firstFrameMs;
    private final RelayRoutes routes;
    private final NetClient client;
    private final Strangers<Passage> strangers;
    private final Places places;
    private int passages;

    /**
     * How many connections there may be at once.
     *
     * @param passed those for which a relay has given a ticket
     * @param strangers all others
     */
    public record Places(int passed, int strangers) {
        /** As much as one loop can carry. */
        public static final Places STANDARD = new Places(10_000, 2_000);
    }

    /**
     * Makes a pass that nobody uses yet.
     *
     * @param settings what all connections share
     * @param routes lead to relays
     * @param places bounds it
     */
    public MediaPass(LinkSettings settings, RelayRoutes routes, Places places) {
        this.places = places;
        this.strangers = new Strangers<>(places.strangers());
        this.vertx = settings.vertx();
        this.counters = settings.counters();
        this.firstFrameMs = Math.min(FIRST_FRAME_MS, settings.limits().connectMs());
        this.routes = routes;
        this.client = vertx.createNetClient(new NetClientOptions()
                .setConnectTimeout(CONNECT_MS)
                .setTcpNoDelay(true)
                .setReceiveBufferSize(SOCKET_BUFFER_BYTES));
    }

    /**
     * Takes over a connection.
     *
     * @param socket the client's
     * @param firstBytes what has been read of it
     */
    public void take(NetSocket socket, Buffer firstBytes) {
        Passage passage = new Passage(socket, firstBytes.copy());
        strangers
                .enter(passage, AddressPattern.ownerOf(socket.remoteAddress().hostAddress()))
                .ifPresent(oldest -> oldest.refuse(GatewayCounter.ICE_TCP_REFUSED));
        passage.begin();
    }

    /**
     * Ends the way to relays.
     *
     * @return done
     */
    public Future<Void> stop() {
        return client.close();
    }

    private static ServiceException refusal(String why) {
        return new ServiceException(ServiceError.BAD_PARAMETER, why);
    }

    /** One connection. */
    private final class Passage {
        private final NetSocket socket;
        private final Buffer bytes;
        private long timer;
        private boolean complete;
        private boolean joined;
        private boolean ended;

        Passage(NetSocket socket, Buffer bytes) {
            this.socket = socket;
            this.bytes = bytes;
        }

        void begin() {
            socket.closeHandler(closed -> end());
            timer = vertx.setTimer(firstFrameMs, late -> refuse(GatewayCounter.SILENT_CONNECTION));
            socket.handler(this::onBytes);
            onBytes(Buffer.buffer());
        }

        private void onBytes(Buffer more) {
            bytes.appendBuffer(more);
            if (!complete && !ended && bytes.length() >= LENGTH_BYTES + bytes.getUnsignedShort(0)) {
                complete = true;
                vertx.cancelTimer(timer);
                socket.handler(null);
                socket.pause();
                findRelay()
                        .compose(this::connect)
                        .onSuccess(this::join)
                        .onFailure(failure -> refuse(GatewayCounter.ICE_TCP_REFUSED));
            }
        }

        private Future<StreamWay> findRelay() {
            String ufrag = StunUsername.localUfrag(bytes.getBytes(), LENGTH_BYTES, bytes.getUnsignedShort(0));
            String token = ufrag == null ? null : MediaRoute.in(ufrag).orElse(null);
            if (token == null) {
                return Future.failedFuture(refusal("no check that names a session"));
            }
            AdmitStream wish = new AdmitStream(
                    ufrag,
                    withoutZone(socket.remoteAddress().hostAddress()),
                    socket.remoteAddress().port());
            return routes.find(token).compose((RelayApi relay) -> relay.admitStream(wish));
        }

        private static String withoutZone(String address) {
            int zone = address.indexOf('%');
            return zone < 0 ? address : address.substring(0, zone);
        }

        private Future<NetSocket> connect(StreamWay way) {
            return connect(way.addresses(), way.port()).map(inner -> {
                inner.write(Buffer.buffer()
                        .appendUnsignedShort(1 + way.ticket().length())
                        .appendByte((byte) TICKET_MARK)
                        .appendBuffer(way.ticket())
                        .appendBuffer(bytes));
                return inner;
            });
        }

        private Future<NetSocket> connect(List<String> addresses, int port) {
            if (addresses.isEmpty()) {
                return Future.failedFuture(refusal("the relay has no TCP port"));
            }
            return client.connect(port, addresses.get(0))
                    .recover(failure -> addresses.size() == 1
                            ? Future.failedFuture(failure)
                            : connect(addresses.subList(1, addresses.size()), port));
        }

        private void join(NetSocket inner) {
            if (ended || passages >= places.passed()) {
                refuse(GatewayCounter.ICE_TCP_REFUSED);
                inner.close();
                return;
            }
            strangers.leave(this);
            joined = true;
            passages++;
            counters.count(GatewayCounter.ICE_TCP_PASSED);
            limit(socket);
            limit(inner);
            socket.closeHandler(closed -> {
                end();
                inner.close();
            });
            // A client that does not read never lets go of what is queued for it.
            inner.closeHandler(closed -> vertx.setTimer(LINGER_MS, late -> RawConnection.drop(socket)));
            inner.exceptionHandler(failure -> counters.count(GatewayCounter.CONNECTION_FAILED));
            inner.pipeTo(socket).onFailure(failure -> RawConnection.drop(socket));
            socket.pipeTo(inner).onFailure(failure -> inner.close());
        }

        private static void limit(NetSocket side) {
            side.setWriteQueueMaxSize(QUEUE_BYTES);
            ChannelConfig config = RawConnection.channel(side).config();
            // Nothing happens where the channel is none of epoll's.
            config.setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, (long) QUEUE_BYTES);
        }

        private void refuse(GatewayCounter reason) {
            if (!ended) {
                counters.count(reason);
                socket.handler(null);
                socket.close();
            }
        }

        private void end() {
            if (!ended) {
                ended = true;
                strangers.leave(this);
                passages -= joined ? 1 : 0;
                vertx.cancelTimer(timer);
            }
        }
    }
}
