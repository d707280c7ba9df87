/**
 * What a link means: requests in their order, logins, rooms as this gateway's clients see them, and what services tell.
 * The {@code *Translation} classes turn records of {@code protocol} into those of {@code contracts} and back.
 */
package org.anychat.gateway.session;
