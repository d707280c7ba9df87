/** The log file: where it goes, how it rotates, and the lines that operators search for. */
package org.anychat.server.log;
