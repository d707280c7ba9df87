package org.anychat.gateway.transfer;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.anychat.contracts.TransferApi.Content;
import org.anychat.protocol.Limits;

/** The transfers of one session. */
public final class TransferTable {
    private final Map<Integer, Transfer> byTask = new HashMap<>();

    /** Makes an empty table. */
    public TransferTable() {}

    /**
     * Adds a transfer.
     *
     * @param transfer the transfer
     * @return false where there is one with its number, or there are too many that way
     */
    public boolean add(Transfer transfer) {
        if (isFull(transfer.isOutgoing()) || byTask.containsKey(transfer.task())) {
            return false;
        }
        byTask.put(transfer.task(), transfer);
        return true;
    }

    /**
     * Whether another one would be too many.
     *
     * @param outgoing which way
     * @return true where there are {@link Limits#TRANSFERS}
     */
    public boolean isFull(boolean outgoing) {
        return byTask.values().stream()
                        .filter(transfer -> transfer.isOutgoing() == outgoing)
                        .count()
                >= Limits.TRANSFERS;
    }

    /**
     * Whether the same file is on its way to the same receiver.
     *
     * @param user the receiver's number
     * @param content what is to be sent
     * @return true for a file that is
     */
    public boolean isSending(int user, Content content) {
        return byTask.values().stream()
                .filter(Transfer::isOutgoing)
                .filter(transfer -> transfer.peer().user().value() == user)
                .map(Transfer::content)
                .anyMatch(other -> other.kind() == content.kind()
                        && !content.sha256().isEmpty()
                        && other.sha256().equals(content.sha256())
                        && other.size() == content.size());
    }

    /**
     * Finds a transfer.
     *
     * @param task its number
     * @return the transfer, or empty where the session has none with that number
     */
    public Optional<Transfer> find(int task) {
        return Optional.ofNullable(byTask.get(task));
    }

    /**
     * Takes a transfer out.
     *
     * @param transfer the transfer
     * @return false where it was out already
     */
    public boolean remove(Transfer transfer) {
        return byTask.remove(transfer.task(), transfer);
    }

    /**
     * All of them.
     *
     * @return a copy
     */
    public Collection<Transfer> all() {
        return List.copyOf(byTask.values());
    }
}
