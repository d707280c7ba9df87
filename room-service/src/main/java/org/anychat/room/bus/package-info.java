/** The use cases of the room service behind {@link org.anychat.contracts.RoomApi}, and its events to gateways. */
package org.anychat.room.bus;
