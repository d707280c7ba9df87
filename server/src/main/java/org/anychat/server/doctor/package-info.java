/**
 * {@code AnyChatCoreServer doctor}: what is wrong with a server, beside it while it runs, without it, or from outside.
 * One class per family of checks, each an {@link org.anychat.server.doctor.Examination}; none needs the Internet.
 */
package org.anychat.server.doctor;
