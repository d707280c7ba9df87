package org.anychat.runtime.cluster;

import java.io.Serializable;

/**
 * A record of the shared map.
 *
 * @param epoch of whose time it is; each owner has a higher one
 * @param text the text
 */
record VersionedText(long epoch, String text) implements Serializable {}
