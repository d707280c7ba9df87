package org.anychat.auth.domain;

/**
 * Who is locked out after wrong passwords.
 *
 * @param accountFailures after how many an account is locked, 0 for never
 * @param addressFailures after how many an address is locked, 0 for never
 * @param lockMs for how long, and how long failures are remembered
 */
public record LockoutPolicy(int accountFailures, int addressFailures, long lockMs) {}
