package org.anychat.auth.source;

import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;

/** What sources answer instead of a user. */
final class Refusals {
    private Refusals() {}

    static ServiceException wrongPassword() {
        return new ServiceException(ServiceError.CERTIFY_FAIL, "name or password is wrong");
    }

    static ServiceException unknownUser() {
        return new ServiceException(ServiceError.INVALID_USER_ID, "there is no such user");
    }

    static ServiceException broken(String source, String why) {
        return new ServiceException(ServiceError.SERVER_SDK_FAIL, "the user source " + source + " " + why);
    }

    static ServiceException slow() {
        return new ServiceException(ServiceError.SERVER_SDK_TIMEOUT, "the user source gave no answer in time");
    }
}
