package org.anychat.auth.plugin;

import java.io.IOException;
import java.net.URLClassLoader;
import java.util.concurrent.CompletableFuture;
import org.anychat.auth.plugin.wire.FilterAnswer;
import org.anychat.auth.plugin.wire.FilterCall;
import org.anychat.plugin.RoomEntry;
import org.anychat.plugin.SdkFilter;
import org.anychat.plugin.TextMessage;
import org.anychat.plugin.UserLogin;
import org.anychat.plugin.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A plug-in in this process. A thread that hangs in it can only be given up. */
final class JavaPlugin implements LoadedPlugin {
    private static final Logger log = LoggerFactory.getLogger(JavaPlugin.class);

    private final SdkFilter filter;
    private final String version;
    private final URLClassLoader classes;

    JavaPlugin(SdkFilter filter, String version, URLClassLoader classes) {
        this.filter = filter;
        this.version = version;
        this.classes = classes;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    @SuppressWarnings("CatchingUnchecked") // A plug-in may throw anything, and none of it may end the server's thread.
    public FilterAnswer call(int lane, FilterCall call) throws PluginException {
        Thread.currentThread().setContextClassLoader(classes);
        try {
            return answer(call);
        } catch (Throwable e) {
            throw PluginException.thrown(
                    "the plug-in failed in " + call.getClass().getSimpleName() + ": " + e, e);
        }
    }

    private FilterAnswer answer(FilterCall call) throws Exception {
        if (call instanceof FilterCall.VerifyUser verify) {
            Verdict verdict = filter.verifyUser(verify.name(), verify.password());
            return new FilterAnswer(verdict.code(), verdict.userId(), verdict.level(), verdict.nickname());
        }
        if (call instanceof FilterCall.PrepareEnterRoom prepare) {
            return FilterAnswer.ofCode(filter.prepareEnterRoom(
                    new RoomEntry(prepare.userId(), prepare.roomId(), prepare.roomName(), prepare.password())));
        }
        tell(call);
        return FilterAnswer.NOTHING;
    }

    private void tell(FilterCall call) throws Exception {
        if (call instanceof FilterCall.UserLogin login) {
            filter.onUserLogin(
                    new UserLogin(login.userId(), login.name(), login.level(), login.address(), login.handle()));
        } else if (call instanceof FilterCall.UserLogout logout) {
            filter.onUserLogout(logout.userId());
        } else if (call instanceof FilterCall.UserEnterRoom enter) {
            filter.onUserEnterRoom(enter.userId(), enter.roomId());
        } else if (call instanceof FilterCall.UserLeaveRoom leave) {
            filter.onUserLeaveRoom(leave.userId(), leave.roomId());
        } else if (call instanceof FilterCall.UserFilterData data) {
            filter.onUserFilterData(data.userId(), data.data());
        } else if (call instanceof FilterCall.UserText text) {
            filter.onUserTextMessage(
                    new TextMessage(text.roomId(), text.from(), text.to(), text.secret(), text.text()));
        }
    }

    @Override
    public void kill() {
        close(classes);
    }

    @Override
    public boolean isKillable() {
        return false;
    }

    @Override
    public CompletableFuture<String> ended() {
        return new CompletableFuture<>();
    }

    @Override
    public void release() throws PluginException {
        Thread.currentThread().setContextClassLoader(classes);
        try {
            filter.release();
        } catch (Exception | LinkageError e) {
            throw PluginException.thrown("the plug-in failed in its release: " + e, e);
        } finally {
            close(classes);
        }
    }

    static void close(URLClassLoader classes) {
        try {
            classes.close();
        } catch (IOException e) {
            log.debug("A plug-in's jar could not be closed", e);
        }
    }
}
