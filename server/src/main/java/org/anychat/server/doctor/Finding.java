package org.anychat.server.doctor;

/**
 * One line of the doctor's report.
 *
 * @param check what was looked at, a stable name for programs: {@code udp.reach}
 * @param verdict what it comes to
 * @param seen what was seen
 * @param remedy what to do; {@link Words#NONE} where nothing is to be done
 */
public record Finding(String check, Verdict verdict, Words seen, Words remedy) {}
