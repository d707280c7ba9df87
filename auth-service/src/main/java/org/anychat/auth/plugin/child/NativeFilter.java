package org.anychat.auth.plugin.child;

import com.sun.jna.Callback;
import com.sun.jna.Function;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.anychat.auth.plugin.wire.ChildCodec;
import org.anychat.auth.plugin.wire.FilterAnswer;
import org.anychat.auth.plugin.wire.FilterCall;

/**
 * The eleven exported functions of a native plug-in. C linkage, cdecl; DWORD is a 32-bit unsigned integer, BOOL an int,
 * strings end with a zero byte. They are UTF-8, on Windows in the machine's ANSI code page.
 */
final class NativeFilter {
    private static final int VERSION_BYTES = 256;
    private static final int NICKNAME_BYTES = 256;

    private final NativeLibrary library;
    private final Charset charset;
    /** Held, because the plug-in has a pointer to it and the garbage collector does not know. */
    private final SendCallBack callBack;

    private NativeFilter(NativeLibrary library, Charset charset, Sender sender) {
        this.library = library;
        this.charset = charset;
        this.callBack = (userId, handle, buffer, length, userValue) -> send(sender, userId, handle, buffer, length);
    }

    /** Whom the plug-in's bytes are handed to. */
    interface Sender {
        void send(int userId, int handle, byte[] data);
    }

    /** {@code BRFP_FilterDataCallBack}. */
    public interface SendCallBack extends Callback {
        /** Sends bytes to a user. */
        void invoke(int userId, int handle, Pointer buffer, int length, Pointer userValue);
    }

    /** Loads a library; throws UnsatisfiedLinkError where the system cannot. */
    static NativeFilter load(String file, Sender sender) {
        Charset charset = Platform.isWindows()
                ? Charset.forName(System.getProperty("native.encoding", "UTF-8"))
                : StandardCharsets.UTF_8;
        Map<String, ?> options = Map.of(Library.OPTION_STRING_ENCODING, charset.name());
        return new NativeFilter(NativeLibrary.getInstance(file, options), charset, sender);
    }

    /** The functions that a plug-in must have and this one has not. */
    List<String> missing() {
        return Stream.of(
                        "GetVersion",
                        "InitFilter",
                        "VerifyUser",
                        "PrepareEnterRoom",
                        "OnUserLoginAction",
                        "OnUserLogoutAction",
                        "OnUserEnterRoomAction",
                        "OnUserLeaveRoomAction",
                        "OnRecvUserFilterData",
                        "OnRecvUserTextMsg",
                        "ReleaseFilter")
                .map(name -> "BRFP_" + name)
                .filter(name -> !has(name))
                .toList();
    }

    private boolean has(String name) {
        try {
            library.getFunction(name);
            return true;
        } catch (UnsatisfiedLinkError e) {
            return false;
        }
    }

    String version() {
        Memory buffer = zeroed(VERSION_BYTES);
        function("GetVersion").invokeVoid(arguments(buffer, VERSION_BYTES - 1));
        return text(buffer, VERSION_BYTES);
    }

    boolean init() {
        return function("InitFilter").invokeInt(arguments(callBack, Pointer.NULL)) != 0;
    }

    void release() {
        function("ReleaseFilter").invokeVoid(arguments());
    }

    /** Runs a callback in the plug-in, on the calling thread. */
    FilterAnswer call(FilterCall call) {
        if (call instanceof FilterCall.VerifyUser verify) {
            return verify(verify);
        }
        if (call instanceof FilterCall.PrepareEnterRoom prepare) {
            return FilterAnswer.ofCode(function("PrepareEnterRoom")
                    .invokeInt(arguments(
                            prepare.userId(), prepare.roomId(), clean(prepare.roomName()), clean(prepare.password()))));
        }
        tell(call);
        return FilterAnswer.NOTHING;
    }

    private FilterAnswer verify(FilterCall.VerifyUser verify) {
        IntByReference userId = new IntByReference(0);
        IntByReference level = new IntByReference(0);
        Memory nickname = zeroed(NICKNAME_BYTES);
        int code = function("VerifyUser")
                .invokeInt(arguments(
                        clean(verify.name()), clean(verify.password()), userId, level, nickname, NICKNAME_BYTES - 1));
        return code == 0
                ? new FilterAnswer(0, userId.getValue(), level.getValue(), text(nickname, NICKNAME_BYTES))
                : FilterAnswer.ofCode(code);
    }

    private void tell(FilterCall call) {
        if (call instanceof FilterCall.UserLogin login) {
            function("OnUserLoginAction")
                    .invokeVoid(arguments(
                            login.userId(), clean(login.name()), login.level(), login.address(), login.handle()));
        } else if (call instanceof FilterCall.UserLogout logout) {
            function("OnUserLogoutAction").invokeVoid(arguments(logout.userId()));
        } else if (call instanceof FilterCall.UserEnterRoom enter) {
            function("OnUserEnterRoomAction").invokeVoid(arguments(enter.userId(), enter.roomId()));
        } else if (call instanceof FilterCall.UserLeaveRoom leave) {
            function("OnUserLeaveRoomAction").invokeVoid(arguments(leave.userId(), leave.roomId()));
        } else if (call instanceof FilterCall.UserFilterData data) {
            function("OnRecvUserFilterData")
                    .invokeVoid(arguments(data.userId(), terminated(data.data()), data.data().length));
        } else if (call instanceof FilterCall.UserText text) {
            byte[] bytes = clean(text.text()).getBytes(charset);
            function("OnRecvUserTextMsg")
                    .invokeVoid(arguments(
                            text.roomId(),
                            text.from(),
                            text.to(),
                            text.secret() ? 1 : 0,
                            terminated(bytes),
                            bytes.length));
        }
    }

    private static void send(Sender sender, int userId, int handle, Pointer buffer, int length) {
        // The length is unsigned, so that a negative one is a huge one.
        if (buffer != null && length > 0 && length <= ChildCodec.MAX_DATA_BYTES) {
            sender.send(userId, handle, buffer.getByteArray(0, length));
        }
    }

    private Function function(String name) {
        return library.getFunction("BRFP_" + name, Function.C_CONVENTION);
    }

    private static Object[] arguments(Object... arguments) {
        return arguments;
    }

    /** A zero byte would end the string for the plug-in: what it checks must be what the client sent. */
    private static String clean(String text) {
        return text.replace('\0', '\uFFFD');
    }

    /** Plug-ins are used to a zero byte after what they are given. */
    private static byte[] terminated(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length + 1);
    }

    private static Memory zeroed(int bytes) {
        Memory memory = new Memory(bytes);
        memory.clear();
        return memory;
    }

    private String text(Memory memory, int bytes) {
        byte[] content = memory.getByteArray(0, bytes);
        int end = 0;
        while (end < content.length && content[end] != 0) {
            end++;
        }
        return new String(content, 0, end, charset);
    }
}
