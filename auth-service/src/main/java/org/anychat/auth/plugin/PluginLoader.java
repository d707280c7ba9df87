package org.anychat.auth.plugin;

/** Loads a plug-in. */
@FunctionalInterface
interface PluginLoader {
    /** Loads and initialises it; blocks for as long as the plug-in does. */
    LoadedPlugin load() throws PluginException;

    /** The loader for a file, by the file's name. */
    static PluginLoader of(FilterConfig config, Outbox outbox) {
        String name = config.file().getFileName().toString().toLowerCase(java.util.Locale.ROOT);
        return name.endsWith(".jar")
                ? new JavaPluginLoader(config.file(), outbox)
                : new NativePluginLoader(config, outbox);
    }
}
