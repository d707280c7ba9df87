package org.anychat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.anychat.contracts.ServiceError;
import org.anychat.protocol.ErrorCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The services' errors and the clients' codes are one table. */
class CodesTest {
    @ParameterizedTest
    @CsvSource({
        "BAD_PARAMETER, FUNCOPTERROR",
        "REQUEST_FAILED, REQUESTFAILED",
        "SERVICE_CLOSED, SERVICECLOSED",
        "DATA_NOT_EXIST, DATANOTEXIST",
        "FUNC_NOT_ALLOW, FUNCNOTALLOW",
        "CONNECT_IP_FORBID, CONNECT_IPFORBID",
        "KICK_OUT, KICKOUT",
        "FORBIDDEN, FORBIDDEN",
        "PRIVATE_NULL, PRIVATE_PRINULL",
        "PRIVATE_REQUEST_ID, PRIVATE_PRIREQIDERR",
        "PRIVATE_ALREADY, PRIVATE_PRIALRCHAT",
        "PRIVATE_BUSY, PRIVATE_PRICHATBUSY",
        "CONNECT_AUTH_FAIL, CONNECT_AUTHFAIL",
        "CONNECT_OVERFLOW, CONNECT_OVERFLOW",
        "CONNECT_FUNC_LIMIT, CONNECT_FUNCLIMIT",
        "CERT_VERIFY_FAILED, CERTVERIFYFAILED",
        "CERT_USER_FAILED, CERTUSERFAILED",
        "CONNECT_INTRANET, CONNECT_INTRANET",
        "CONNECT_DEVICE_LIMIT, CONNECT_DEVICELIMIT",
        "LICENSE_EXPIRED, LICENSE_EXPIRED",
        "CERTIFY_FAIL, CERTIFY_FAIL",
        "ALREADY_LOGIN, ALREADY_LOGIN",
        "ACCOUNT_LOCKED, ACCOUNT_LOCK",
        "ADDRESS_LOCKED, IPADDR_LOCK",
        "VISITOR_DENY, VISITOR_DENY",
        "INVALID_USER_ID, INVALID_USERID",
        "SERVER_SDK_FAIL, SERVERSDK_FAIL",
        "SERVER_SDK_TIMEOUT, SERVERSDK_TIMEOUT",
        "NOT_LOGIN, NOTLOGIN",
        "NEW_LOGIN, LOGIN_NEWLOGIN",
        "EMPTY_NAME, LOGIN_EMPTYNAME",
        "ROOM_PASSWORD, ROOM_PASSERR",
        "ROOM_FULL, ROOM_FULLUSER",
        "ROOM_INVALID, ROOM_INVALID",
        "ROOM_ALREADY_IN, ROOM_ALREADIN",
        "ROOM_NOT_IN, ROOM_NOTIN",
        "ROOM_REJECT, ROOM_REJECT",
        "FORBIDDEN, FORBIDDEN",
        "CALL_UNDER_WAY, VIDEOCALL_INCHAT",
        "CALL_OFFLINE, VIDEOCALL_OFFLINE",
        "CALL_BUSY, VIDEOCALL_BUSY",
        "CALL_NOT_IN, VIDEOCALL_NOTINCALL",
        "NO_CALL_ROOM, ROOM_ENTERFAIL",
        "TRANSFER_REFUSED, TRANSBUF_CREATEFAIL",
        "NO_RELAY, NOENOUGHRESOURCE"
    })
    void shouldHaveTheSameNumbers(ServiceError error, ErrorCode code) {
        assertEquals(code.number(), error.code());
    }

    @ParameterizedTest
    @EnumSource
    void shouldHaveWordsForEachErrorOfServices(ServiceError error) {
        assertTrue(ErrorCode.ofNumber(error.code()).isPresent(), error.name());
    }
}
