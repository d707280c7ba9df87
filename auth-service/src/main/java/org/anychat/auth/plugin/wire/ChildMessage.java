package org.anychat.auth.plugin.wire;

/** What the server and the child process of a native plug-in say to each other. */
public sealed interface ChildMessage {
    /**
     * To the child: run a callback. The calls of one lane run in order.
     *
     * @param id the server's number for it
     * @param lane which of the child's threads, from 0
     * @param call the callback
     */
    record Call(int id, int lane, FilterCall call) implements ChildMessage {}

    /** To the child: release the plug-in and end. */
    record Release() implements ChildMessage {}

    /**
     * From the child, once: the plug-in is loaded and initialised.
     *
     * @param version what the plug-in calls itself
     */
    record Ready(String version) implements ChildMessage {}

    /**
     * From the child, instead of {@link Ready}: the plug-in cannot be used; the child ends.
     *
     * @param lasting whether it makes no sense to try again
     * @param words what is wrong and what to do
     */
    record Failed(boolean lasting, String words) implements ChildMessage {}

    /**
     * From the child: a callback has returned.
     *
     * @param id the call's number
     * @param answer what it returned
     */
    record Answer(int id, FilterAnswer answer) implements ChildMessage {}

    /**
     * From the child: the plug-in sends bytes to a user.
     *
     * @param userId the user
     * @param handle the login's handle
     * @param data the bytes, 1 to 65536; not copied
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Send(int userId, int handle, byte[] data) implements ChildMessage {}
}
