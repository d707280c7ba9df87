package org.anychat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.net.BindException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.GatewayApi;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.gateway.GatewayConfig.LinkLimits;
import org.anychat.gateway.GatewayConfig.Listen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartIT {
    private static final NodeId SECOND = new NodeId("gateway-2");

    private static GatewayConfig onPorts(GatewayConfig config, Integer... ports) {
        Listen listen = config.listen();
        return new GatewayConfig(
                SECOND,
                new Listen(
                        listen.address(),
                        List.of(ports),
                        listen.certificateFile(),
                        listen.privateKeyFile(),
                        listen.certificateEnds(),
                        false),
                false,
                config.server(),
                config.client(),
                config.limits(),
                config.files(),
                config.keeping(),
                Optional.empty());
    }

    private static Throwable failure(Future<?> future) {
        return TestGateway.await(future.transform(result -> Future.succeededFuture(result.cause())));
    }

    @Test
    void shouldLeaveNothingBehindWhereAPortIsTaken(@TempDir Path directory) {
        try (TestGateway first = TestGateway.start(directory, LinkLimits.STANDARD)) {
            GatewayServiceVerticle second =
                    new GatewayServiceVerticle(onPorts(first.config, 0, first.port()), first.bus);

            assertInstanceOf(BindException.class, failure(first.vertx.deployVerticle(second)));

            GatewayApi api = first.bus.proxy(GatewayApi.class, Addresses.gateway(SECOND));
            Throwable unserved = failure(api.transBuffer(
                    new GatewayApi.BufferDelivery(new SessionId("x"), new UserId(1), Buffer.buffer("x"))));
            assertEquals(ServiceError.SERVICE_CLOSED, ((ServiceException) unserved).error());
        }
    }

    @Test
    void shouldListenOnEachPort(@TempDir Path directory) {
        try (TestGateway first = TestGateway.start(directory, LinkLimits.STANDARD)) {
            GatewayServiceVerticle second = new GatewayServiceVerticle(onPorts(first.config, 0, 0), first.bus);
            TestGateway.await(first.vertx.deployVerticle(second));

            assertEquals(2, second.tcpPorts().stream().distinct().count());
        }
    }
}
