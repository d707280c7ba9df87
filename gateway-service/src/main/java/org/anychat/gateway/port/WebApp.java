package org.anychat.gateway.port;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The web app's files, read from the class path once and kept. Browsers ask each time whether theirs is still right.
 */
final class WebApp implements Handler<RoutingContext> {
    private static final String ROOT = "org/anychat/web";
    /** Third-party scripts, as they are in their jars. */
    private static final String WEB_JARS = "/webjars/";

    private static final String WEB_JARS_ROOT = "META-INF/resources";
    /** Files, not folders; no segment begins with a dot, so there is no way up and nothing hidden. */
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+\\.[a-z0-9]+");

    private static final int MAX_PATH_LENGTH = 256;
    private static final Map<String, String> CONTENT_TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("webp", "image/webp"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("wasm", "application/wasm"));

    private record StaticFile(Buffer content, String contentType, String etag) {}

    private final Vertx vertx;
    /** Only files that exist, so no more than the application has. */
    private final Map<String, StaticFile> files = new HashMap<>();

    WebApp(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public void handle(RoutingContext context) {
        String path = context.request().path();
        String file = path == null || path.endsWith("/") ? path + "index.html" : path;
        if (file.length() > MAX_PATH_LENGTH || !PATH.matcher(file).matches()) {
            context.fail(404);
            return;
        }
        StaticFile known = files.get(file);
        if (known != null) {
            answer(context, known);
            return;
        }
        vertx.executeBlocking(() -> read(file))
                .onFailure(context::fail)
                .onSuccess(read -> read.ifPresentOrElse(
                        found -> {
                            files.put(file, found);
                            answer(context, found);
                        },
                        () -> context.fail(404)));
    }

    private static void answer(RoutingContext context, StaticFile file) {
        HttpServerResponse response = context.response()
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader(HttpHeaders.ETAG, file.etag());
        if (file.etag().equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, file.contentType());
        if (HttpMethod.HEAD.equals(context.request().method())) {
            response.putHeader(
                            HttpHeaders.CONTENT_LENGTH,
                            Integer.toString(file.content().length()))
                    .end();
        } else {
            response.end(file.content());
        }
    }

    private static Optional<StaticFile> read(String file) throws IOException, NoSuchAlgorithmException {
        try (InputStream in = WebApp.class.getClassLoader().getResourceAsStream(root(file) + file)) {
            if (in == null) {
                return Optional.empty();
            }
            byte[] content = in.readAllBytes();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            String etag = '"' + HexFormat.of().formatHex(digest, 0, 16) + '"';
            return Optional.of(new StaticFile(Buffer.buffer(content), contentType(file), etag));
        }
    }

    private static String root(String file) {
        return file.startsWith(WEB_JARS) ? WEB_JARS_ROOT : ROOT;
    }

    private static String contentType(String file) {
        String suffix = file.substring(file.lastIndexOf('.') + 1);
        return CONTENT_TYPES.getOrDefault(suffix, "application/octet-stream");
    }
}
