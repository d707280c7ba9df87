package org.anychat.server;

/** What the process tells the shell, after {@code sysexits.h} where that has a number. */
enum ExitCode {
    OK(0),
    /** Something that the log explains. */
    FAILED(1),
    /** A port is taken, or an address is not this machine's. */
    UNAVAILABLE(69),
    /** The licence does not count, in the meaning of {@code EX_NOPERM}. */
    LICENSE(77),
    /** The configuration is wrong or unreadable. */
    CONFIGURATION(78);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
