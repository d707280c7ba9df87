package org.anychat.gateway;

import io.vertx.core.http.ServerWebSocket;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.anychat.protocol.ErrorCode;

/**
 * What a server that is one of two decides about clients that arrive, while its gateway runs: whether they are taken, and
 * which other server they may try. Any thread.
 */
public final class Reception {
    /** The HTTP path of the {@link Door}. */
    public static final String DOOR_PATH = "/standby";

    private final Door door;
    private volatile ErrorCode refusal = ErrorCode.SUCCESS;
    private volatile BooleanSupplier permission = () -> true;
    private volatile BooleanSupplier readiness = () -> true;
    private volatile Supplier<List<String>> servers = List::of;

    /** Where the other server comes in. Called on the gateway's context. */
    public interface Door {
        /**
         * Looks at who wants in.
         *
         * @param token what it has shown
         * @return whether it may
         */
        boolean admits(String token);

        /**
         * The other server is in.
         *
         * @param socket to it; nothing has been read
         */
        void onWebSocket(ServerWebSocket socket);
    }

    /** A gateway that takes everybody, and where no server comes in. */
    public Reception() {
        this(null);
    }

    /**
     * A gateway that takes everybody until it is told otherwise.
     *
     * @param door where the other server comes in, null where none does
     */
    public Reception(Door door) {
        this.door = door;
    }

    /**
     * Takes no more clients, or takes them again. Those that are logged in stay.
     *
     * @param code what they are told who connect, log in or come back; {@code SUCCESS} takes them
     */
    public void refuse(ErrorCode code) {
        refusal = code;
    }

    /**
     * Asks before each client that arrives, as a permission may end at any time; who is not permitted is told 111.
     *
     * @param may whether a client may be taken now; called from the gateway's context, so it must not wait
     */
    public void permittedBy(BooleanSupplier may) {
        permission = may;
    }

    /**
     * Says whether the process can do its part, besides taking clients.
     *
     * @param ready whether it can now; called from the gateway's context, so it must not wait
     */
    public void readyWhen(BooleanSupplier ready) {
        readiness = ready;
    }

    /**
     * Whether whoever arrives now finds a server that works, as {@code /health/ready} answers it.
     *
     * @return false where load balancers should take another server
     */
    public boolean isReady() {
        return readiness.getAsBoolean() && refusal() == ErrorCode.SUCCESS;
    }

    /**
     * What clients that arrive are told.
     *
     * @return {@code SUCCESS} where they are taken
     */
    public ErrorCode refusal() {
        ErrorCode decided = refusal;
        return decided == ErrorCode.SUCCESS && !permission.getAsBoolean() ? ErrorCode.CONNECT_HOTSERVER : decided;
    }

    /**
     * Names the servers that clients may try besides this one.
     *
     * @param addresses {@code host:port} each
     */
    public void servers(List<String> addresses) {
        List<String> named = List.copyOf(addresses);
        servers = () -> named;
    }

    /**
     * Asks for each client which servers it may try besides this one.
     *
     * @param named gives {@code host:port} each; called from the gateway's context, so it must not wait
     */
    public void serversFrom(Supplier<List<String>> named) {
        servers = named;
    }

    /**
     * The servers that clients may try besides this one.
     *
     * @return {@code host:port} each
     */
    public List<String> servers() {
        return servers.get();
    }

    /**
     * Where the other server comes in.
     *
     * @return empty where none does
     */
    public Optional<Door> door() {
        return Optional.ofNullable(door);
    }
}
