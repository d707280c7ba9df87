/**
 * Who users are: {@link org.anychat.auth.source.UserSource} is the port behind which the plug-in and every other user
 * source stands (manual 3.6).
 */
package org.anychat.auth.source;
