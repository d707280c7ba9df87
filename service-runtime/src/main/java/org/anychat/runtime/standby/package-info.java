/**
 * Hot standby of two servers without a cluster: the datagrams between slave and master, the copy of the master's records, and
 * the rules by which one takes over from the other. Sockets and services are the launcher's.
 */
package org.anychat.runtime.standby;
