/** The process's part in the dashboard: what it tells of itself, and the command that keeps the operators' accounts. */
package org.anychat.server.admin;
