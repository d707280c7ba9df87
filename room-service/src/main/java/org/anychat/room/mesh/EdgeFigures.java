package org.anychat.room.mesh;

/**
 * How many edges of mesh trees are how far, over all rooms.
 *
 * @param trying their two make a connection
 * @param up it stands, and the viewer has the stream by the relay
 * @param carrying the viewer has the stream by it
 * @param starved it stands, and nothing comes by it any more
 */
public record EdgeFigures(int trying, int up, int carrying, int starved) {
    /** No edges. */
    public static final EdgeFigures NONE = new EdgeFigures(0, 0, 0, 0);
}
