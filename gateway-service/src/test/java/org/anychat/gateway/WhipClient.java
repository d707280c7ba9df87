package org.anychat.gateway;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.Map;

/** A program that publishes or watches by HTTP. */
final class WhipClient {
    static final String OFFER = offer("sendonly", "opus/48000/2", "VP8/90000");

    private final HttpClient http;
    private final int port;

    WhipClient(TestGateway gateway) {
        http = gateway.vertx.createHttpClient(
                new HttpClientOptions().setTrustAll(true).setVerifyHost(false));
        port = gateway.port();
    }

    /** An offer of one sound and one picture. */
    static String offer(String direction, String audio, String video) {
        String transport = "c=IN IP4 0.0.0.0\r\na=ice-ufrag:abcd\r\na=ice-pwd:thePasswordOfTheClient01234\r\n"
                + "a=fingerprint:sha-256 " + "11:".repeat(31) + "11\r\na=setup:actpass\r\na=rtcp-mux\r\na=" + direction
                + "\r\n";
        return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1\r\n"
                + "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n" + transport + "a=mid:0\r\na=rtpmap:111 " + audio + "\r\n"
                + "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n" + transport + "a=mid:1\r\na=rtpmap:96 " + video + "\r\n";
    }

    /** Has sent a request when it returns. */
    private Future<HttpAnswer> begin(HttpMethod method, String path, Map<String, String> headers, String body) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI(path);
        headers.forEach(options::putHeader);
        HttpClientRequest request = TestGateway.await(http.request(options));
        Future<HttpAnswer> answer = HttpAnswer.to(request);
        TestGateway.await(request.end(body));
        return answer;
    }

    HttpAnswer ask(HttpMethod method, String path, Map<String, String> headers, String body) {
        return TestGateway.await(begin(method, path, headers, body));
    }

    Future<HttpAnswer> beginPost(String path, String offer, String... header) {
        return begin(HttpMethod.POST, path, with("Content-Type", "application/sdp", header), offer);
    }

    HttpAnswer post(String path, String offer, String... header) {
        return TestGateway.await(beginPost(path, offer, header));
    }

    Future<HttpAnswer> beginPatch(String path, String fragment, String... header) {
        return begin(HttpMethod.PATCH, path, with("Content-Type", "application/trickle-ice-sdpfrag", header), fragment);
    }

    HttpAnswer patch(String path, String fragment, String... header) {
        return TestGateway.await(beginPatch(path, fragment, header));
    }

    HttpAnswer delete(String path, String... header) {
        return ask(HttpMethod.DELETE, path, with("Accept", "*/*", header), "");
    }

    private static Map<String, String> with(String name, String value, String... more) {
        return more.length == 0 ? Map.of(name, value) : Map.of(name, value, more[0], more[1]);
    }
}
