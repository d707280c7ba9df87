/** What watches the process: health checks and metrics for container engines, orchestrators and load balancers. */
package org.anychat.server.monitor;
