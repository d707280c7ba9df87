/** What this machine tells of itself. */
package org.anychat.license.machine;
