package org.anychat.gateway;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.json.JsonObject;

/** What an HTTP server said. */
record HttpAnswer(HttpClientResponse head, Buffer body) {
    /** The whole answer to a request that has not been sent: a body that comes before it is waited for is lost. */
    static Future<HttpAnswer> to(HttpClientRequest unsent) {
        return unsent.response().compose(head -> head.body().map(body -> new HttpAnswer(head, body)));
    }

    /** Sends a request; fails where no answer comes. */
    static Future<HttpAnswer> send(HttpClientRequest request, Buffer body) {
        Future<HttpAnswer> answer = to(request);
        return request.end(body).compose(sent -> answer);
    }

    static Future<HttpAnswer> send(HttpClientRequest request) {
        Future<HttpAnswer> answer = to(request);
        return request.end().compose(sent -> answer);
    }

    int status() {
        return head.statusCode();
    }

    String header(String name) {
        return head.getHeader(name);
    }

    JsonObject json() {
        return body.toJsonObject();
    }
}
