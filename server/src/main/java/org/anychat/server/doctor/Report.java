package org.anychat.server.doctor;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * The doctor's report, for people and for programs.
 *
 * @param findings what was found
 * @param inChinese whether people read Simplified Chinese, else English
 */
public record Report(Findings findings, boolean inChinese) {
    private static final String INDENT = "      ";

    /**
     * Prints one line per finding, its remedy below it, and a sum.
     *
     * @param out where to
     */
    public void print(PrintWriter out) {
        int width = findings.all().stream()
                .mapToInt(finding -> finding.check().length())
                .max()
                .orElse(1);
        for (Finding finding : findings.all()) {
            out.printf(
                    Locale.ROOT,
                    "%-5s %-" + width + "s  %s%n",
                    finding.verdict(),
                    finding.check(),
                    finding.seen().in(inChinese));
            String remedy = finding.remedy().in(inChinese);
            if (!remedy.isEmpty()) {
                out.println(INDENT + "-> " + remedy);
            }
        }
        out.println();
        out.println(sum().in(inChinese));
    }

    private Words sum() {
        return Words.of(
                "%d FAIL, %d WARN, %d OK, %d SKIP",
                "失败 %d 项，警告 %d 项，正常 %d 项，跳过 %d 项",
                findings.count(Verdict.FAIL),
                findings.count(Verdict.WARN),
                findings.count(Verdict.OK),
                findings.count(Verdict.SKIP));
    }

    /**
     * The same as JSON.
     *
     * @return {@code ok} and {@code findings}
     */
    public String json() {
        JsonArray lines = new JsonArray();
        findings.all().forEach(finding -> {
            JsonObject line = new JsonObject()
                    .put("check", finding.check())
                    .put("verdict", finding.verdict().name())
                    .put("seen", finding.seen().in(inChinese));
            String remedy = finding.remedy().in(inChinese);
            lines.add(remedy.isEmpty() ? line : line.put("remedy", remedy));
        });
        return new JsonObject().put("ok", isGood()).put("findings", lines).encodePrettily();
    }

    /**
     * Whether nothing has failed.
     *
     * @return true where the exit code is 0
     */
    public boolean isGood() {
        return findings.count(Verdict.FAIL) == 0;
    }
}
