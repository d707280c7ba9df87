package org.anychat.gateway.whip;

import io.vertx.core.json.JsonObject;
import org.anychat.gateway.link.HttpLink.RefusedException;
import org.anychat.protocol.ErrorCode;

/** Why a request was refused, as RFC 9457 has it: the body says more than the status, in words and by AnyChat's number. */
final class Problem extends Exception {
    static final int BAD_REQUEST = 400;
    static final int UNAUTHORIZED = 401;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int METHOD_NOT_ALLOWED = 405;
    static final int NOT_ACCEPTABLE = 406;
    static final int CONFLICT = 409;
    static final int PRECONDITION_FAILED = 412;
    static final int TOO_LARGE = 413;
    static final int UNSUPPORTED_TYPE = 415;
    static final int PRECONDITION_REQUIRED = 428;
    static final int TOO_MANY = 429;
    static final int FAULT = 500;
    static final int UNAVAILABLE = 503;
    static final String CONTENT_TYPE = "application/problem+json";

    /** Soon enough for whoever waits, and not so soon that it is a burden. */
    private static final int RETRY_SECONDS = 5;

    private static final long serialVersionUID = 1L;

    private final int status;
    private final int code;

    Problem(int status, int code, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
    }

    Problem(int status, ErrorCode code, String detail) {
        this(status, code.number(), detail);
    }

    /** What a client is told whose request has failed for this reason. */
    static Problem of(Throwable failure) {
        if (failure instanceof Problem problem) {
            return problem;
        }
        if (failure instanceof RefusedException refusal) {
            return new Problem(
                    ErrorCode.ofNumber(refusal.code()).map(Problem::status).orElse(FORBIDDEN),
                    refusal.code(),
                    refusal.getMessage());
        }
        return new Problem(FAULT, ErrorCode.REQUESTFAILED, ErrorCode.REQUESTFAILED.text());
    }

    /** What becomes of a refusal of the same number where it is the offer that is not taken. */
    static Problem ofOffer(Throwable failure) {
        return failure instanceof RefusedException refusal && refusal.code() == ErrorCode.FUNCOPTERROR.number()
                ? new Problem(NOT_ACCEPTABLE, refusal.code(), refusal.getMessage())
                : of(failure);
    }

    private static int status(ErrorCode code) {
        return switch (code) {
            case FUNCOPTERROR, LOGIN_EMPTYNAME -> BAD_REQUEST;
            case CERTIFY_FAIL, CONNECT_AUTHFAIL, VISITOR_DENY, INVALID_USERID -> UNAUTHORIZED;
            case ROOM_INVALID -> NOT_FOUND;
            case ALREADY_LOGIN, LOGIN_NEWLOGIN, DATANOTEXIST -> CONFLICT;
            case ACCOUNT_LOCK, IPADDR_LOCK, OVERFLOW -> TOO_MANY;
            case NOENOUGHRESOURCE,
                    REQUESTFAILED,
                    SERVICECLOSED,
                    CONNECT_ABORT,
                    CONNECT_SELFCLOSE,
                    CONNECT_OVERFLOW,
                    CONNECT_FUNCLIMIT,
                    CONNECT_HOTSERVER,
                    CONNECT_TIMEOUT,
                    SERVERSDK_FAIL,
                    SERVERSDK_TIMEOUT,
                    ROOM_FULLUSER,
                    LICENSE_EXPIRED -> UNAVAILABLE;
            default -> FORBIDDEN;
        };
    }

    int status() {
        return status;
    }

    /** A number of the error table. */
    int code() {
        return code;
    }

    /** After how many seconds another attempt may go better; 0 where it will not. */
    int retryAfterSeconds() {
        return status == UNAVAILABLE || status == TOO_MANY || status == CONFLICT ? RETRY_SECONDS : 0;
    }

    /** The body. */
    String toJson() {
        return new JsonObject()
                .put("type", "about:blank")
                .put("title", title(status))
                .put("status", status)
                .put("detail", getMessage())
                .put("code", code)
                .encode();
    }

    private static String title(int status) {
        return switch (status) {
            case BAD_REQUEST -> "Bad Request";
            case UNAUTHORIZED -> "Unauthorized";
            case FORBIDDEN -> "Forbidden";
            case NOT_FOUND -> "Not Found";
            case METHOD_NOT_ALLOWED -> "Method Not Allowed";
            case NOT_ACCEPTABLE -> "Not Acceptable";
            case CONFLICT -> "Conflict";
            case PRECONDITION_FAILED -> "Precondition Failed";
            case TOO_LARGE -> "Content Too Large";
            case UNSUPPORTED_TYPE -> "Unsupported Media Type";
            case PRECONDITION_REQUIRED -> "Precondition Required";
            case TOO_MANY -> "Too Many Requests";
            case UNAVAILABLE -> "Service Unavailable";
            default -> "Internal Server Error";
        };
    }
}
