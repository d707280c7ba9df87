/** The server as a service of the operating system: systemd on Linux, procrun on Windows. */
package org.anychat.server.service;
