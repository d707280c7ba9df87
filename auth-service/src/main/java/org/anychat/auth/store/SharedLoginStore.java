package org.anychat.auth.store;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.anychat.auth.domain.ActiveLogin;
import org.anychat.contracts.ResumeKey;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.runtime.cluster.RecordJson;
import org.anychat.runtime.cluster.SharedRecords;

/** Logins that the service's next active instance finds. One instance uses them at a time, from one context. */
public final class SharedLoginStore implements LoginStore {
    /** Not the id of a session. */
    private static final String GUESTS = "guests";

    private static final Set<String> OTHERS = Set.of(GUESTS, SharedBans.KEY);

    private final InMemoryLoginStore logins;
    private final SharedRecords records;

    private SharedLoginStore(InMemoryLoginStore logins, SharedRecords records) {
        this.logins = logins;
        this.records = records;
    }

    /**
     * Takes over from the instance before.
     *
     * @param records where the logins are written down
     * @return the store with the logins of before; fails where they cannot be read
     */
    public static Future<LoginStore> takeOver(SharedRecords records) {
        return records.takeOver().map(texts -> of(texts, records));
    }

    /**
     * Takes over from the instance before.
     *
     * @param texts what it has written down
     * @param records where the logins are written down
     * @return the store with the logins of before
     */
    public static LoginStore of(Map<String, String> texts, SharedRecords records) {
        InMemoryLoginStore logins = new InMemoryLoginStore(nextGuest(texts));
        texts.forEach((key, text) -> {
            if (isLogin(key)) {
                logins.add(RecordJson.read(text, ActiveLogin.class));
            }
        });
        return new SharedLoginStore(logins, records);
    }

    /**
     * Whether a record of this service is an {@link ActiveLogin}.
     *
     * @param key the record's
     * @return false for what else is written down
     */
    public static boolean isLogin(String key) {
        return !OTHERS.contains(key);
    }

    private static int nextGuest(Map<String, String> texts) {
        String text = texts.get(GUESTS);
        return text == null
                ? UserId.FIRST_GUEST
                : InMemoryLoginStore.after(
                        RecordJson.read(text, GuestNumber.class).last());
    }

    @Override
    public boolean add(ActiveLogin login) {
        boolean added = logins.add(login);
        if (added) {
            records.put(login.session().value(), login);
        }
        return added;
    }

    @Override
    public Optional<ActiveLogin> remove(SessionId session) {
        Optional<ActiveLogin> removed = logins.remove(session);
        removed.ifPresent(login -> records.remove(session.value()));
        return removed;
    }

    @Override
    public boolean replace(ActiveLogin before, ActiveLogin after) {
        boolean replaced = logins.replace(before, after);
        if (replaced) {
            records.put(after.session().value(), after);
        }
        return replaced;
    }

    @Override
    public Optional<ActiveLogin> byKey(ResumeKey key) {
        return logins.byKey(key);
    }

    @Override
    public Optional<ActiveLogin> bySession(SessionId session) {
        return logins.bySession(session);
    }

    @Override
    public Optional<ActiveLogin> byUser(UserId user) {
        return logins.byUser(user);
    }

    @Override
    public Optional<ActiveLogin> byAccount(String account) {
        return logins.byAccount(account);
    }

    @Override
    public List<ActiveLogin> all() {
        return logins.all();
    }

    @Override
    public int nextGuestNumber() {
        int number = logins.nextGuestNumber();
        records.put(GUESTS, new GuestNumber(number));
        return number;
    }

    /**
     * How far guests have been numbered.
     *
     * @param last the last number that was given
     */
    record GuestNumber(int last) {}
}
