package org.anychat.gateway.admin;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.Predicate;
import org.anychat.gateway.web.SameOrigin;

/** What is demanded of a request to the dashboard before anything else, and the headers that guard its pages. */
final class AdminTransport {
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final String REFUSAL = """
            403 Forbidden
            The dashboard is served over TLS only: open it with https:// instead of http://.
            From this machine itself plain http://localhost works. Behind a proxy that ends TLS set AdminPlainText=1.
            管理页面仅通过 TLS 提供：请用 https:// 打开。本机可用 http://localhost；若由代理终止 TLS，请设置 AdminPlainText=1。
            """;

    private final boolean plainTextAllowed;
    private final Predicate<SocketAddress> isSecure;
    private final SameOrigin origin;

    AdminTransport(boolean plainTextAllowed, Predicate<SocketAddress> isSecure) {
        this.plainTextAllowed = plainTextAllowed;
        this.isSecure = isSecure;
        this.origin = new SameOrigin(isSecure);
    }

    void guard(RoutingContext context) {
        context.response()
                .putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Permissions-Policy", "camera=(), microphone=(), display-capture=(), geolocation=()");
        if (isAllowed(context.request())) {
            context.next();
            return;
        }
        context.response()
                .setStatusCode(403)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .end(REFUSAL);
    }

    private boolean isAllowed(HttpServerRequest request) {
        return plainTextAllowed
                || isSecure(request)
                || isLoopback(request.remoteAddress().hostAddress());
    }

    boolean isSecure(HttpServerRequest request) {
        return isSecure.test(request.remoteAddress());
    }

    SameOrigin origin() {
        return origin;
    }

    private static boolean isLoopback(String address) {
        try {
            // A literal, which is never looked up.
            return InetAddress.getByName(address.split("%", 2)[0]).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
