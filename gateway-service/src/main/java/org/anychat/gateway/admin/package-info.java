/**
 * The dashboard of this gateway's operators: who may see it, the bridge that joins their pages to the event bus, what is
 * collected for them from all processes, and what they do. Nothing is collected while nobody looks, but for a figure now
 * and then.
 */
package org.anychat.gateway.admin;
