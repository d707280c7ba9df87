package org.anychat.runtime.bus;

/** A message that has come in, and the way back to who sent it. */
interface Incoming {
    Object body();

    String address();

    /** Throws where the reply cannot cross the bus, or the line tells the caller so itself. */
    void reply(Object reply);

    void fail(int code, String words);
}
