package org.anychat.auth.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.anychat.auth.domain.ActiveLogin;
import org.anychat.contracts.ResumeKey;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;

/** The store of a single process. */
public final class InMemoryLoginStore implements LoginStore {
    private final Map<SessionId, ActiveLogin> bySession = new HashMap<>();
    private final Map<UserId, ActiveLogin> byUser = new HashMap<>();
    private final Map<String, ActiveLogin> byAccount = new HashMap<>();
    private final Map<ResumeKey, ActiveLogin> byKey = new HashMap<>();
    private int nextGuest;

    /** Makes an empty store. */
    public InMemoryLoginStore() {
        this(UserId.FIRST_GUEST);
    }

    /** Makes an empty store that has counted guests already. */
    InMemoryLoginStore(int nextGuest) {
        this.nextGuest = nextGuest;
    }

    @Override
    public synchronized boolean add(ActiveLogin login) {
        if (bySession.containsKey(login.session()) || byUser.containsKey(login.user())) {
            return false;
        }
        put(login);
        return true;
    }

    private void put(ActiveLogin login) {
        bySession.put(login.session(), login);
        byUser.put(login.user(), login);
        if (!login.user().isGuest()) {
            byAccount.put(login.account(), login);
        }
        login.keys().forEach(key -> byKey.put(key, login));
    }

    @Override
    public synchronized boolean replace(ActiveLogin before, ActiveLogin after) {
        if (!before.equals(bySession.get(before.session()))) {
            return false;
        }
        remove(before.session());
        put(after);
        return true;
    }

    @Override
    public synchronized Optional<ActiveLogin> byKey(ResumeKey key) {
        return Optional.ofNullable(byKey.get(key));
    }

    @Override
    public synchronized Optional<ActiveLogin> remove(SessionId session) {
        ActiveLogin login = bySession.remove(session);
        if (login != null) {
            byUser.remove(login.user());
            byAccount.remove(login.account(), login);
            login.keys().forEach(key -> byKey.remove(key, login));
        }
        return Optional.ofNullable(login);
    }

    @Override
    public synchronized Optional<ActiveLogin> bySession(SessionId session) {
        return Optional.ofNullable(bySession.get(session));
    }

    @Override
    public synchronized Optional<ActiveLogin> byUser(UserId user) {
        return Optional.ofNullable(byUser.get(user));
    }

    @Override
    public synchronized Optional<ActiveLogin> byAccount(String account) {
        return Optional.ofNullable(byAccount.get(account));
    }

    @Override
    public synchronized List<ActiveLogin> all() {
        return List.copyOf(bySession.values());
    }

    @Override
    public synchronized int nextGuestNumber() {
        int number = nextGuest;
        nextGuest = after(number);
        return number;
    }

    static int after(int guestNumber) {
        return guestNumber == Integer.MIN_VALUE ? UserId.FIRST_GUEST : guestNumber - 1;
    }
}
