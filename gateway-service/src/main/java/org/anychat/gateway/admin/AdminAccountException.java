package org.anychat.gateway.admin;

/** What is wrong with an operator's account or the file of them, in words for people. */
public final class AdminAccountException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AdminAccountException(String message) {
        super(message, null, false, false);
    }
}
