package org.anychat.server.tray;

/** Whether a desktop is there at all; asks without loading any part of AWT. */
public final class Desktop {
    private Desktop() {}

    /**
     * Whether an icon could be shown.
     *
     * @return false on a server without display, and where Java was told so
     */
    public static boolean isThere() {
        if (Boolean.getBoolean("java.awt.headless")) {
            return false;
        }
        boolean hasDisplayOfItsOwn = System.getProperty("os.name").startsWith("Windows")
                || System.getProperty("os.name").startsWith("Mac");
        String display = System.getenv("DISPLAY");
        return hasDisplayOfItsOwn || (display != null && !display.isEmpty());
    }
}
