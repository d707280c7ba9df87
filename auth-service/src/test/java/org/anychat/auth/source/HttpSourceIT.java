package org.anychat.auth.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.UserId;
import org.anychat.runtime.config.UserSourceConfig.Http;
import org.anychat.runtime.tls.ServerCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users of a real web service. */
class HttpSourceIT {
    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<JsonObject> bodies = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();

    @TempDir
    private Path folder;

    @AfterEach
    void close() throws Exception {
        Verifying.await(vertx.close());
    }

    private int serve(HttpServerOptions options, Handler<HttpServerRequest> answer) throws Exception {
        HttpServer server = vertx.createHttpServer(options.setHost("127.0.0.1").setPort(0));
        server.requestHandler(request -> {
            heads.add(request.method() + " " + request.uri() + " " + request.getHeader("Content-Type") + " "
                    + request.getHeader("Authorization"));
            request.bodyHandler(body -> {
                bodies.add(body.toJsonObject());
                answer.handle(request);
            });
        });
        return Verifying.await(server.listen()).actualPort();
    }

    private HttpSource source(Handler<HttpServerRequest> answer) throws Exception {
        return source("http", serve(new HttpServerOptions(), answer), 20_000, Optional.empty());
    }

    private HttpSource source(String scheme, int port, long timeoutMs, Optional<Path> authorities) {
        URI url = URI.create(scheme + "://localhost:" + port + "/login?app=av");
        return new HttpSource(vertx, new Http(url, "bearer-word", authorities), timeoutMs, System::nanoTime);
    }

    private static Handler<HttpServerRequest> status(int status) {
        return request -> request.response().setStatusCode(status).end();
    }

    private static Handler<HttpServerRequest> body(String body) {
        return request -> request.response().end(body);
    }

    @Test
    void shouldAskTheServiceAndTakeWhatItKnows() throws Exception {
        HttpSource source = source(body("{\"userId\":7,\"level\":2,\"nickname\":\"Ann\",\"more\":[]}"));
        assertEquals(new VerifiedUser(new UserId(7), 2, "Ann", "ann"), Verifying.user(source, "ann", "s\u00E9cret"));
        assertEquals("POST /login?app=av application/json Bearer bearer-word", heads.poll(5, TimeUnit.SECONDS));
        assertEquals(
                new JsonObject()
                        .put("name", "ann")
                        .put("password", "s\u00E9cret")
                        .put("address", "192.0.2.1"),
                bodies.poll(5, TimeUnit.SECONDS));
    }

    @Test
    void shouldTakeAnAnswerThatSaysYesAndNoMore() throws Exception {
        assertEquals(new VerifiedUser(null, 0, "ann", "ann"), Verifying.user(source(body("")), "ann", "x"));
        assertEquals(new VerifiedUser(null, 0, "ann", "ann"), Verifying.user(source(body("{}")), "ann", "x"));
    }

    @Test
    void shouldTranslateTheStatus() throws Exception {
        assertEquals(ServiceError.CERTIFY_FAIL, Verifying.error(source(status(401)), "ann", "x"));
        assertEquals(ServiceError.CERTIFY_FAIL, Verifying.error(source(status(403)), "ann", "x"));
        assertEquals(ServiceError.INVALID_USER_ID, Verifying.error(source(status(404)), "ann", "x"));
        for (int status : new int[] {201, 204, 302, 400, 429, 500, 503}) {
            assertEquals(ServiceError.SERVER_SDK_FAIL, Verifying.error(source(status(status)), "ann", "x"));
        }
    }

    @Test
    void shouldBeBrokenByAnAnswerThatIsNone() throws Exception {
        for (String answer : List.of(
                "yes", "[]", "{\"userId\":\"7\"}", "{\"userId\":7.5}", "{\"userId\":0}", "{\"nickname\":{}}", "{")) {
            assertEquals(ServiceError.SERVER_SDK_FAIL, Verifying.error(source(body(answer)), "ann", "x"), answer);
        }
        String large = "{\"nickname\":\"" + "x".repeat(HttpSource.MAX_REPLY_BYTES) + "\"}";
        assertEquals(ServiceError.SERVER_SDK_FAIL, Verifying.error(source(body(large)), "ann", "x"));
        HttpSource endless = source(request -> {
            request.response().setChunked(true);
            vertx.setPeriodic(1, tick -> {
                if (request.response().closed()) {
                    vertx.cancelTimer(tick);
                } else {
                    request.response().write("x".repeat(1_000));
                }
            });
        });
        assertEquals(ServiceError.SERVER_SDK_FAIL, Verifying.error(endless, "ann", "x"));
    }

    @Test
    void shouldWaitNoLongerThanItMay() throws Exception {
        int port = serve(new HttpServerOptions(), request -> {});
        assertEquals(
                ServiceError.SERVER_SDK_TIMEOUT,
                Verifying.error(source("http", port, 200, Optional.empty()), "ann", "x"));
        int dripping = serve(
                new HttpServerOptions(),
                request -> request.response().setChunked(true).write("{"));
        assertEquals(
                ServiceError.SERVER_SDK_TIMEOUT,
                Verifying.error(source("http", dripping, 200, Optional.empty()), "ann", "x"));
    }

    @Test
    void shouldBeBrokenWhereNobodyListens() throws Exception {
        HttpServer server = vertx.createHttpServer().requestHandler(status(200));
        int port = Verifying.await(server.listen(0, "127.0.0.1")).actualPort();
        Verifying.await(server.close());
        assertEquals(
                ServiceError.SERVER_SDK_FAIL,
                Verifying.error(source("http", port, 20_000, Optional.empty()), "ann", "x"));
    }

    @Test
    void shouldTrustOnlyTheConfiguredAuthority() throws Exception {
        ServerCertificate certificate =
                ServerCertificate.selfSigned(folder, List.of("localhost"), Instant.now(), new SecureRandom());
        int port = serve(
                new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .setCertPath(certificate.certificateFile().toString())
                                .setKeyPath(certificate.privateKeyFile().toString())),
                body("{}"));
        HttpSource trusting = source("https", port, 20_000, Optional.of(certificate.certificateFile()));
        assertEquals("ann", Verifying.user(trusting, "ann", "x").nickname());
        assertTrue(bodies.poll(5, TimeUnit.SECONDS) != null);
        assertEquals(
                ServiceError.SERVER_SDK_FAIL,
                Verifying.error(source("https", port, 20_000, Optional.empty()), "ann", "x"));
        assertTrue(bodies.isEmpty(), "the password went to a server that nobody vouches for");
    }
}
