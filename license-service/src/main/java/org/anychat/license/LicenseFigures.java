package org.anychat.license;

/**
 * How the license service stands at a moment.
 *
 * @param taken seats that are taken
 * @param seats how many there are, {@link Integer#MAX_VALUE} for any number
 * @param daysLeft days after today on which the licence counts, {@link Long#MAX_VALUE} where it never expires or in demo
 *     mode
 */
public record LicenseFigures(int taken, int seats, long daysLeft) {}
