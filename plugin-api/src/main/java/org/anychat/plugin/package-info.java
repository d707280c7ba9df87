/**
 * What a plug-in of the server ("SDK Filter Plus") is compiled against. A plug-in is a jar with an implementation of
 * {@link org.anychat.plugin.SdkFilter} that is named in {@code META-INF/services/org.anychat.plugin.SdkFilter}; the
 * server loads it where {@code SDKFilterPlus} names the jar. {@code docs/plugin.md} is the guide.
 */
package org.anychat.plugin;
