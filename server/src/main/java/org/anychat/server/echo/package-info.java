/** A bot that sends sound to a relay and waits until it comes back; for {@code /health/deep} and the doctor. */
package org.anychat.server.echo;
