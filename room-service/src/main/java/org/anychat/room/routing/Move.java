package org.anychat.room.routing;

import org.anychat.contracts.UserId;

/**
 * A viewer that gets a stream from somebody else than before.
 *
 * @param viewer who
 * @param from before
 * @param to from now on
 */
public record Move(UserId viewer, Source from, Source to) {}
