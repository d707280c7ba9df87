package org.anychat.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServiceErrorTest {
    @ParameterizedTest
    @EnumSource
    void shouldBeFoundByItsNumber(ServiceError error) {
        assertEquals(error, ServiceError.ofCode(error.code()));
    }

    @Test
    void shouldTakeUnknownNumbersForAFault() {
        assertEquals(ServiceError.REQUEST_FAILED, ServiceError.ofCode(-1));
    }

    @Test
    void shouldKeepTheNumbersThatPluginsChoose() {
        ServiceException own = ServiceException.ofCode(90_001, "closed to the public");
        assertEquals(ServiceError.FOREIGN, own.error());
        assertEquals(90_001, own.code());
        assertEquals(200, ServiceException.ofCode(200, "wrong").code());
        assertEquals(
                ServiceError.CERTIFY_FAIL, ServiceException.ofCode(200, "wrong").error());
        assertEquals(44, ServiceException.ofCode(-7, "a fault").code());
    }

    @Test
    void shouldCallOnlyPassingFaultsRetryable() {
        assertEquals(
                "[REQUEST_FAILED, SERVICE_CLOSED, NO_RELAY]",
                Arrays.stream(ServiceError.values())
                        .filter(ServiceError::retryable)
                        .toList()
                        .toString());
    }

    @Test
    void shouldCarryNoStackTrace() {
        assertEquals(0, new ServiceException(ServiceError.ROOM_FULL, "full").getStackTrace().length);
    }
}
