package org.anychat.client;

/**
 * A buffer that has come whole.
 *
 * @param from   who sent it.
 * @param taskId the transfer's number.
 * @param bytes  the bytes, which are the receiver's.
 * @param wParam the sender's.
 * @param lParam the sender's.
 * @param flags  the sender's.
 */
@SuppressWarnings("ArrayRecordComponent")
public record ReceivedBuffer(int from, int taskId, byte[] bytes, int wParam, int lParam, int flags) {}
