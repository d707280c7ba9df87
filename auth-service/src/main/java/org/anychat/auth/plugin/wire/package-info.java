/**
 * The callbacks of a plug-in as data, and the frames in which they go to the child process of a native plug-in and
 * back.
 */
package org.anychat.auth.plugin.wire;
