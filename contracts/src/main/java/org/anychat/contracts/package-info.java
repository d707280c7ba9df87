/**
 * Service to service: Future-returning APIs, their messages, typed ids and bus addresses.
 *
 * <p>Each API is an interface whose methods are bus calls: one record in, a future of one record out, with its deadline
 * and the codes it may fail with in {@link org.anychat.contracts.BusCall}. A method that returns {@code void} is a
 * one-way message. {@code service-runtime} binds an API to the event bus; nothing else reads the annotation.
 *
 * <p>Every record here is immutable, its lists included: who makes one hands over an unmodifiable list, because within a
 * process the record itself is passed. Between processes it is JSON, so a field may be added but never change its
 * meaning. This package knows nothing of {@code protocol}: what clients see is the gateway's business.
 */
package org.anychat.contracts;
