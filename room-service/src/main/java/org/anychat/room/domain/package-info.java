/**
 * What rooms do: commands, their outcomes, and where a room's media goes. Pure and synchronous; time is an argument.
 */
package org.anychat.room.domain;
