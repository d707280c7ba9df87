package org.anychat.auth.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.anychat.runtime.password.PasswordHash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Users of a password file. */
final class HtpasswdSource implements BlockingSource {
    static final String NAME = "htpasswd";
    static final int MAX_BYTES = 16 * 1024 * 1024;

    private static final Logger log = LoggerFactory.getLogger(HtpasswdSource.class);
    private static final int MAX_PROBLEMS = 20;

    private final Path file;
    private final WatchedFile<HtpasswdLines> lines;

    HtpasswdSource(Path file) {
        this.file = file;
        this.lines = new WatchedFile<>(file, NAME, MAX_BYTES, this::parse);
    }

    private HtpasswdLines parse(String text) {
        HtpasswdLines parsed = HtpasswdLines.parse(text);
        log.info("{}: {} users", file, parsed.names().size());
        parsed.problems().stream().limit(MAX_PROBLEMS).forEach(problem -> log.warn("{}, {}", file, problem));
        return parsed;
    }

    @Override
    public VerifiedUser verify(Credentials credentials) throws IOException {
        Optional<PasswordHash> hash = lines.content().hashOf(credentials.name());
        if (hash.isEmpty()) {
            PasswordHash.checkNobody(credentials.password());
            throw Refusals.unknownUser();
        }
        if (!hash.get().matches(credentials.password())) {
            throw Refusals.wrongPassword();
        }
        return VerifiedUser.named(credentials.name());
    }
}
