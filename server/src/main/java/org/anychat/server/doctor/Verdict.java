package org.anychat.server.doctor;

/** What a check comes to. */
public enum Verdict {
    /** As it should be. */
    OK,
    /** It works, but not as well, or not for long. */
    WARN,
    /** Something does not work for somebody. */
    FAIL,
    /** Not looked at, for the reason that is told. */
    SKIP
}
