package org.anychat.protocol;

/** What the gateway says to a client. */
public sealed interface ServerMessage permits Reply, ServerEvent {}
