/** Which media goes between two users without the relay: pure rules, without clock and bus (docs/direct.md). */
package org.anychat.room.direct;
