package org.anychat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.GatewayEvents;
import org.anychat.contracts.GatewayEvents.GatewayHere;
import org.anychat.contracts.NodeEvents.NodeJoined;
import org.anychat.contracts.NodeEvents.NodeLeft;
import org.anychat.contracts.NodeId;
import org.anychat.runtime.bus.Bus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OtherGatewaysIT {
    private static final NodeId HERE = new NodeId("here");
    private static final NodeId THERE = new NodeId("there");

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx);
    private final BlockingQueue<GatewayHere> said = new LinkedBlockingQueue<>();
    private final OtherGateways gateways =
            new OtherGateways(bus, HERE, List.of("here.example.org:8906"), new Random(1));

    @BeforeEach
    void start() throws Exception {
        await(bus.serve(GatewayEvents.class, Addresses.GATEWAYS, said::add));
        await(gateways.start());
    }

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    private static void await(Future<?> future) throws Exception {
        future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private GatewayHere next() throws InterruptedException {
        return said.poll(10, TimeUnit.SECONDS);
    }

    @Test
    void shouldAskWhoIsThereAndAnswerWhoAsks() throws Exception {
        assertEquals(new GatewayHere(HERE, List.of("here.example.org:8906"), true), next());

        gateways.here(new GatewayHere(THERE, List.of("192.0.2.1:8906"), true));

        assertEquals(new GatewayHere(HERE, List.of("here.example.org:8906"), false), next());
        assertEquals(List.of("192.0.2.1:8906"), gateways.addresses());
    }

    @Test
    void shouldForgetWhoHasLeft() {
        gateways.here(new GatewayHere(THERE, List.of("192.0.2.1:8906"), false));

        gateways.left(new NodeLeft(THERE));

        assertEquals(List.of(), gateways.addresses());
    }

    @Test
    void shouldAskAnewWhenThisProcessHasJoinedAnew() throws Exception {
        next();
        gateways.here(new GatewayHere(THERE, List.of("192.0.2.1:8906"), false));

        gateways.joined(new NodeJoined(HERE));

        assertEquals(List.of(), gateways.addresses());
        assertTrue(next().asks());
    }

    @Test
    void shouldTellOfAFewOfManyEachTimeOthers() {
        for (int i = 0; i < 50; i++) {
            gateways.here(new GatewayHere(new NodeId("n" + i), List.of("192.0.2." + i + ":8906"), false));
        }
        Set<String> told = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            assertEquals(OtherGateways.MOST, gateways.addresses().size());
            told.addAll(gateways.addresses());
        }
        assertEquals(50, told.size());
    }
}
