/** Microbenchmarks (JMH) of what a packet goes through in the relay; {@code ./figures.sh micro} runs them. */
package org.anychat.benchmarks.micro;
