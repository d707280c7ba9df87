package org.anychat.auth.plugin;

/** What is counted about a plug-in. */
enum PluginCounter {
    /** Questions whose answer did not come in time (207). */
    TOO_SLOW,
    /** Callbacks that threw or ended with the plug-in (206). */
    FAILED,
    /** Questions refused at once, because the plug-in is away, hangs, or has too much to do. */
    REFUSED,
    /** Notifications that nobody got, because the plug-in is away or has too much to do. */
    DROPPED,
    /** Callbacks that did not return. */
    HUNG,
    /** Ends of a native plug-in's process that nobody asked for. */
    CRASHED,
    /** Bytes for users that were refused: size out of range, too many waiting, or no login with that handle. */
    SEND_REFUSED
}
