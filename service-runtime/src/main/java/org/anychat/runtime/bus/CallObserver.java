package org.anychat.runtime.bus;

/** Hears how calls over the bus went, on whatever thread they ended; must not block. */
@FunctionalInterface
public interface CallObserver {
    /**
     * A call that waited for a reply is over.
     *
     * @param call interface and method, as {@code AuthApi.login}
     * @param durationNs how long the caller waited
     * @param code 0, or the code that the caller got
     */
    void onCall(String call, long durationNs, int code);
}
