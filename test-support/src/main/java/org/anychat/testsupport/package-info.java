/** Fixtures of tests: time and randomness under control, a network in memory, leak checks. */
package org.anychat.testsupport;
