package org.anychat.webrtc.ice;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.anychat.webrtc.stream.StreamAddress;
import org.anychat.webrtc.stun.Fingerprint;
import org.anychat.webrtc.stun.MessageIntegrity;
import org.anychat.webrtc.stun.StunAttribute;
import org.anychat.webrtc.stun.StunAttribute.ErrorCode;
import org.anychat.webrtc.stun.StunAttribute.UnknownAttributes;
import org.anychat.webrtc.stun.StunAttribute.Username;
import org.anychat.webrtc.stun.StunAttribute.XorMappedAddress;
import org.anychat.webrtc.stun.StunMessage;
import org.anychat.webrtc.stun.StunMessageType;

/**
 * The answering half of an agent (RFC 8445 section 7.3): finds out whether a check is the peer's, refuses it where it is not,
 * and answers it where its agent says so. Across a restart it knows the credentials of both sessions.
 */
final class CheckResponder {
    private static final int RESPONSE_CAPACITY = 512;
    private static final int FIRST_OPTIONAL_ATTRIBUTE = 0x8000;

    private final IceOutput output;
    private final byte[] response = new byte[RESPONSE_CAPACITY];
    private final RecentChecks recent = new RecentChecks();
    private Generation current;
    private Generation previous;
    private Generation verified;

    CheckResponder(IceCredentials local, IceOutput output) {
        this.current = new Generation(local);
        this.output = output;
    }

    IceCredentials local() {
        return current.local;
    }

    /** From now on checks of nobody else are the peer's. */
    void remote(IceCredentials remote) {
        current.remoteUfrag = remote.ufrag();
    }

    void restart(IceCredentials newLocal) {
        if (previous == null) {
            previous = current;
        }
        current = new Generation(newLocal);
    }

    /** A restart has come to its end: checks of the session before count no more. */
    void forgetPrevious() {
        previous = null;
    }

    /**
     * Looks at a datagram that came from an address. What is accepted is not answered yet: {@link #succeed} or {@link
     * #refuseRole} has to follow. Everything else has been, where it gets an answer.
     */
    StunOutcome verify(StunMessage request, byte[] data, int offset, int length, InetSocketAddress from) {
        if (!Fingerprint.isPresent(data, offset, length)) {
            return StunOutcome.MALFORMED;
        }
        if (!request.type().equals(StunMessageType.BINDING_REQUEST)) {
            return StunOutcome.UNEXPECTED;
        }
        Optional<Username> username = request.first(Username.class);
        if (username.isEmpty() || !MessageIntegrity.isPresent(data, offset, length)) {
            refuse(request, from, new ErrorCode(400, "Bad Request"));
            return StunOutcome.BAD_REQUEST;
        }
        verified = generationOf(username.get().value());
        if (verified == null || !verified.integrity.matches(data, offset, length)) {
            refuse(request, from, new ErrorCode(401, "Unauthenticated"));
            return StunOutcome.UNAUTHENTICATED;
        }
        if (!recent.isFirstFrom(from, request.transactionId())) {
            return StunOutcome.REPLAYED;
        }
        List<Integer> unknown = unknownAttributes(request);
        if (!unknown.isEmpty()) {
            answer(
                    request,
                    StunMessageType.BINDING_ERROR,
                    List.of(new ErrorCode(420, "Unknown Attribute"), new UnknownAttributes(unknown)),
                    from);
            return StunOutcome.UNKNOWN_ATTRIBUTE;
        }
        return StunOutcome.ACCEPTED;
    }

    /** Whether the check that was accepted last is of the newest session. */
    boolean isOfCurrent() {
        return verified == current;
    }

    /** Whether the check that was accepted last came before the peer's description, so that its sender's name is open. */
    boolean isEarly() {
        return verified.remoteUfrag == null;
    }

    /** What the sender of the check that was accepted last calls itself. */
    String remoteUfrag(StunMessage request) {
        return request.first(Username.class).orElseThrow().value().substring(verified.prefix.length());
    }

    void succeed(StunMessage request, InetSocketAddress to) {
        List<StunAttribute> attributes = List.of(new XorMappedAddress(StreamAddress.inNetwork(to)));
        answer(request, StunMessageType.BINDING_SUCCESS, attributes, to);
    }

    void refuseRole(StunMessage request, InetSocketAddress to) {
        answer(request, StunMessageType.BINDING_ERROR, List.of(new ErrorCode(487, "Role Conflict")), to);
    }

    private Generation generationOf(String username) {
        if (current.isAddressedBy(username)) {
            return current;
        }
        return previous != null && previous.isAddressedBy(username) ? previous : null;
    }

    private void refuse(StunMessage request, InetSocketAddress to, ErrorCode error) {
        StunMessage refusal = new StunMessage(StunMessageType.BINDING_ERROR, request.transactionId(), List.of(error));
        output.send(response, 0, refusal.encode(response, 0), to);
    }

    private void answer(
            StunMessage request, StunMessageType type, List<StunAttribute> attributes, InetSocketAddress to) {
        StunMessage answer = new StunMessage(type, request.transactionId(), attributes);
        output.send(response, 0, answer.encode(response, 0, verified.integrity), to);
    }

    private static List<Integer> unknownAttributes(StunMessage request) {
        return request.attributes().stream()
                .filter(StunAttribute.Opaque.class::isInstance)
                .map(StunAttribute::type)
                .filter(type -> type < FIRST_OPTIONAL_ATTRIBUTE)
                .collect(Collectors.toList());
    }

    /** The credentials of one ICE session, between two restarts. */
    private static final class Generation {
        private final IceCredentials local;
        private final MessageIntegrity integrity;
        private final String prefix;
        private String remoteUfrag;

        Generation(IceCredentials local) {
            this.local = local;
            this.integrity = MessageIntegrity.shortTerm(local.password());
            this.prefix = local.ufrag() + ':';
        }

        /** Before the peer's description is known its part of the name cannot be checked; the secret still is. */
        boolean isAddressedBy(String username) {
            return username.startsWith(prefix)
                    && (remoteUfrag == null
                            || username.substring(prefix.length()).equals(remoteUfrag));
        }
    }
}
