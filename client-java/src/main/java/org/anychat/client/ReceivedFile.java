package org.anychat.client;

import java.nio.file.Path;
import org.anychat.protocol.TransferContent;

/**
 * A file that has come whole, its checksum right.
 *
 * @param from    who sent it.
 * @param taskId  the transfer's number.
 * @param path    where it is.
 * @param content its name at the sender's, its length and the sender's parameters.
 */
public record ReceivedFile(int from, int taskId, Path path, TransferContent content) {}
