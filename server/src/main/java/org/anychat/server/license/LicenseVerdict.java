package org.anychat.server.license;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.anychat.license.LicenseConfig;
import org.anychat.license.check.LicenseCheck;
import org.anychat.license.check.LicenseCheck.Checked;
import org.anychat.license.check.Surroundings;
import org.anychat.license.domain.LicenseBinding;
import org.anychat.license.domain.LicenseException;
import org.anychat.license.domain.LicenseTerms;

/**
 * What a start would make of the licence, in the words that operators search for.
 *
 * @param good whether the server would start with it
 * @param words one line for a person; what to do is in it where it does not count
 */
public record LicenseVerdict(boolean good, String words) {
    /** The answer of the manual's FAQ to a server that does not start for its licence. */
    public static final String HINT =
            "A server does not start with a licence that does not match. The number tells what"
                    + " is wrong (docs/licence.md); `license verify` checks it again, `license issue --self` makes one for"
                    + " this machine, and DemoMode=1 needs none.";

    private static final String SUCCESS = "Authorized certification success";

    /**
     * Checks all but a domain, which the running server alone can prove. Blocks; changes nothing.
     *
     * @param config what the ini says
     * @return the verdict
     */
    public static LicenseVerdict of(LicenseConfig config) {
        if (config.demoMode()) {
            return new LicenseVerdict(
                    true, "none is needed in demo mode, at most " + config.demoUserLimit() + " users");
        }
        try {
            Checked checked = check(config);
            return new LicenseVerdict(
                    true, success(checked) + ", licence of " + checked.license().holder());
        } catch (LicenseException e) {
            return new LicenseVerdict(false, refusal(e));
        }
    }

    /**
     * For how many and for how long a licence is. Blocks; changes nothing.
     *
     * @param config what the ini says
     * @return empty where the licence does not count
     */
    public static Optional<LicenseTerms> terms(LicenseConfig config) {
        try {
            return Optional.of(check(config).license().terms());
        } catch (LicenseException e) {
            return Optional.empty();
        }
    }

    static Checked check(LicenseConfig config) {
        return new LicenseCheck(config, Surroundings.real()).check(LocalDate.now(ZoneOffset.UTC));
    }

    static String success(Checked checked) {
        return checked.license().binding() instanceof LicenseBinding.Domain domain
                ? SUCCESS + "; whether " + domain.name() + " leads to this machine is seen when the server runs"
                : SUCCESS;
    }

    /**
     * A refusal with its numbers.
     *
     * @param why what the check found
     * @return the words of a start's last ERROR
     */
    public static String refusal(LicenseException why) {
        return "the licence check failed: 28 CERTVERIFYFAILED, " + why.words();
    }
}
