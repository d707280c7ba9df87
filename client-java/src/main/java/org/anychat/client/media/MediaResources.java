package org.anychat.client.media;

import io.netty.channel.EventLoop;
import java.security.SecureRandom;
import org.anychat.webrtc.dtls.DtlsWorkers;

/**
 * What a media connection needs of its surroundings.
 *
 * @param loop        owns the connection: its sockets, timers and callbacks.
 * @param dtlsWorkers compute handshakes; shared between connections.
 * @param random      a cryptographic source.
 */
public record MediaResources(EventLoop loop, DtlsWorkers dtlsWorkers, SecureRandom random) {}
