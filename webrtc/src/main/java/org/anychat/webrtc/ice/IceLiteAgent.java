package org.anychat.webrtc.ice;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.anychat.webrtc.stream.StreamAddress;
import org.anychat.webrtc.stun.Fingerprint;
import org.anychat.webrtc.stun.MessageIntegrity;
import org.anychat.webrtc.stun.StunAttribute;
import org.anychat.webrtc.stun.StunAttribute.ErrorCode;
import org.anychat.webrtc.stun.StunAttribute.IceControlled;
import org.anychat.webrtc.stun.StunAttribute.UnknownAttributes;
import org.anychat.webrtc.stun.StunAttribute.UseCandidate;
import org.anychat.webrtc.stun.StunAttribute.Username;
import org.anychat.webrtc.stun.StunAttribute.XorMappedAddress;
import org.anychat.webrtc.stun.StunMessage;
import org.anychat.webrtc.stun.StunMessageType;

/**
 * An ICE-lite agent (RFC 8445 section 2.5): it has public addresses, so it only answers checks (section 7.3) and learns
 * from them where the peer is. It is always the controlled side. Data goes to the address nominated last; before a
 * nomination, and where no check has come from that one for {@value #FORSAKEN_SECONDS} seconds, to the one checked last. Each
 * authenticated check from there renews the peer's consent (RFC 7675).
 */
public final class IceLiteAgent implements IceAgent {
    private static final int RESPONSE_CAPACITY = 512;
    /**
     * A peer asks for consent every four to six seconds (RFC 7675 section 5.1). One that does so from another address alone has
     * gone there without nominating it, as Firefox does.
     */
    private static final int FORSAKEN_SECONDS = 8;

    private static final long FORSAKEN_NS = TimeUnit.SECONDS.toNanos(FORSAKEN_SECONDS);
    private static final int FIRST_OPTIONAL_ATTRIBUTE = 0x8000;

    private final IceOutput output;
    private final byte[] response = new byte[RESPONSE_CAPACITY];
    private final ValidatedAddresses validated = new ValidatedAddresses();
    private final RecentChecks recent = new RecentChecks();
    private Generation current;
    private Generation previous;
    private InetSocketAddress selected;
    private boolean nominated;
    private long lastConsentNs;

    /**
     * Makes an agent that answers from now on.
     *
     * @param local its credentials
     * @param output takes the responses
     */
    public IceLiteAgent(IceCredentials local, IceOutput output) {
        this.current = new Generation(local);
        this.output = output;
    }

    @Override
    public IceCredentials local() {
        return current.local;
    }

    /** The candidates are of no use here: the peer comes by itself. */
    @Override
    public void remote(IceCredentials remote, List<IceCandidate> candidates, long nowNs) {
        current.remoteUfrag = remote.ufrag();
    }

    @Override
    public void restart(IceCredentials newLocal) {
        if (previous == null) {
            previous = current;
        }
        current = new Generation(newLocal);
    }

    @Override
    public StunOutcome onStun(byte[] data, int offset, int length, InetSocketAddress from, long nowNs) {
        Optional<StunMessage> decoded = StunMessage.decode(data, offset, length);
        if (decoded.isEmpty() || !Fingerprint.isPresent(data, offset, length)) {
            return StunOutcome.MALFORMED;
        }
        StunMessage request = decoded.get();
        if (!request.type().equals(StunMessageType.BINDING_REQUEST)) {
            return StunOutcome.UNEXPECTED;
        }
        Optional<Username> username = request.first(Username.class);
        if (username.isEmpty() || !MessageIntegrity.isPresent(data, offset, length)) {
            refuse(request, from, new ErrorCode(400, "Bad Request"));
            return StunOutcome.BAD_REQUEST;
        }
        Generation generation = generationOf(username.get().value());
        if (generation == null || !generation.integrity.matches(data, offset, length)) {
            refuse(request, from, new ErrorCode(401, "Unauthenticated"));
            return StunOutcome.UNAUTHENTICATED;
        }
        if (!recent.isFirstFrom(from, request.transactionId())) {
            return StunOutcome.REPLAYED;
        }
        return onAuthenticated(request, generation, from, nowNs);
    }

    /** The peer comes again by itself. */
    @Override
    public void onPathLost(InetSocketAddress address, long nowNs) {}

    /** An agent that only answers does not ask. */
    @Override
    public void onSilence(long nowNs) {}

    /** An agent that only answers has nothing to do in time. */
    @Override
    public void onTimer(long nowNs) {}

    @Override
    public boolean isValidated(InetSocketAddress address) {
        return address.equals(selected) || validated.contains(address);
    }

    @Override
    public InetSocketAddress selected() {
        return selected;
    }

    @Override
    public long lastConsentNs() {
        return lastConsentNs;
    }

    private StunOutcome onAuthenticated(
            StunMessage request, Generation generation, InetSocketAddress from, long nowNs) {
        List<Integer> unknown = unknownAttributes(request);
        if (!unknown.isEmpty()) {
            List<StunAttribute> attributes =
                    List.of(new ErrorCode(420, "Unknown Attribute"), new UnknownAttributes(unknown));
            answer(request, StunMessageType.BINDING_ERROR, attributes, generation, from);
            return StunOutcome.UNKNOWN_ATTRIBUTE;
        }
        List<StunAttribute> attributes = List.of(new XorMappedAddress(StreamAddress.inNetwork(from)));
        answer(request, StunMessageType.BINDING_SUCCESS, attributes, generation, from);
        learn(request, generation, from, nowNs);
        return StunOutcome.ACCEPTED;
    }

    /** A peer that takes itself for the controlled side cannot nominate; everything else of its checks is good. */
    private void learn(StunMessage request, Generation generation, InetSocketAddress from, long nowNs) {
        validated.add(from, selected);
        boolean nominates = request.first(UseCandidate.class).isPresent()
                && request.first(IceControlled.class).isEmpty();
        if (nominates) {
            nominated = true;
            selected = from;
            previous = generation == current ? null : previous;
        } else if (!nominated || nowNs - lastConsentNs >= FORSAKEN_NS) {
            selected = from;
        }
        if (from.equals(selected)) {
            lastConsentNs = nowNs;
        }
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
            StunMessage request,
            StunMessageType type,
            List<StunAttribute> attributes,
            Generation generation,
            InetSocketAddress to) {
        StunMessage answer = new StunMessage(type, request.transactionId(), attributes);
        output.send(response, 0, answer.encode(response, 0, generation.integrity), to);
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
