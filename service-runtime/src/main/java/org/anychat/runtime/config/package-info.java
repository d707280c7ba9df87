/**
 * {@code AnyChatCoreServer.ini} as immutable records. {@link org.anychat.runtime.config.ServerConfigFile} reads it,
 * reports everything that is wrong at once, and writes a commented default where there is none. Services do not see
 * this package's records: the launcher makes each service's own from them.
 */
package org.anychat.runtime.config;
