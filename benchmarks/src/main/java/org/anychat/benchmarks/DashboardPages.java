package org.anychat.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The way into the dashboard's pages. */
final class DashboardPages {
    private static final long STEP_SECONDS = 60;
    private static final Pattern FIRST_PASSWORD = Pattern.compile("Name: (\\S+) +Password: (\\S+)");

    private DashboardPages() {}

    /** What a page has to run before its own scripts. */
    static String script() throws IOException {
        try (InputStream script = DashboardPages.class.getResourceAsStream("interactions.js")) {
            return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Logs in as the account that the first start of a server has made. */
    static void logInFirst(ChromiumPage page, MeasuredServer server) throws IOException, InterruptedException {
        Matcher first = FIRST_PASSWORD.matcher(server.said());
        if (!first.find()) {
            throw new IOException("the server has told no first password:\n" + server.said());
        }
        await(page, "document.querySelector('#login-form') !== null && !document.querySelector('#login').hidden");
        page.evaluate("(() => { document.getElementById('login-name').value = " + ChromiumPage.quoted(first.group(1))
                + "; document.getElementById('login-password').value = " + ChromiumPage.quoted(first.group(2))
                + "; })()");
        page.click("#login-form [type=submit]");
        await(page, "Boolean(document.querySelector('[data-tile=users] strong')?.textContent)");
    }

    /** Waits for something in a page that may be behind others, where no frames are drawn. */
    static void await(ChromiumPage page, String there) throws IOException, InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(STEP_SECONDS);
        while (!page.evaluate(there).asBoolean()) {
            if (System.nanoTime() > deadlineNs) {
                throw new IOException("never shown: " + there + " where there is: "
                        + page.evaluate("location.href + ' ' + document.body.innerText"));
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** Waits for something in the page in front; the milliseconds since the last input. */
    static double until(ChromiumPage page, String there) {
        return page.evaluate("figures.until(() => " + there + ")").asDouble();
    }
}
