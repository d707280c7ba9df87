package org.anychat.room.direct;

/**
 * How many pairs of users are how far from doing without the relay, over all rooms.
 *
 * @param trying pairs that make a connection
 * @param connected pairs whose connection stands, while neither has said that media comes by it
 * @param direct pairs of whom one or both get all of the other's media directly
 */
public record RouteFigures(int trying, int connected, int direct) {}
