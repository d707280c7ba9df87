package org.anychat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.nio.file.Path;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.RightsApi;
import org.anychat.gateway.GatewayConfig.LinkLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The path over which the license service finds itself. */
class DomainProofPathIT {
    private static final String NONCE = "00112233445566778899aabbccddeeff";

    private TestGateway gateway;
    private HttpClient http;

    @BeforeEach
    void start(@TempDir Path directory) {
        gateway = TestGateway.start(directory, LinkLimits.STANDARD);
        http = gateway.vertx.createHttpClient(
                new HttpClientOptions().setSsl(true).setTrustAll(true).setVerifyHost(false));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private String get(String nonce) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost("127.0.0.1")
                .setPort(gateway.port())
                .setURI(RightsApi.PROOF_PATH + nonce);
        HttpAnswer answer = TestGateway.await(http.request(options).compose(HttpAnswer::send));
        return answer.status() + " " + answer.body();
    }

    private void serveRights() {
        TestGateway.await(gateway.bus.serve(RightsApi.class, Addresses.RIGHTS, new OneNonce()));
    }

    @Test
    void shouldAnswerTheNonceOfThisServer() {
        serveRights();
        assertEquals("200 the answer\n", get(NONCE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ffffffffffffffffffffffffffffffff",
                "00112233445566778899AABBCCDDEEFF",
                "0011",
                "00112233445566778899aabbccddeeff00",
                "00112233445566778899aabbccddee%20f"
            })
    void shouldKnowNoOtherNonce(String nonce) {
        serveRights();
        assertEquals("404 404 Not Found\n", get(nonce));
    }

    @Test
    void shouldSayThatTheLicenseServiceIsAway() {
        assertEquals("503 503 Service Unavailable\n", get(NONCE));
    }

    private static final class OneNonce implements RightsApi {
        @Override
        public Future<Proof> prove(AskProof request) {
            return Future.succeededFuture(new Proof(request.nonce().equals(NONCE) ? "the answer" : ""));
        }

        @Override
        public Future<Rights> rights(AskRights request) {
            return Future.failedFuture("gateways ask for no rights");
        }

        @Override
        public Future<LicenseText> text(AskText request) {
            return Future.failedFuture("gateways ask for no text");
        }
    }
}
