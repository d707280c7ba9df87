package org.anychat.license.check;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.RightsApi;
import org.anychat.license.domain.LicenseException;
import org.anychat.license.domain.LicenseFault;

/**
 * Proves that a domain leads to this very server: a nonce is sent to the domain's addresses, and only this server
 * knows the answer. Lives on the context of the license service.
 */
public final class DomainProof {
    private static final int NONCE_BYTES = 16;
    private static final int MAX_ADDRESSES = 8;
    private static final int MAX_ANSWER_BYTES = 256;
    private static final int OK = 200;
    private static final long TIMEOUT_MS = 15_000;

    private final Vertx vertx;
    private final Surroundings.Names names;
    private final int port;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, String> answers = new HashMap<>();
    private final HttpClient client;

    /**
     * Makes the proof.
     *
     * @param vertx where it runs
     * @param names the name service
     * @param port the TCP port at which the domain's machine serves
     */
    public DomainProof(Vertx vertx, Surroundings.Names names, int port) {
        this.vertx = vertx;
        this.names = names;
        this.port = port;
        // The answer is the proof, and it tells nothing to others; a certificate would prove no more.
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setSsl(true)
                .setTrustAll(true)
                .setVerifyHost(false)
                .setKeepAlive(false)
                .setConnectTimeout((int) TIMEOUT_MS)
                .setIdleTimeout((int) TIMEOUT_MS)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS));
    }

    /**
     * Asks the domain.
     *
     * @param domain the host name
     * @return done where one of its addresses is this server; fails with a {@link LicenseException} otherwise
     */
    public Future<Void> prove(String domain) {
        String nonce = randomHex();
        answers.put(nonce, randomHex());
        return vertx.executeBlocking(() -> resolved(domain))
                .compose(addresses -> anyOf(domain, addresses, nonce))
                .eventually(() -> {
                    answers.remove(nonce);
                    return Future.succeededFuture();
                });
    }

    /**
     * What a gateway answers.
     *
     * @param nonce what it was asked
     * @return the answer, empty where the nonce is not this server's
     */
    public String answerTo(String nonce) {
        return answers.getOrDefault(nonce, "");
    }

    private List<InetAddress> resolved(String domain) {
        try {
            return names.resolve(domain);
        } catch (UnknownHostException e) {
            throw new LicenseException(
                    LicenseFault.DNS,
                    "the licence is bound to the domain " + domain + ", and that has no address. Let it lead to this"
                            + " server in the DNS, or look at this machine's DNS settings.");
        }
    }

    /** All at once, so that addresses that lead nowhere cost no time. */
    private Future<Void> anyOf(String domain, List<InetAddress> addresses, String nonce) {
        List<Future<Void>> tries = addresses.stream()
                .limit(MAX_ADDRESSES)
                .map(address -> tried(domain, address, nonce))
                .toList();
        return Future.any(tries)
                .recover(none -> Future.failedFuture(telling(tries)))
                .mapEmpty();
    }

    private Future<Void> tried(String domain, InetAddress address, String nonce) {
        return ask(domain, address, nonce)
                .recover(failure -> Future.failedFuture(unreachable(domain, address, failure)))
                .compose(answer -> compared(domain, address, nonce, answer));
    }

    /** That another server answers says more than that nobody does. */
    private static Throwable telling(List<Future<Void>> failed) {
        return failed.stream()
                .map(Future::cause)
                .filter(cause -> cause instanceof LicenseException why && why.fault() == LicenseFault.DOMAIN)
                .findFirst()
                .orElseGet(() -> failed.get(0).cause());
    }

    private Future<Void> compared(String domain, InetAddress address, String nonce, Buffer answer) {
        byte[] expected = answerTo(nonce).getBytes(StandardCharsets.US_ASCII);
        if (MessageDigest.isEqual(expected, answer.toString().strip().getBytes(StandardCharsets.UTF_8))) {
            return Future.succeededFuture();
        }
        return Future.failedFuture(new LicenseException(
                LicenseFault.DOMAIN,
                "the licence is bound to the domain " + domain + ", and at its address " + address.getHostAddress()
                        + ", port " + port + ", another server answers. Let the domain lead to this server."));
    }

    private Future<Buffer> ask(String domain, InetAddress address, String nonce) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                .setHost(domain)
                .setPort(port)
                .setURI(RightsApi.PROOF_PATH + nonce)
                .setTimeout(TIMEOUT_MS)
                .setIdleTimeout(TIMEOUT_MS);
        return client.request(options).compose(request -> request.send()).compose(DomainProof::shortBody);
    }

    /** At most {@value #MAX_ANSWER_BYTES} bytes: whoever answers may be anybody. */
    private static Future<Buffer> shortBody(HttpClientResponse response) {
        Promise<Buffer> promise = Promise.promise();
        Buffer body = Buffer.buffer();
        response.handler(bytes -> {
            body.appendBuffer(bytes);
            if (body.length() > MAX_ANSWER_BYTES) {
                promise.tryComplete(Buffer.buffer());
                response.request().connection().close();
            }
        });
        response.exceptionHandler(promise::tryFail);
        response.endHandler(end -> promise.tryComplete(response.statusCode() == OK ? body : Buffer.buffer()));
        return promise.future();
    }

    private LicenseException unreachable(String domain, InetAddress address, Throwable failure) {
        return new LicenseException(
                LicenseFault.URL_VERIFY,
                "the licence is bound to the domain " + domain + ", and at its address " + address.getHostAddress()
                        + ", port " + port + ", nobody answers (" + failure.getMessage() + "). Let the domain lead to"
                        + " this server, and open the port. Where this machine cannot reach its own public address,"
                        + " put \"127.0.0.1 " + domain + "\" into its hosts file.");
    }

    private String randomHex() {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
