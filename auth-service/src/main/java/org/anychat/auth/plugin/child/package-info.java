/**
 * The child process of a native plug-in: {@link org.anychat.auth.plugin.child.NativeFilterMain} loads the library, calls
 * its {@code BRFP_*} functions through JNA, and speaks frames with the server over standard input and output. Nothing of
 * the server runs here, so a plug-in that crashes takes nothing with it.
 */
package org.anychat.auth.plugin.child;
