package org.anychat.auth.plugin;

import java.nio.file.Path;

/**
 * What the administrator says about the plug-in.
 *
 * @param file its file, a full path
 * @param home the server's folder: where a native plug-in's process runs
 * @param timeoutMs how long a question may take, 100 to 4000
 * @param threads how many callbacks may run at once, 1 to 32
 */
public record FilterConfig(Path file, Path home, int timeoutMs, int threads) {}
