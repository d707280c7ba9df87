package org.anychat.license.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.RightsApi;
import org.anychat.license.domain.LicenseException;
import org.anychat.runtime.tls.ServerCertificate;
import org.anychat.testsupport.RefusingPort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real HTTPS on real ports of loopback; only the name service is made up. */
class DomainProofIT {
    private static final String DOMAIN = "av.example.org";

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private int port;

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private interface Server {
        void answer(HttpServerRequest request, String nonce);
    }

    private void serve(String address, Server server) throws Exception {
        ServerCertificate certificate =
                ServerCertificate.selfSigned(folder, List.of(), Instant.now(), new SecureRandom());
        HttpServerOptions options = new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(certificate.certificateFile().toString())
                        .setKeyPath(certificate.privateKeyFile().toString()));
        port = await(vertx.createHttpServer(options)
                        .requestHandler(
                                request -> server.answer(request, request.path().replace(RightsApi.PROOF_PATH, "")))
                        .listen(port, address))
                .actualPort();
    }

    private DomainProof proof(String... addresses) {
        return new DomainProof(
                vertx,
                name -> {
                    if (addresses.length == 0 || !name.equals(DOMAIN)) {
                        throw new UnknownHostException(name);
                    }
                    return List.of(addresses).stream()
                            .map(DomainProofIT::literal)
                            .toList();
                },
                port);
    }

    private static InetAddress literal(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private LicenseException failureOf(DomainProof proof) {
        ExecutionException failure = assertThrows(ExecutionException.class, () -> await(onContext(proof)));
        return assertInstanceOf(LicenseException.class, failure.getCause());
    }

    private Future<Void> onContext(DomainProof proof) {
        Promise<Void> done = Promise.promise();
        vertx.runOnContext(here -> proof.prove(DOMAIN).onComplete(done));
        return done.future();
    }

    @Test
    void shouldProveADomainThatLeadsHere() throws Exception {
        DomainProof[] proof = new DomainProof[1];
        serve("127.0.0.1", (request, nonce) -> request.response().end(proof[0].answerTo(nonce) + "\n"));
        proof[0] = proof("127.0.0.1");

        await(onContext(proof[0]));
    }

    @Test
    void shouldFindItselfAmongSeveralAddresses() throws Exception {
        DomainProof[] proof = new DomainProof[1];
        serve("127.0.0.1", (request, nonce) -> request.response().end(proof[0].answerTo(nonce)));
        serve(
                "127.0.0.2",
                (request, nonce) -> request.response().setStatusCode(404).end());
        proof[0] = proof("127.0.0.3", "127.0.0.2", "127.0.0.1");

        await(onContext(proof[0]));
    }

    @Test
    void shouldRefuseADomainThatLeadsToAnotherServer() throws Exception {
        serve(
                "127.0.0.1",
                (request, nonce) -> request.response().setStatusCode(404).end("404 Not Found"));

        LicenseException failure = failureOf(proof("127.0.0.1", "127.0.0.3"));

        assertEquals(860, failure.fault().code());
        assertTrue(failure.getMessage().contains("127.0.0.1"), failure.getMessage());
    }

    @Test
    void shouldRefuseAnEchoAndAnEndlessAnswer() throws Exception {
        serve("127.0.0.1", (request, nonce) -> request.response().end(nonce));
        assertEquals(860, failureOf(proof("127.0.0.1")).fault().code());

        port = 0;
        serve("127.0.0.1", (request, nonce) -> {
            request.response().setChunked(true);
            Buffer much = Buffer.buffer(new byte[1024]);
            vertx.setPeriodic(1, timer -> request.response().write(much).onFailure(gone -> vertx.cancelTimer(timer)));
        });
        assertEquals(860, failureOf(proof("127.0.0.1")).fault().code());
    }

    @Test
    void shouldSayThatNobodyAnswers() {
        try (RefusingPort nobody = RefusingPort.open()) {
            port = nobody.port();
            LicenseException failure = failureOf(proof("127.0.0.1"));

            assertEquals(840, failure.fault().code());
            assertTrue(failure.getMessage().contains("hosts file"), failure.getMessage());
        }
    }

    @Test
    void shouldSayThatTheDomainHasNoAddress() {
        assertEquals(842, failureOf(proof()).fault().code());
    }

    @Test
    void shouldAnswerNoNonceThatItHasNotSent() {
        assertEquals("", proof("127.0.0.1").answerTo("00".repeat(16)));
    }
}
