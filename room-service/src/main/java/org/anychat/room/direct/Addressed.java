package org.anychat.room.direct;

import org.anychat.contracts.DirectApi.DirectOrder;
import org.anychat.contracts.NodeId;

/**
 * An order on its way.
 *
 * @param gateway the node that holds the client's link
 * @param order for whom, and what
 */
public record Addressed(NodeId gateway, DirectOrder order) {}
