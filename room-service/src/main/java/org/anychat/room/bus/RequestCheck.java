package org.anychat.room.bus;

import org.anychat.contracts.RoomApi.EnterRoom;
import org.anychat.contracts.RoomApi.SendText;
import org.anychat.contracts.UserState;

/** The ranges that {@link org.anychat.contracts.RoomApi} promises. */
final class RequestCheck {
    private static final int MAX_NAME_LENGTH = 64;
    private static final int MAX_PASSWORD_LENGTH = 64;
    private static final int MAX_TEXT_LENGTH = 16_384;
    private static final int MAX_DEVICE = 8;

    private RequestCheck() {}

    static boolean isValid(EnterRoom request) {
        boolean byId = request.room() != null && request.room().value() > 0 && request.roomName() == null;
        boolean byName = request.room() == null && isName(request.roomName());
        boolean password = request.password() != null && request.password().length() <= MAX_PASSWORD_LENGTH;
        return (byId || byName) && password && isValid(request.member().state());
    }

    static boolean isValid(UserState state) {
        return isName(state.name())
                && isIn(state.camera(), UserState.OPEN)
                && isIn(state.microphone(), UserState.OPEN)
                && isIn(state.device(), MAX_DEVICE)
                && isIn(state.chatMode(), UserState.PRIVATE_CHAT);
    }

    static boolean isValid(SendText request) {
        String text = request.text();
        return text != null && !text.isEmpty() && text.length() <= MAX_TEXT_LENGTH;
    }

    private static boolean isName(String name) {
        return name != null
                && !name.isBlank()
                && name.length() <= MAX_NAME_LENGTH
                && name.chars().noneMatch(Character::isISOControl);
    }

    private static boolean isIn(int value, int max) {
        return value >= 0 && value <= max;
    }
}
