/**
 * The server plug-in, "SDK Filter Plus" (manual 3.6). {@link org.anychat.auth.plugin.FilterService} is its face to the
 * services; {@code Plugin} keeps one loaded, on {@code PluginWorkers}, whose threads are the only ones that ever wait for
 * it; a {@code PluginLoader} makes it of a jar or, in a child process, of a native library.
 */
package org.anychat.auth.plugin;
