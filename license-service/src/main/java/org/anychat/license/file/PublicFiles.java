package org.anychat.license.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import org.anychat.runtime.config.AtomicFiles;

/** Files without secrets: the user who issues a licence is often not the one as whom the server runs. */
public final class PublicFiles {
    private PublicFiles() {}

    /**
     * Writes a file whole or not at all, readable by everybody and writable by its owner.
     *
     * @param file the file; its directory exists
     * @param text the content
     * @throws IOException where it could not be written
     */
    public static void write(Path file, String text) throws IOException {
        AtomicFiles.write(file, text);
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view != null) {
            view.setPermissions(PosixFilePermissions.fromString("rw-r--r--"));
        }
    }
}
