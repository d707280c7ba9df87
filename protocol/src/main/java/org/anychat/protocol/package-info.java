/**
 * Client to gateway, as {@code docs/protocol.md} specifies it: messages, framing, error codes and event numbers.
 *
 * <p>{@link org.anychat.protocol.RequestCodec} and {@link org.anychat.protocol.ServerCodec} turn messages into
 * {@link org.anychat.protocol.Frame}s and back; {@link org.anychat.protocol.FrameDecoder} finds frames in a byte stream,
 * while on a WebSocket each message is one frame. Decoding never throws: what breaks a rule comes back as
 * {@link org.anychat.protocol.Decoded.Invalid} with a code and a reason. Everything here is immutable or belongs to one
 * thread at a time, and uses no network.
 */
package org.anychat.protocol;
