package org.anychat.room.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.datagram.DatagramSocketOptions;
import java.util.List;
import org.anychat.contracts.Done;
import org.anychat.contracts.RoomApi.ProbeRelay;
import org.anychat.contracts.RoomApi.ProbeTarget;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends relays the datagrams that they ask for. Only processes of the cluster can ask, and little comes of it: a few small
 * datagrams, for a few relays at a time.
 */
final class RelayProbe {
    private static final Logger log = LoggerFactory.getLogger(RelayProbe.class);
    private static final int MAX_TARGETS = 16;
    private static final int MAX_BYTES = 64;
    private static final int MAX_HOST_LENGTH = 64;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_AT_A_TIME = 8;
    private static final int ROUNDS = 4;
    private static final long ROUND_MS = 300;

    private final Vertx vertx;
    private int underWay;

    RelayProbe(Vertx vertx) {
        this.vertx = vertx;
    }

    Future<Done> send(ProbeRelay request) {
        if (!isValid(request)) {
            return refuse("a probe has 1 to " + MAX_TARGETS + " targets, each with a host, a port and at most "
                    + MAX_BYTES + " bytes");
        }
        if (underWay >= MAX_AT_A_TIME) {
            return refuse("too many probes at a time; ask again");
        }
        underWay++;
        log.debug(
                "Relay {} wants to know whether it is reached at {} addresses",
                request.relay(),
                request.targets().size());
        boolean v6 = request.targets().stream().anyMatch(target -> target.host().indexOf(':') >= 0);
        DatagramSocket socket = vertx.createDatagramSocket(new DatagramSocketOptions().setIpV6(v6));
        send(socket, request.targets(), ROUNDS);
        return Future.succeededFuture(Done.DONE);
    }

    private void send(DatagramSocket socket, List<ProbeTarget> targets, int roundsLeft) {
        if (roundsLeft == 0) {
            underWay--;
            socket.close();
            return;
        }
        // The relay sees by itself what arrives, and a way that is not there is what it wants to know.
        targets.forEach(target -> socket.send(target.datagram(), target.port(), target.host())
                .onFailure(failure -> log.debug("{} cannot be sent to: {}", target.host(), failure.toString())));
        vertx.setTimer(ROUND_MS, timer -> send(socket, targets, roundsLeft - 1));
    }

    private static boolean isValid(ProbeRelay request) {
        return request.targets() != null
                && !request.targets().isEmpty()
                && request.targets().size() <= MAX_TARGETS
                && request.targets().stream().allMatch(RelayProbe::isValid);
    }

    private static boolean isValid(ProbeTarget target) {
        return target.host() != null
                && !target.host().isEmpty()
                && target.host().length() <= MAX_HOST_LENGTH
                && target.port() > 0
                && target.port() <= MAX_PORT
                && target.datagram() != null
                && target.datagram().length() > 0
                && target.datagram().length() <= MAX_BYTES;
    }

    private static Future<Done> refuse(String words) {
        return Future.failedFuture(new ServiceException(ServiceError.BAD_PARAMETER, words));
    }
}
