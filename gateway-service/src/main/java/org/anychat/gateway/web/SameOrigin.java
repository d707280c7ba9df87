package org.anychat.gateway.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Whether a request comes from a page of this very site, as far as the browser says (RFC 6454): the same host, the same
 * port, and TLS where the request has come by TLS, since a page without it may be anybody's. A request without TLS may
 * be of a page with it: a proxy that ends TLS stands between. Any thread.
 */
public final class SameOrigin {
    private static final String HTTPS = "https";
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;

    private final Predicate<SocketAddress> isSecure;

    /**
     * Makes the check.
     *
     * @param isSecure whether the connection of a client, by its address and port, is encrypted
     */
    public SameOrigin(Predicate<SocketAddress> isSecure) {
        this.isSecure = isSecure;
    }

    /**
     * Checks a request that need not say where it comes from. Whoever is no browser says nothing, and has no cookie that
     * anybody could make it send.
     *
     * @param request any request
     * @return false where a browser says that it is of another site
     */
    public boolean isOwn(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin")) {
            return false;
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        return origin == null || isOfThisSite(request, origin);
    }

    /**
     * Checks a request that has to say where it comes from.
     *
     * @param request any request
     * @return false where it does not, or is of another site
     */
    public boolean saysOwn(HttpServerRequest request) {
        return request.getHeader(HttpHeaders.ORIGIN) != null && isOwn(request);
    }

    private boolean isOfThisSite(HttpServerRequest request, String origin) {
        HostAndPort asked = request.authority();
        URI page = parse(origin);
        if (asked == null || page == null || page.getHost() == null) {
            return false;
        }
        boolean encrypted = HTTPS.equals(page.getScheme());
        if (!encrypted && (!"http".equals(page.getScheme()) || isSecure.test(request.remoteAddress()))) {
            return false;
        }
        // The browser leaves out the port that goes with the page's scheme.
        int usual = encrypted ? HTTPS_PORT : HTTP_PORT;
        return bare(page.getHost()).equals(bare(asked.host()))
                && (page.getPort() < 0 ? usual : page.getPort()) == (asked.port() < 0 ? usual : asked.port());
    }

    private static URI parse(String origin) {
        try {
            return URI.create(origin);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String bare(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
    }
}
