/** Mesh trees of rooms that are too large for pairs: pure rules, without clock and bus (docs/routing.md). */
package org.anychat.room.mesh;
