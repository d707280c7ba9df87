package org.anychat.auth.source;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.anychat.contracts.ServiceException;
import org.anychat.runtime.config.UserSourceConfig.Http;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Users whom a web service of the operator's knows: one POST per login. */
final class HttpSource implements UserSource {
    static final String NAME = "http";
    static final int MAX_REPLY_BYTES = 16 * 1024;

    private static final Logger log = LoggerFactory.getLogger(HttpSource.class);
    private static final int CONNECTIONS = 16;
    private static final int MAX_WAITING = 256;

    private final Http config;
    private final Vertx vertx;
    private final HttpClient client;
    private final RequestOptions request;
    private final long timeoutMs;
    private final SourceHealth health;

    HttpSource(Vertx vertx, Http config, long timeoutMs, LongSupplier nowNs) {
        this.config = config;
        this.vertx = vertx;
        this.timeoutMs = timeoutMs;
        this.health = new SourceHealth(NAME, nowNs);
        this.request = requestTo(config.url(), timeoutMs);
        HttpClientOptions options = new HttpClientOptions().setConnectTimeout((int) timeoutMs);
        config.certificateFile()
                .ifPresent(file -> options.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
        client = vertx.createHttpClient(
                options, new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(MAX_WAITING));
        if (!Boolean.TRUE.equals(request.isSsl())) {
            log.warn("HTTPUrl={}: passwords travel in clear text. Use https.", config.url());
        }
    }

    private static RequestOptions requestTo(URI url, long timeoutMs) {
        boolean tls = url.getScheme().toLowerCase(Locale.ROOT).equals("https");
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(url.getHost())
                .setPort(url.getPort() > 0 ? url.getPort() : tls ? 443 : 80)
                .setSsl(tls)
                .setURI(url.getRawQuery() == null ? path : path + "?" + url.getRawQuery())
                .setFollowRedirects(false)
                .setConnectTimeout(timeoutMs);
    }

    @Override
    public Future<VerifiedUser> verify(Credentials credentials) {
        return client.request(new RequestOptions(request))
                .compose(opened -> exchange(opened, credentials))
                .onSuccess(user -> health.works())
                .recover(failure -> Future.failedFuture(coded(failure)));
    }

    /** One deadline for the whole exchange: a service that drips bytes must not keep the connection. */
    private Future<VerifiedUser> exchange(HttpClientRequest opened, Credentials credentials) {
        Promise<VerifiedUser> answer = Promise.promise();
        long timer = vertx.setTimer(timeoutMs, late -> {
            answer.tryFail(Refusals.slow());
            opened.reset();
        });
        opened.putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        if (!config.secret().isEmpty()) {
            opened.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + config.secret());
        }
        JsonObject body = new JsonObject()
                .put("name", credentials.name())
                .put("password", credentials.password())
                .put("address", credentials.address());
        opened.send(body.toBuffer())
                .compose(response -> reply(opened, response, credentials.name()))
                .onComplete(answer::tryComplete, answer::tryFail);
        return answer.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    private static Future<VerifiedUser> reply(HttpClientRequest opened, HttpClientResponse response, String name) {
        Future<Buffer> body = body(opened, response);
        return response.statusCode() == 200
                ? body.map(bytes -> user(name, bytes))
                : body.transform(any -> Future.failedFuture(refusal(response.statusCode())));
    }

    /** Reads to the end, also what nobody wants to know, since a connection can then be used again. */
    private static Future<Buffer> body(HttpClientRequest opened, HttpClientResponse response) {
        Promise<Buffer> body = Promise.promise();
        Buffer read = Buffer.buffer();
        response.handler(part -> {
            if (read.length() + part.length() > MAX_REPLY_BYTES) {
                body.tryFail(Refusals.broken(NAME, "answers with more than " + MAX_REPLY_BYTES + " bytes"));
                opened.reset();
            } else {
                read.appendBuffer(part);
            }
        });
        response.exceptionHandler(body::tryFail);
        response.endHandler(end -> body.tryComplete(read));
        return body.future();
    }

    private static ServiceException refusal(int status) {
        return switch (status) {
            case 401, 403 -> Refusals.wrongPassword();
            case 404 -> Refusals.unknownUser();
            default -> Refusals.broken(NAME, "answers with the status " + status);
        };
    }

    private static VerifiedUser user(String name, Buffer body) {
        try {
            JsonObject user = body.length() == 0 ? new JsonObject() : new JsonObject(body);
            return UserFields.user(
                    NAME, name, integer(user, "userId"), integer(user, "level"), (String) user.getValue("nickname"));
        } catch (DecodeException | ClassCastException e) {
            throw Refusals.broken(NAME, "does not answer with a JSON object of userId, level and nickname");
        }
    }

    private static Long integer(JsonObject user, String field) {
        Object value = user.getValue(field);
        // Jackson gives whole numbers as one of these two; anything else is not one.
        return value instanceof Integer small ? Long.valueOf(small) : (Long) value;
    }

    private ServiceException coded(Throwable failure) {
        if (failure instanceof ServiceException refusal) {
            switch (refusal.error()) {
                case SERVER_SDK_FAIL -> health.fails(refusal);
                case CERTIFY_FAIL, INVALID_USER_ID -> health.works();
                default -> {}
            }
            return refusal;
        }
        if (failure instanceof TimeoutException) {
            return Refusals.slow();
        }
        health.fails(failure);
        return Refusals.broken(NAME, "cannot be reached");
    }

    @Override
    public Future<Void> close() {
        return client.close();
    }
}
