package org.anychat.contracts;

import io.vertx.core.Future;
import java.util.List;
import org.anychat.contracts.OperatorEvents.OperatorAccounts;

/** What a gateway knows of the dashboard's operators. Served at {@link Addresses#operators} where there is a dashboard. */
public interface OperatorApi {
    /** How many entries {@link #audit} gives at most. */
    int MAX_ENTRIES = 500;

    /**
     * The accounts.
     *
     * @param request nothing more
     * @return those of this gateway; with an empty text where it has none
     */
    @BusCall(deadlineMs = 1_500)
    Future<OperatorAccounts> accounts(GetAccounts request);

    /**
     * What operators have done at this gateway.
     *
     * @param request how much of it
     * @return the newest, those first
     */
    @BusCall(deadlineMs = 2_000)
    Future<AuditEntries> audit(ReadAudit request);

    /** A question for accounts. */
    record GetAccounts() {}

    /**
     * A question for the audit log.
     *
     * @param limit how many entries
     */
    record ReadAudit(int limit) {}

    /**
     * A part of the audit log.
     *
     * @param entries at most {@value OperatorApi#MAX_ENTRIES}
     */
    record AuditEntries(List<AuditEntry> entries) {}

    /**
     * Who has done what to whom, from where, and what came of it.
     *
     * @param atMs when, in milliseconds since 1970
     * @param who the account
     * @param address the operator's
     * @param action what was done
     * @param target to whom
     * @param outcome what came of it
     */
    record AuditEntry(long atMs, String who, String address, String action, String target, String outcome) {}
}
