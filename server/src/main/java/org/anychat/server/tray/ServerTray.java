package org.anychat.server.tray;

import java.awt.AWTError;
import java.awt.AWTException;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.HeadlessException;
import java.awt.MenuItem;
import java.awt.PopupMenu;
import java.awt.RenderingHints;
import java.awt.SystemTray;
import java.awt.TrayIcon;
import java.awt.image.BufferedImage;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The icon in a desktop's tray: its tooltip says how the server is, its menu ends it. */
public final class ServerTray {
    private static final Logger log = LoggerFactory.getLogger(ServerTray.class);

    private ServerTray() {}

    /**
     * Shows the icon, where a tray is there. Loads AWT, so it takes its time: a thread of its own calls it.
     *
     * @param tooltip how the server is
     * @param exit called when a person chooses Exit
     */
    public static void show(String tooltip, Runnable exit) {
        try {
            if (!SystemTray.isSupported()) {
                log.debug("ShowTrayIcon=1: this desktop has no tray");
                return;
            }
            SystemTray tray = SystemTray.getSystemTray();
            TrayIcon icon = new TrayIcon(image(tray.getTrayIconSize()), tooltip, menu(exit));
            tray.add(icon);
            log.info("The icon in the tray has an Exit item");
        } catch (HeadlessException | AWTException | AWTError | LinkageError e) {
            // A Java without desktop parts, or a display that has gone: the server needs neither.
            log.debug("ShowTrayIcon=1: no icon can be shown: {}", e.toString());
        }
    }

    private static PopupMenu menu(Runnable exit) {
        boolean chinese = Locale.getDefault().getLanguage().equals(Locale.CHINESE.getLanguage());
        MenuItem item = new MenuItem(chinese ? "退出 (Exit)" : "Exit");
        item.addActionListener(event -> exit.run());
        PopupMenu menu = new PopupMenu();
        menu.add(item);
        return menu;
    }

    /** A green dot with a ring. */
    private static BufferedImage image(Dimension size) {
        BufferedImage image = new BufferedImage(size.width, size.height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        int width = size.width;
        int height = size.height;
        graphics.setColor(new Color(0x2E, 0x9E, 0x5B));
        graphics.fillOval(width / 4, height / 4, width / 2, height / 2);
        graphics.setStroke(new BasicStroke(Math.max(1f, width / 12f)));
        graphics.drawOval(width / 8, height / 8, width * 3 / 4, height * 3 / 4);
        graphics.dispose();
        return image;
    }
}
