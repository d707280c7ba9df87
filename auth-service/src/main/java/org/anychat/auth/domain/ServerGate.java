package org.anychat.auth.domain;

import java.util.function.LongSupplier;
import org.anychat.contracts.AuthApi.Authenticate;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;

/** Lets clients in that know the server password, and slows those that guess. The caller's thread. */
public final class ServerGate {
    private final ServerPassword password;
    private final LongSupplier nowMs;
    private final PasswordGuesses guesses = new PasswordGuesses();

    /**
     * Makes the gate.
     *
     * @param password the server password
     * @param nowMs a clock that never goes back
     */
    public ServerGate(ServerPassword password, LongSupplier nowMs) {
        this.password = password;
        this.nowMs = nowMs;
    }

    /**
     * Checks a proof.
     *
     * @param request the proof
     * @throws ServiceException with {@code CONNECT_AUTH_FAIL} where it is wrong, with {@code ADDRESS_LOCKED} where the
     *     address has to wait before it may try again
     */
    public void admit(Authenticate request) {
        guesses.check(request.address(), nowMs.getAsLong());
        if (!password.proves(request.challenge(), request.proof())) {
            guesses.failed(request.address(), nowMs.getAsLong());
            throw new ServiceException(
                    ServiceError.CONNECT_AUTH_FAIL, request.address() + " does not know the server password");
        }
        guesses.succeeded(request.address());
    }
}
