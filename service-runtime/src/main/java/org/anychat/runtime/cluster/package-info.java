/**
 * Several processes that are one server: a membership by Hazelcast, an event bus by clustered Vert.x, and records that a
 * successor finds. Nobody else knows Hazelcast.
 */
package org.anychat.runtime.cluster;
