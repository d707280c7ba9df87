/** What watches the process: health checks for container engines, orchestrators and load balancers. */
package org.anychat.server.monitor;
