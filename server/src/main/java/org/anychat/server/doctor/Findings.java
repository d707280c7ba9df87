package org.anychat.server.doctor;

import java.util.ArrayList;
import java.util.List;

/** The report while it is being written. One thread. */
public final class Findings {
    private final List<Finding> all = new ArrayList<>();

    void ok(String check, Words seen) {
        all.add(new Finding(check, Verdict.OK, seen, Words.NONE));
    }

    void warn(String check, Words seen, Words remedy) {
        all.add(new Finding(check, Verdict.WARN, seen, remedy));
    }

    void fail(String check, Words seen, Words remedy) {
        all.add(new Finding(check, Verdict.FAIL, seen, remedy));
    }

    void skip(String check, Words why) {
        all.add(new Finding(check, Verdict.SKIP, why, Words.NONE));
    }

    /**
     * All that has been found.
     *
     * @return in the order of the checks
     */
    public List<Finding> all() {
        return List.copyOf(all);
    }

    /**
     * How many lines come to something.
     *
     * @param verdict what
     * @return the number
     */
    public long count(Verdict verdict) {
        return all.stream().filter(finding -> finding.verdict() == verdict).count();
    }
}
