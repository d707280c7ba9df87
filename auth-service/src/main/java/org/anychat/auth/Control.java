package org.anychat.auth;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.LongSupplier;
import org.anychat.auth.domain.Bans;
import org.anychat.auth.domain.ControlRight;
import org.anychat.auth.store.BanStore;
import org.anychat.auth.store.SharedBans;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.AuthApi.AdmitAddresses;
import org.anychat.contracts.AuthApi.BanAddresses;
import org.anychat.contracts.AuthApi.BanList;
import org.anychat.contracts.BanEvents;
import org.anychat.contracts.BanExchangeApi;
import org.anychat.contracts.Done;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.runtime.bus.Bus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bans as a use case: who may, what holds, what is kept, who is told. Runs on the service's context. */
final class Control implements BanExchangeApi {
    private static final Logger log = LoggerFactory.getLogger(Control.class);
    private static final long MAX_SECONDS = Integer.MAX_VALUE;
    static final long RETRY_MS = 10_000;

    private final Bus bus;
    private final Context context;
    private final ControlRight right;
    private final BanStore store;
    private final SharedBans shared;
    private final LongSupplier nowMs;
    private final Bans bans = new Bans();
    /** Writes follow one another, so that the last one is the newest. */
    private Future<Void> written = Future.succeededFuture();

    private volatile boolean unwritten;

    /** {@code nowMs} is the time of day in milliseconds since 1970: bans outlive the process. */
    Control(Bus bus, Context context, ControlRight right, BanStore store, SharedBans shared, LongSupplier nowMs) {
        this.bus = bus;
        this.context = context;
        this.right = right;
        this.store = store;
        this.shared = shared;
        this.nowMs = nowMs;
    }

    /**
     * Reads what was banned before: what the instance of before has written down, which may have run elsewhere, else this
     * server's file. A file that cannot be read stops the start: its bans must not be lost silently.
     */
    Future<Void> start() {
        return context.owner().executeBlocking(store::read).compose(kept -> {
            bans.restore(shared.before().orElse(kept));
            List<BanDecision> decisions = decisions();
            shared.write(decisions);
            // A disk that is full is no reason not to serve.
            return decisions.equals(kept)
                    ? Future.succeededFuture()
                    : keep(decisions).otherwiseEmpty();
        });
    }

    ControlRight right() {
        return right;
    }

    Future<Done> ban(BanAddresses request) {
        right.require(request.by());
        if (request.seconds() < 0 || request.seconds() > MAX_SECONDS) {
            throw new ServiceException(ServiceError.BAD_PARAMETER, "a ban lasts 0 to " + MAX_SECONDS + " seconds");
        }
        long now = nowMs.getAsLong();
        bans.ban(request.pattern(), request.seconds() == 0 ? 0 : now + 1_000 * request.seconds(), now);
        log.info("Addresses {} are banned by {}", request.pattern(), words(request.by()));
        return changed();
    }

    Future<Done> admit(AdmitAddresses request) {
        right.require(request.by());
        bans.admit(request.pattern(), nowMs.getAsLong());
        log.info("Addresses {} are admitted again by {}", request.pattern(), words(request.by()));
        return changed();
    }

    @Override
    public Future<Done> merge(MergeBans request) {
        if (!bans.merge(request.decisions(), nowMs.getAsLong())) {
            return Future.succeededFuture(Done.DONE);
        }
        // A disk that is full is said by itself.
        return changed()
                .otherwise(Done.DONE)
                .onSuccess(done -> log.info(
                        "Bans are taken over from the other server: {} hold now",
                        list().bans().size()));
    }

    private String words(SessionId by) {
        return by == null ? "the administrator" : "user " + right.require(by).user();
    }

    BanList list() {
        return new BanList(bans.list(nowMs.getAsLong()));
    }

    private List<BanDecision> decisions() {
        return bans.decisions(nowMs.getAsLong());
    }

    void requireAdmitted(String address) {
        if (bans.isBanned(address, nowMs.getAsLong())) {
            throw new ServiceException(ServiceError.CONNECT_IP_FORBID, "the address " + address + " is banned");
        }
    }

    /** What cannot be written holds all the same, until the restart; who asked for it is told so. */
    private Future<Done> changed() {
        bus.publisher(BanEvents.class, Addresses.BANS).changed(list());
        List<BanDecision> decisions = decisions();
        shared.write(decisions);
        return keep(decisions).map(Done.DONE);
    }

    private Future<Void> keep(List<BanDecision> toKeep) {
        written = written.otherwiseEmpty()
                .compose(before -> context.owner().<Void>executeBlocking(() -> {
                    store.write(toKeep);
                    return null;
                }))
                .onSuccess(done -> noteWritten())
                .onFailure(this::noteUnwritten);
        return written;
    }

    private void noteWritten() {
        if (unwritten) {
            unwritten = false;
            log.info("The bans are written again");
        }
    }

    private void noteUnwritten(Throwable failure) {
        if (!unwritten) {
            unwritten = true;
            log.error(
                    "The bans cannot be written ({}). They hold until the restart; make room on the disk, or the file"
                            + " writable: it is tried again every {} s.",
                    failure.toString(),
                    RETRY_MS / 1_000);
        }
    }

    /** Tries again to write what could not be written; to be called every {@link #RETRY_MS}. */
    Future<Void> writeAgain() {
        // What becomes of it is told by the two above.
        return unwritten ? keep(decisions()).otherwiseEmpty() : Future.succeededFuture();
    }
}
