package org.anychat.contracts;

/**
 * The codes that services fail with. The numbers are the field's (error table of the AnyChat SDK), so that the gateway
 * hands them to clients as they are.
 */
public enum ServiceError {
    /** There is no session that this token takes up. */
    SESSION_NOT_EXIST(8, false),
    /** There is no such value now. */
    DATA_NOT_EXIST(9, false),
    /** This server has no such function. */
    FUNC_NOT_ALLOW(20, false),
    /** A malformed or out-of-range parameter. */
    BAD_PARAMETER(21, false),
    /** The licence check failed. */
    CERT_VERIFY_FAILED(28, false),
    /** The check of the licensed user count failed. */
    CERT_USER_FAILED(29, false),
    /** No answer within the deadline, or a fault in the service. */
    REQUEST_FAILED(44, true),
    /** No instance of the service is there. */
    SERVICE_CLOSED(58, true),
    /** The server password is wrong or missing. */
    CONNECT_AUTH_FAIL(102, false),
    /** More users than the licence admits. */
    CONNECT_OVERFLOW(104, false),
    /** More users than demo mode admits. */
    CONNECT_FUNC_LIMIT(105, false),
    /** The client's address is banned. */
    CONNECT_IP_FORBID(113, false),
    /** The licence is for use in the intranet only. */
    CONNECT_INTRANET(106, false),
    /** The licence is not for the client's kind of device. */
    CONNECT_DEVICE_LIMIT(109, false),
    /** Name or password wrong. */
    CERTIFY_FAIL(200, false),
    /** The user is logged in already, and the first link wins. */
    ALREADY_LOGIN(201, false),
    /** Too many wrong passwords for the account: it is locked for a time. */
    ACCOUNT_LOCKED(202, false),
    /** Too many wrong guesses from the address: it has to wait. */
    ADDRESS_LOCKED(203, false),
    /** Guests are not allowed. */
    VISITOR_DENY(204, false),
    /** No such user is logged in. */
    INVALID_USER_ID(205, false),
    /** The user source is missing or broken. */
    SERVER_SDK_FAIL(206, false),
    /** The user source was too slow. */
    SERVER_SDK_TIMEOUT(207, false),
    /** The session is not logged in. */
    NOT_LOGIN(208, false),
    /** The same user logged in elsewhere, and the last link wins. */
    NEW_LOGIN(209, false),
    /** A login without a name. */
    EMPTY_NAME(210, false),
    /** An administrator has ended the link. */
    KICK_OUT(211, false),
    /** The user has no right to it. */
    FORBIDDEN(213, false),
    /** The room's password is wrong. */
    ROOM_PASSWORD(301, false),
    /** The room is full. */
    ROOM_FULL(302, false),
    /** The room does not exist. */
    ROOM_INVALID(303, false),
    /** The room is not for this user. */
    ROOM_REJECT(305, false),
    /** The session is in that room already; nothing changed. */
    ROOM_ALREADY_IN(308, false),
    /** The session is in no room. */
    ROOM_NOT_IN(309, false),
    /** The caller rings somebody already, or is in a call. */
    CALL_UNDER_WAY(440, false),
    /** The callee is not logged in. */
    CALL_OFFLINE(100_102, false),
    /** The callee is being rung already, or in a call. */
    CALL_BUSY(100_103, false),
    /** There is no such call. */
    CALL_NOT_IN(100_107, false),
    /** No room is free for a call. */
    NO_CALL_ROOM(307, false),
    /** The receiver has too many transfers, or knows the number already. */
    TRANSFER_REFUSED(700, false),
    /** The other of a private chat is not in the room, or there is no such chat. */
    PRIVATE_NULL(401, false),
    /** There is no such request for a private chat. */
    PRIVATE_REQUEST_ID(420, false),
    /** The two are in a private chat already. */
    PRIVATE_ALREADY(421, false),
    /** The other is being asked already, or has as many private chats as one may have. */
    PRIVATE_BUSY(432, false),
    /** The licence has expired. */
    LICENSE_EXPIRED(801, false),
    /** No relay can take the room's media now. */
    NO_RELAY(23, true),
    /** A refusal with a number of the plug-in's own choice: {@link ServiceException#code()} has it. */
    FOREIGN(0, false);

    private final int code;
    private final boolean retryable;

    ServiceError(int code, boolean retryable) {
        this.code = code;
        this.retryable = retryable;
    }

    /**
     * The field's number.
     *
     * @return the number that clients see
     */
    public int code() {
        return code;
    }

    /**
     * Tells a passing fault from a refusal.
     *
     * @return true where the same call may succeed a little later
     */
    public boolean retryable() {
        return retryable;
    }

    /**
     * Finds the error with a number.
     *
     * @param code the field's number
     * @return the error; where no service fails with that number, {@link #FOREIGN} if it is above 0, else
     *     {@link #REQUEST_FAILED}
     */
    public static ServiceError ofCode(int code) {
        for (ServiceError error : values()) {
            if (error.code == code) {
                return error;
            }
        }
        return code > 0 ? FOREIGN : REQUEST_FAILED;
    }
}
