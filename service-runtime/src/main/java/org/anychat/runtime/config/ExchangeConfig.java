package org.anychat.runtime.config;

import java.nio.file.Path;

/**
 * {@code [Function Settings]}, as far as it is about files and video calls.
 *
 * @param videoCallStartRoomId the first number of rooms for video calls
 * @param videoCallAnswerSeconds how long a video call rings
 * @param tempFilePath the folder of files for the server
 * @param tempFileQuotaMb how much that folder may hold, in MiB
 * @param transFileMaxMb how large a file may be that a user sends, in MiB
 */
public record ExchangeConfig(
        int videoCallStartRoomId,
        int videoCallAnswerSeconds,
        Path tempFilePath,
        int tempFileQuotaMb,
        int transFileMaxMb) {}
