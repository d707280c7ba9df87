package org.anychat.server.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.Set;
import java.util.stream.Stream;

/** Whose a server's folder is, on Linux. What the server itself writes into it is named AnyChatCoreServer.something. */
final class Ownership {
    private static final String WRITTEN_BY_SERVER = "AnyChat*.{ini,log,crt,key,pid,out,cer}";

    private static final String ROOT = "root";

    private Ownership() {}

    static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** The owner's name; root where that user is not there any more. */
    static String of(Path folder) {
        try {
            String owner = Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).getName();
            return owner.chars().allMatch(Character::isDigit) ? ROOT : owner;
        } catch (IOException e) {
            return ROOT;
        }
    }

    /** Gives away the folder and the server's files in it, not the programs. */
    static void give(Path folder, String user) throws ServiceException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, WRITTEN_BY_SERVER)) {
            for (Path file : files) {
                change(file, user);
            }
            change(folder, user);
        } catch (IOException e) {
            throw new ServiceException(folder + " cannot be given to user " + user + " (" + e + ").");
        }
    }

    /** Takes back all that belongs to a user, in the folder and below it; it gets the folder's group, too. */
    static void takeBack(Path folder, String from, String to) throws ServiceException {
        try (Stream<Path> files = Files.walk(folder)) {
            GroupPrincipal group = posix(folder).readAttributes().group();
            for (Path file : (Iterable<Path>) files::iterator) {
                if (of(file).equals(from)) {
                    change(file, to);
                    posix(file).setGroup(group);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw new ServiceException(folder + " cannot be given back to user " + to + " (" + e + ").");
        }
    }

    private static void change(Path file, String user) throws IOException {
        UserPrincipalLookupService users = file.getFileSystem().getUserPrincipalLookupService();
        posix(file).setOwner(users.lookupPrincipalByName(user));
    }

    /** A link is given away itself: following one would hand out a file elsewhere. */
    private static PosixFileAttributeView posix(Path file) {
        return Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** Fails where a folder on the way, or the programs, are closed to the user. */
    static void requireReachable(Installation installation, String user) throws ServiceException {
        if (user.equals(ROOT)) {
            return;
        }
        requireOpen(installation.home().getParent(), user);
        requireOpen(installation.distribution().resolve("lib"), user);
    }

    private static void requireOpen(Path folder, String user) throws ServiceException {
        for (Path at = folder; at != null; at = at.getParent()) {
            if (!isOpen(at, user)) {
                throw new ServiceException(
                        "User " + user + " may not enter " + at + ". Unpack the server elsewhere, for"
                                + " instance below /opt, or choose another user with --user.");
            }
        }
    }

    private static boolean isOpen(Path folder, String user) throws ServiceException {
        try {
            PosixFileAttributes attributes = Files.readAttributes(folder, PosixFileAttributes.class);
            Set<PosixFilePermission> permissions = attributes.permissions();
            return permissions.contains(PosixFilePermission.OTHERS_EXECUTE)
                    || (attributes.owner().getName().equals(user)
                            && permissions.contains(PosixFilePermission.OWNER_EXECUTE));
        } catch (IOException e) {
            throw new ServiceException(folder + " cannot be looked at (" + e + ").");
        }
    }
}
