/** Commands that measure the real server from outside, each started by a script at the root of the tree. */
package org.anychat.benchmarks;
