/** Video calls: who rings whom, who talks with whom. Pure and synchronous; the time is an argument. */
package org.anychat.room.call;
