package org.anychat.client.media;

/** What a track carries. */
public enum MediaKind {
    /** Sound. */
    AUDIO,
    /** Pictures. */
    VIDEO
}
