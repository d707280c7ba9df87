/** Composition of the room service: its verticle and its configuration. */
package org.anychat.room;
