package org.anychat.auth.plugin;

import io.vertx.core.Future;
import org.anychat.auth.plugin.wire.FilterAnswer;
import org.anychat.auth.plugin.wire.FilterCall;
import org.anychat.auth.source.Credentials;
import org.anychat.auth.source.UserSource;
import org.anychat.auth.source.VerifiedUser;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.UserId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code BRFP_VerifyUser} as a source of users. */
final class PluginUserSource implements UserSource {
    private static final Logger log = LoggerFactory.getLogger(PluginUserSource.class);
    private static final int MAX_NAME_CHARS = 64;

    private final Plugin plugin;

    PluginUserSource(Plugin plugin) {
        this.plugin = plugin;
    }

    @Override
    public Future<VerifiedUser> verify(Credentials credentials) {
        return plugin.ask(new FilterCall.VerifyUser(credentials.name(), credentials.password()))
                .compose(answer -> verified(credentials, answer));
    }

    private static Future<VerifiedUser> verified(Credentials credentials, FilterAnswer answer) {
        if (answer.code() != 0) {
            return Future.failedFuture(refusal(answer.code(), "the login"));
        }
        if (answer.userId() <= 0) {
            log.warn(
                    "The plug-in accepted {} as user {}; a user's number is 1 to 2147483647, so the login gets 206",
                    credentials.name(),
                    Integer.toUnsignedString(answer.userId()));
            return Future.failedFuture(new ServiceException(
                    ServiceError.SERVER_SDK_FAIL, "the server plug-in gave a number that no user can have"));
        }
        // A level is a DWORD of the plug-in; clients know 0 to 2147483647.
        int level = answer.level() < 0 ? Integer.MAX_VALUE : answer.level();
        return Future.succeededFuture(
                new VerifiedUser(new UserId(answer.userId()), level, nickname(credentials, answer.nickname())));
    }

    private static String nickname(Credentials credentials, String given) {
        String nickname = PluginOutput.line(given);
        if (nickname.length() > MAX_NAME_CHARS) {
            boolean splitsPair = Character.isHighSurrogate(nickname.charAt(MAX_NAME_CHARS - 1));
            nickname = nickname.substring(0, splitsPair ? MAX_NAME_CHARS - 1 : MAX_NAME_CHARS);
        }
        return nickname.isBlank() ? credentials.name() : nickname;
    }

    /** The plug-in's own number where clients can be told it, else 206. */
    static ServiceException refusal(int code, String what) {
        return code > 0
                ? ServiceException.ofCode(code, "the server plug-in refuses " + what)
                : new ServiceException(
                        ServiceError.SERVER_SDK_FAIL,
                        "the server plug-in refuses " + what + " with " + Integer.toUnsignedString(code)
                                + ", which is no code of 1 to 2147483647");
    }
}
