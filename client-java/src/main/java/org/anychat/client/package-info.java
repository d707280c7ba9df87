/**
 * The Java SDK: {@link org.anychat.client.AnyChatClient} is one user's link to a server.
 *
 * <p>Threads: each client runs on one loop of its {@link org.anychat.client.ClientRuntime}. Methods of the client may be called from any thread and return at
 * once. Futures complete, and listeners and media sinks are called, on that loop (or, all but media, on an executor that the builder names), one at a time.
 * Code that runs there must not block, and must not wait for another future of the same client.
 */
package org.anychat.client;
