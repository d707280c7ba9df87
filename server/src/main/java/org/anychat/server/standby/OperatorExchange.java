package org.anychat.server.standby;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.UnaryOperator;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.OperatorEvents;
import org.anychat.gateway.admin.AdminAccounts;
import org.anychat.runtime.bus.Bus;
import org.anychat.runtime.bus.Registration;
import org.anychat.runtime.cluster.RecordJson;
import org.anychat.runtime.standby.MirrorCopy;
import org.anychat.runtime.standby.RecordMirror;
import org.anychat.runtime.standby.RecordMirror.RecordKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accounts of the dashboard's operators are the same at both servers, as they are at the gateways of a cluster: what
 * this server's gateway tells goes into the mirror, what the other server has is told to this one's gateway, and the last
 * change counts. Logins of operators stay where they are. One context.
 */
final class OperatorExchange implements OperatorEvents {
    /** The service whose records these are; it is none that a slave puts on. */
    static final String SERVICE = "operators";

    private static final Logger log = LoggerFactory.getLogger(OperatorExchange.class);
    private static final RecordKey ACCOUNTS = new RecordKey(SERVICE, "accounts");
    private static final long ASK_MS = 2_000;

    private final Bus bus;
    private final NodeId other;
    private final RecordMirror own;
    private final UnaryOperator<OperatorAccounts> judgement;
    private final OperatorEvents gateway;
    private Future<Registration> served = Future.succeededFuture();
    private OperatorAccounts told;
    private String taken = "";
    private long askedMs = -ASK_MS;

    private OperatorExchange(Bus bus, RecordMirror own, String other, UnaryOperator<OperatorAccounts> judgement) {
        this.bus = bus;
        this.other = new NodeId(other);
        this.own = own;
        this.judgement = judgement;
        this.gateway = bus.publisher(OperatorEvents.class, Addresses.OPERATORS);
    }

    /** At a slave: the master's accounts count more than those that nobody has chosen here. */
    static OperatorExchange withMaster(Bus bus, RecordMirror own) {
        return new OperatorExchange(bus, own, "the-master", AdminAccounts::preferred);
    }

    /** At a master: accounts that nobody has chosen at the slave count for nothing. */
    static OperatorExchange withSlave(Bus bus, RecordMirror own) {
        return new OperatorExchange(
                bus, own, "the-standby", accounts -> AdminAccounts.areFirst(accounts) ? null : accounts);
    }

    void start() {
        served = bus.serve(OperatorEvents.class, Addresses.OPERATORS, this);
    }

    void stop() {
        served.onSuccess(registration -> {
            if (registration != null) {
                registration.close();
            }
        });
    }

    /** To be called again and again. */
    void onTick(MirrorCopy others, long nowMs) {
        if (nowMs - askedMs >= ASK_MS) {
            askedMs = nowMs;
            gateway.asked(new OperatorsAsked(other));
        }
        String text =
                others != null && others.isSynced() ? others.text(ACCOUNTS).orElse("") : "";
        if (!text.isEmpty() && !text.equals(taken)) {
            taken = text;
            take(text);
        }
    }

    private void take(String text) {
        try {
            OperatorAccounts accounts = judgement.apply(RecordJson.read(text, OperatorAccounts.class));
            if (accounts != null) {
                gateway.told(new OperatorsTold(other, accounts, List.of(), List.of(), null));
            }
        } catch (IllegalArgumentException e) {
            log.warn("The dashboard's accounts of the other server are none; is it of another version?");
        }
    }

    @Override
    public void told(OperatorsTold event) {
        if (event.accounts() != null
                && !event.from().equals(other)
                && !event.accounts().equals(told)) {
            told = event.accounts();
            own.put(ACCOUNTS, told);
        }
    }

    @Override
    public void tried(OperatorTried event) {
        // Each of the two servers counts for itself.
    }

    @Override
    public void asked(OperatorsAsked event) {
        // The gateway answers.
    }
}
