package org.anychat.auth.domain;

import java.util.Optional;
import java.util.function.Predicate;
import org.anychat.auth.store.LoginStore;
import org.anychat.contracts.UserId;

/**
 * Who gets which number.
 *
 * <p>Guests count from -2 downwards; a number that is taken is passed over, and past the lowest integer it starts over.
 * Users whose source gives no number, as in demo mode, get one from the hash of their account, the same on every server
 * and after every restart, or the next free one where another account that is logged in has that number already.
 * Numbers below {@value #FIRST_NAMED} are left to user sources.
 */
final class UserNumbers {
    static final int FIRST_NAMED = 1_000_000;

    private static final int NAMED_NUMBERS = 1_000_000_000;

    private final LoginStore store;

    UserNumbers(LoginStore store) {
        this.store = store;
    }

    UserId nextGuest() {
        UserId guest = new UserId(store.nextGuestNumber());
        while (store.byUser(guest).isPresent()) {
            guest = new UserId(store.nextGuestNumber());
        }
        return guest;
    }

    UserId ofAccount(String account) {
        Optional<UserId> known = store.byAccount(account).map(ActiveLogin::user);
        return known.orElseGet(() -> firstFree(Math.floorMod(account.hashCode(), NAMED_NUMBERS)));
    }

    private UserId firstFree(int start) {
        Predicate<UserId> isTaken = user -> store.byUser(user).isPresent();
        int offset = start;
        while (isTaken.test(named(offset))) {
            offset = (offset + 1) % NAMED_NUMBERS;
        }
        return named(offset);
    }

    private static UserId named(int offset) {
        return new UserId(FIRST_NAMED + offset);
    }
}
