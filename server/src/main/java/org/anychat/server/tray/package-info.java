/** The icon in a desktop's tray. Nothing here is loaded where there is no desktop. */
package org.anychat.server.tray;
