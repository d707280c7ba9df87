package org.anychat.auth.source;

import com.unboundid.ldap.sdk.BindRequest;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.anychat.runtime.config.UserSourceConfig.Ldap;

/** Users of a directory (RFC 4511): found by a search, verified by a bind with what they typed. */
final class LdapSource implements BlockingSource {
    static final String NAME = "ldap";

    private static final String PLACEHOLDER = "{name}";
    private static final Set<ResultCode> REFUSED = Set.of(
            ResultCode.INVALID_CREDENTIALS,
            ResultCode.NO_SUCH_OBJECT,
            ResultCode.INAPPROPRIATE_AUTHENTICATION,
            ResultCode.CONSTRAINT_VIOLATION,
            ResultCode.UNWILLING_TO_PERFORM);
    private static final Set<ResultCode> SLOW = Set.of(ResultCode.TIMEOUT, ResultCode.TIME_LIMIT_EXCEEDED);

    private final Ldap config;
    private final long timeoutMs;
    private final LdapConnections connections;

    LdapSource(Ldap config, long timeoutMs) {
        this.config = config;
        this.timeoutMs = timeoutMs;
        this.connections = new LdapConnections(config, timeoutMs);
    }

    @Override
    public VerifiedUser verify(Credentials credentials) throws Exception {
        // RFC 4513 5.1.2: a bind with a name and no password succeeds and proves nothing.
        if (credentials.password().isEmpty()) {
            throw Refusals.wrongPassword();
        }
        try {
            LDAPConnectionPool pool = connections.pool();
            SearchResultEntry entry = find(pool, credentials.name());
            bind(pool, entry, credentials.password());
            return user(entry, credentials.name());
        } catch (LDAPException e) {
            if (SLOW.contains(e.getResultCode())) {
                throw Refusals.slow();
            }
            throw e;
        }
    }

    private SearchResultEntry find(LDAPConnectionPool pool, String name) throws LDAPException {
        Filter filter = Filter.create(config.search().filter().replace(PLACEHOLDER, Filter.encodeValue(name)));
        SearchRequest request = new SearchRequest(config.search().baseDn(), SearchScope.SUB, filter, attributes());
        request.setSizeLimit(2);
        request.setTimeLimitSeconds((int) Math.max(1, TimeUnit.MILLISECONDS.toSeconds(timeoutMs)));
        List<SearchResultEntry> entries = search(pool, request);
        if (entries.isEmpty()) {
            throw Refusals.unknownUser();
        }
        if (entries.size() > 1) {
            throw Refusals.broken(NAME, "has several users of the name " + name + "; correct LDAPFilter");
        }
        return entries.get(0);
    }

    private static List<SearchResultEntry> search(LDAPConnectionPool pool, SearchRequest request)
            throws LDAPSearchException {
        try {
            return pool.search(request).getSearchEntries();
        } catch (LDAPSearchException e) {
            if (e.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED)) {
                return e.getSearchEntries();
            }
            throw e;
        }
    }

    private String[] attributes() {
        Ldap.Search search = config.search();
        return List.of(
                        search.nameAttribute(),
                        search.userIdAttribute(),
                        search.levelAttribute(),
                        search.nicknameAttribute())
                .stream()
                .filter(attribute -> !attribute.isEmpty())
                .toArray(String[]::new);
    }

    private static void bind(LDAPConnectionPool pool, SearchResultEntry entry, String password) throws LDAPException {
        BindRequest bind = new SimpleBindRequest(entry.getDN(), password);
        try {
            pool.bindAndRevertAuthentication(bind);
        } catch (LDAPException e) {
            if (REFUSED.contains(e.getResultCode())) {
                throw Refusals.wrongPassword();
            }
            throw e;
        }
    }

    private VerifiedUser user(SearchResultEntry entry, String typed) {
        Ldap.Search search = config.search();
        String account = text(entry, search.nameAttribute());
        return UserFields.user(
                NAME,
                account == null ? typed : account,
                number(entry, search.userIdAttribute()),
                number(entry, search.levelAttribute()),
                text(entry, search.nicknameAttribute()));
    }

    private static String text(SearchResultEntry entry, String attribute) {
        return attribute.isEmpty() ? null : entry.getAttributeValue(attribute);
    }

    private static Long number(SearchResultEntry entry, String attribute) {
        return attribute.isEmpty() ? null : entry.getAttributeValueAsLong(attribute);
    }

    @Override
    public void close() {
        connections.close();
    }
}
