package org.anychat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.nio.file.Path;
import java.util.Map;
import org.anychat.gateway.GatewayConfig.LinkLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP side of the port. */
class WebIT {
    private TestGateway gateway;
    private HttpClient http;

    @BeforeEach
    void start(@TempDir Path directory) {
        gateway = TestGateway.start(directory, LinkLimits.STANDARD);
        http = gateway.vertx.createHttpClient(
                new HttpClientOptions().setTrustAll(true).setVerifyHost(false));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private HttpAnswer ask(HttpMethod method, String path, boolean tls, Map<String, String> headers) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setHost("127.0.0.1")
                .setPort(gateway.port())
                .setURI(path)
                .setSsl(tls);
        headers.forEach(options::putHeader);
        return TestGateway.await(http.request(options).compose(HttpAnswer::send));
    }

    private HttpAnswer get(String path) {
        return ask(HttpMethod.GET, path, false, Map.of());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldServeTheWebApp(boolean tls) {
        HttpAnswer answer = ask(HttpMethod.GET, "/", tls, Map.of());

        assertEquals(200, answer.head().statusCode());
        assertEquals("text/html; charset=utf-8", answer.header("Content-Type"));
        assertEquals("no-cache", answer.header("Cache-Control"));
        assertTrue(answer.body().toString().contains("<title>"));
    }

    @Test
    void shouldServeModulesAsJavaScript() {
        HttpAnswer answer = get("/sdk/module.js");

        assertEquals("text/javascript; charset=utf-8", answer.header("Content-Type"));
        assertTrue(answer.body().toString().contains("answer = 42"));
    }

    @Test
    void shouldSendNothingAnewThatTheBrowserHas() {
        String etag = get("/sdk/module.js").header("ETag");

        HttpAnswer again = ask(HttpMethod.GET, "/sdk/module.js", false, Map.of("If-None-Match", etag));

        assertEquals(304, again.head().statusCode());
        assertEquals(0, again.body().length());
    }

    @Test
    void shouldAnswerHeadWithoutABody() {
        HttpAnswer answer = ask(HttpMethod.HEAD, "/sdk/module.js", false, Map.of());

        assertEquals(200, answer.head().statusCode());
        assertEquals(Integer.toString(get("/sdk/module.js").body().length()), answer.header("Content-Length"));
    }

    @Test
    void shouldGuardThePageWithItsHeaders() {
        HttpAnswer answer = get("/");

        assertTrue(answer.header("Content-Security-Policy").startsWith("default-src 'self'"));
        assertEquals("nosniff", answer.header("X-Content-Type-Options"));
        assertEquals("no-referrer", answer.header("Referrer-Policy"));
        assertTrue(answer.header("Permissions-Policy").contains("camera=(self)"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing.html",
                "/sdk",
                "/sdk/",
                "/../../../etc/passwd",
                "/%2e%2e/%2e%2e/contracts.xml",
                "/sdk/../../gateway/GatewayConfig.class",
                "/.hidden",
                "/sdk//module.js",
                "/a\\b.js"
            })
    void shouldAnswerPlainlyWhereThereIsNothing(String path) {
        HttpAnswer answer = get(path);

        assertEquals(404, answer.head().statusCode());
        assertEquals("text/plain; charset=utf-8", answer.header("Content-Type"));
        assertEquals("404 Not Found\n", answer.body().toString());
    }

    @Test
    void shouldSayThatItLives() {
        assertEquals(200, get("/health/live").head().statusCode());
    }

    @Test
    void shouldRefuseOtherMethods() {
        HttpAnswer answer = ask(HttpMethod.POST, "/", false, Map.of());

        assertEquals(405, answer.head().statusCode());
        assertEquals("GET, HEAD", answer.header("Allow"));
    }

    @Test
    void shouldServeTheWebSocketOnlyWithItsSubProtocol() {
        assertEquals(400, get("/anychat").head().statusCode());
    }
}
