package org.anychat.contracts;

/**
 * Who has come and gone in the cluster. Published at {@link Addresses#NODE_EVENTS} in each process by its own link to
 * the cluster, and heard in that process only; a process alone hears nothing.
 */
public interface NodeEvents {
    /**
     * A process is there, for the first time or again.
     *
     * @param event which one
     */
    @BusCall
    void joined(NodeJoined event);

    /**
     * A process is gone for good or cannot be reached: it holds no address of the bus any more. What it was trusted
     * with may still be there, as a gateway's clients and a relay's media do not depend on the cluster.
     *
     * @param event which one
     */
    @BusCall
    void left(NodeLeft event);

    /**
     * A process that is there.
     *
     * @param node the process
     */
    record NodeJoined(NodeId node) {}

    /**
     * A process that is not there.
     *
     * @param node the process
     */
    record NodeLeft(NodeId node) {}
}
