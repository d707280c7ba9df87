/**
 * Buffers and files on their way: one end of a transfer, and the files that are sent to the server. Knows nothing of
 * links and sessions. {@link org.anychat.gateway.transfer.ServerFiles} blocks; all else is for the gateway's context.
 */
package org.anychat.gateway.transfer;
