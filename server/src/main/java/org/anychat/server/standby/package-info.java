/**
 * Hot standby of two servers without a cluster: {@link org.anychat.server.standby.MasterRole} takes a slave and shows it
 * its records, {@link org.anychat.server.standby.SlaveRole} copies them and serves when the master is gone.
 */
package org.anychat.server.standby;
