/** {@code AnyChatCoreServer license …}: keys, fingerprints and licences on the command line. */
package org.anychat.server.license;
