package org.anychat.auth.plugin.child;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Standard output, kept for frames: what a plug-in prints goes to standard error, and so to the server's log. */
final class StandardOutput {
    private static final int STDOUT = 1;
    private static final int STDERR = 2;

    private StandardOutput() {}

    /** Where the frames go. On Windows a plug-in must not print to standard output, which cannot be moved there. */
    static OutputStream takeForFrames() throws IOException {
        System.setOut(System.err);
        if (Platform.isWindows()) {
            return new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));
        }
        CLibrary c = Native.load("c", CLibrary.class);
        int kept = c.dup(STDOUT);
        if (kept < 0 || c.dup2(STDERR, STDOUT) < 0) {
            throw new IOException("standard output cannot be moved");
        }
        return new BufferedOutputStream(new FileOutputStream("/dev/fd/" + kept));
    }

    /** The two functions of the C library. */
    public interface CLibrary extends Library {
        /** Makes a second descriptor of an open file. */
        int dup(int descriptor);

        /** Makes one descriptor stand for the file of another. */
        int dup2(int from, int to);
    }
}
