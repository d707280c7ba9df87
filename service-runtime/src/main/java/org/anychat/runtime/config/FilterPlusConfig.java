package org.anychat.runtime.config;

import java.nio.file.Path;

/**
 * The server plug-in, from {@code [Function Settings]}.
 *
 * @param file its file, a full path
 * @param home the server's folder
 * @param timeoutMs how long it may take for an answer, 100 to 4000
 * @param threads how many of its callbacks may run at once, 1 to 32
 */
public record FilterPlusConfig(Path file, Path home, int timeoutMs, int threads) {}
