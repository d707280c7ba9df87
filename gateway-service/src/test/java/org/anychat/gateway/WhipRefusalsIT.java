package org.anychat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.gateway.GatewayConfig.LinkLimits;
import org.anychat.protocol.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What WHIP refuses, and how it says so. */
class WhipRefusalsIT {
    @TempDir
    Path directory;

    private TestGateway start() {
        return TestGateway.start(directory, LinkLimits.STANDARD);
    }

    /** Nothing of a refused attempt stays. */
    private static void assertRefused(TestGateway gateway, int status, ErrorCode code, HttpAnswer answer) {
        assertEquals(status, answer.status(), answer.body()::toString);
        assertEquals("application/problem+json", answer.header("Content-Type"));
        assertEquals(status, answer.json().getInteger("status"));
        assertEquals(code.number(), answer.json().getInteger("code"));
        assertTrue(!answer.json().getString("detail").isEmpty()
                && !answer.json().getString("title").isEmpty());
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
        while (isThere(gateway) && System.nanoTime() < deadlineNs) {
            Thread.onSpinWait();
        }
        assertFalse(isThere(gateway), "the refused client is still there");
    }

    /** Its departure is told to the services after the refusal. */
    private static boolean isThere(TestGateway gateway) {
        return !gateway.auth.loggedIn.isEmpty()
                || gateway.rooms.members(1) != 0
                || TestGateway.await(gateway.verticle.figures()).httpLinks() != 0;
    }

    @Test
    void shouldRefuseWhatIsNoOffer() {
        try (TestGateway gateway = start()) {
            WhipClient tool = new WhipClient(gateway);

            assertRefused(
                    gateway,
                    415,
                    ErrorCode.FUNCOPTERROR,
                    tool.ask(HttpMethod.POST, "/whip/1/Camera", Map.of("Content-Type", "text/plain"), "v=0"));
            assertRefused(
                    gateway, 415, ErrorCode.FUNCOPTERROR, tool.ask(HttpMethod.POST, "/whip/1/Camera", Map.of(), "v=0"));
            assertRefused(gateway, 400, ErrorCode.FUNCOPTERROR, tool.post("/whip/1/Camera", "hello"));
            assertRefused(gateway, 400, ErrorCode.FUNCOPTERROR, tool.post("/whip/1/Camera", ""));
            assertRefused(gateway, 413, ErrorCode.OVERFLOW, tool.post("/whip/1/Camera", "v".repeat(65_537)));
            for (String id : List.of("", "gateway-1.", "gateway-2.", "..%2fgateway-1.")) {
                assertRefused(
                        gateway, 404, ErrorCode.SESSIONNOTEXIST, tool.delete("/whip-sessions/" + id + "0".repeat(32)));
            }
        }
    }

    @Test
    void shouldRefuseOffersThatDoNotFit() {
        try (TestGateway gateway = start()) {
            WhipClient tool = new WhipClient(gateway);

            assertRefused(
                    gateway,
                    406,
                    ErrorCode.FUNCOPTERROR,
                    tool.post("/whip/1/Camera", WhipClient.offer("recvonly", "opus/48000/2", "VP8/90000")));
            assertRefused(
                    gateway,
                    406,
                    ErrorCode.UNSUPPORTCODEC,
                    tool.post("/whip/1/Camera", WhipClient.offer("sendonly", "opus/48000/2", "H263/90000")));
            assertRefused(
                    gateway,
                    406,
                    ErrorCode.FUNCOPTERROR,
                    tool.post("/whip/1/Camera", WhipClient.OFFER.replace("a=group:BUNDLE 0 1", "a=group:BUNDLE 0")));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CERTIFY_FAIL, 401, CERTIFY_FAIL",
        "VISITOR_DENY, 401, VISITOR_DENY",
        "ALREADY_LOGIN, 409, ALREADY_LOGIN",
        "ACCOUNT_LOCKED, 429, ACCOUNT_LOCK",
        "ADDRESS_LOCKED, 429, IPADDR_LOCK",
        "CONNECT_OVERFLOW, 503, CONNECT_OVERFLOW",
        "FORBIDDEN, 403, FORBIDDEN"
    })
    void shouldSayWhyALoginIsRefused(ServiceError error, int status, ErrorCode code) {
        try (TestGateway gateway = start()) {
            gateway.auth.refusal = new ServiceException(error, "by the fake");

            HttpAnswer answer = new WhipClient(gateway).post("/whip/1/Camera", WhipClient.OFFER);

            assertRefused(gateway, status, code, answer);
            assertEquals(status == 401, answer.header("WWW-Authenticate") != null);
            assertEquals(status == 409 || status == 429 || status == 503, answer.header("Retry-After") != null);
        }
    }

    @Test
    void shouldSayWhyTheRoomIsClosed() {
        try (TestGateway gateway = start()) {
            assertRefused(
                    gateway,
                    404,
                    ErrorCode.ROOM_INVALID,
                    new WhipClient(gateway).post("/whip/77/Camera", WhipClient.OFFER));
        }
    }

    @Test
    void shouldSayThatThereIsNoRelay() {
        try (TestGateway gateway = start()) {
            gateway.rooms.relay = null;

            assertRefused(
                    gateway,
                    503,
                    ErrorCode.NOENOUGHRESOURCE,
                    new WhipClient(gateway).post("/whip/1/Camera", WhipClient.OFFER));
        }
    }

    @Test
    void shouldRefuseWhereTheServerTakesNobody() {
        try (TestGateway gateway = start()) {
            gateway.reception.refuse(ErrorCode.CONNECT_HOTSERVER);

            assertRefused(
                    gateway,
                    503,
                    ErrorCode.CONNECT_HOTSERVER,
                    new WhipClient(gateway).post("/whip/1/Camera", WhipClient.OFFER));
        }
    }

    @Test
    void shouldBoundTheSessionsOfAnAddress() {
        List<Throwable> faults = new CopyOnWriteArrayList<>();
        try (TestGateway gateway = TestGateway.start(directory, LinkLimits.STANDARD.withLinksPerAddress(2))) {
            gateway.vertx.exceptionHandler(faults::add);
            WhipClient tool = new WhipClient(gateway);
            String first = tool.post("/whip/1/Camera1", WhipClient.OFFER).header("Location");
            tool.post("/whip/1/Camera2", WhipClient.OFFER);

            HttpAnswer refused = tool.post("/whip/1/Camera3", WhipClient.OFFER);

            assertEquals(429, refused.status());
            assertEquals(62, refused.json().getInteger("code"));
            tool.delete(first);
            assertEquals(201, tool.post("/whip/1/Camera3", WhipClient.OFFER).status());
            assertEquals(List.of(), faults);
        }
    }

    @Test
    void shouldAskForTheServerPassword() {
        try (TestGateway gateway = TestGateway.start(directory, LinkLimits.STANDARD, true)) {
            WhipClient tool = new WhipClient(gateway);

            assertRefused(gateway, 401, ErrorCode.CONNECT_AUTHFAIL, tool.post("/whip/1/Camera", WhipClient.OFFER));
            assertRefused(
                    gateway,
                    401,
                    ErrorCode.CONNECT_AUTHFAIL,
                    tool.post("/whip/1/Camera", WhipClient.OFFER, "Authorization", "Bearer wrong:secret"));
            assertRefused(
                    gateway,
                    401,
                    ErrorCode.CONNECT_AUTHFAIL,
                    tool.post("/whip/1/Camera", WhipClient.OFFER, "AnyChat-Server-Password", "wrong"));
        }
    }
}
