package org.anychat.auth.plugin;

/** A plug-in that cannot be loaded, or a callback that did not come back with an answer. */
final class PluginException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean lasting;

    private PluginException(boolean lasting, String message, Throwable cause) {
        super(message, cause, false, false);
        this.lasting = lasting;
    }

    /** Trying again makes no sense while nobody changes something. */
    static PluginException lasting(String message) {
        return new PluginException(true, message, null);
    }

    /** The next attempt may succeed. */
    static PluginException passing(String message) {
        return new PluginException(false, message, null);
    }

    /** A callback has thrown. */
    static PluginException thrown(String message, Throwable cause) {
        return new PluginException(false, message, cause);
    }

    boolean isLasting() {
        return lasting;
    }
}
