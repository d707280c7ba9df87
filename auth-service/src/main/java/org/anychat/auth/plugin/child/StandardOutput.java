package org.anychat.auth.plugin.child;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Standard output, kept for frames: what a plug-in prints goes to standard error, and so to the server's log. */
final class StandardOutput {
    private static final int STDOUT = 1;
    private static final int STDERR = 2;
    private static final int LINE_BUFFERED = 1;

    private StandardOutput() {}

    /** Where the frames go. On Windows a plug-in must not print to standard output, which cannot be moved there. */
    static OutputStream takeForFrames() throws IOException {
        System.setOut(System.err);
        if (Platform.isWindows()) {
            return new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));
        }
        CLibrary c = Native.load("c", CLibrary.class);
        printByLines(c);
        int kept = c.dup(STDOUT);
        if (kept < 0 || c.dup2(STDERR, STDOUT) < 0) {
            throw new IOException("standard output cannot be moved");
        }
        return new BufferedOutputStream(new FileOutputStream("/dev/fd/" + kept));
    }

    /** Otherwise the C library keeps what a plug-in prints until it is 4096 bytes. */
    private static void printByLines(CLibrary c) {
        if (Platform.isLinux()) {
            Pointer stdout = NativeLibrary.getInstance("c")
                    .getGlobalVariableAddress("stdout")
                    .getPointer(0);
            c.setvbuf(stdout, null, LINE_BUFFERED, new NativeLong(0));
        }
    }

    /** The functions of the C library that are needed here. */
    public interface CLibrary extends Library {
        /** Says when what is printed is written. */
        int setvbuf(Pointer stream, Pointer buffer, int mode, NativeLong size);

        /** Makes a second descriptor of an open file. */
        int dup(int descriptor);

        /** Makes one descriptor stand for the file of another. */
        int dup2(int from, int to);
    }
}
