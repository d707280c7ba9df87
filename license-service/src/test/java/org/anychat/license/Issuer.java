package org.anychat.license;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.LocalDate;
import org.anychat.license.domain.License;
import org.anychat.license.domain.LicenseBinding;
import org.anychat.license.domain.LicenseTerms;
import org.anychat.license.file.IssuerKeys;
import org.anychat.license.file.SignedLicense;

/** An issuer who signs licences of the tests, and puts them with the public key into a server's folder. */
public final class Issuer {
    public static final LocalDate ISSUED = LocalDate.of(2026, 1, 1);

    private final KeyPair keys = IssuerKeys.generate();

    public static License license(LicenseTerms terms, LicenseBinding binding) {
        return new License("licence-1", "Example School", ISSUED, terms, binding);
    }

    public KeyPair keys() {
        return keys;
    }

    public SignedLicense sign(License license) {
        return SignedLicense.sign(license, keys.getPrivate(), keys.getPublic());
    }

    /** Signs whatever it is. */
    public SignedLicense signText(String json) {
        return SignedLicense.signText(json, keys.getPrivate());
    }

    public LicenseConfig install(Path home, License license) {
        return install(home, sign(license).text());
    }

    public LicenseConfig install(Path home, String text) {
        LicenseConfig config = LicenseConfig.standard(home);
        try {
            IssuerKeys.writePublic(config.publicKeyFile(), keys.getPublic());
            Files.writeString(config.licenseFile(), text);
            return config;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
