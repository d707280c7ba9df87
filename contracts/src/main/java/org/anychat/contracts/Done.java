package org.anychat.contracts;

/** The reply of a call that has nothing to tell but that it happened. */
public record Done() {
    /** The only value worth having. */
    public static final Done DONE = new Done();
}
