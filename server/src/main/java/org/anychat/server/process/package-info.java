/** The server as a process among others: its folder's lock, who holds a port, the daemon, the key that ends it. */
package org.anychat.server.process;
