/** Where rooms are kept. All versions of {@link org.anychat.room.store.RoomStore} pass one contract test. */
package org.anychat.room.store;
