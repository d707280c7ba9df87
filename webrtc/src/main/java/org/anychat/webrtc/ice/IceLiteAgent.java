package org.anychat.webrtc.ice;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.anychat.webrtc.stun.StunAttribute.IceControlled;
import org.anychat.webrtc.stun.StunAttribute.UseCandidate;
import org.anychat.webrtc.stun.StunMessage;

/**
 * An ICE-lite agent (RFC 8445 section 2.5): it has public addresses, so it only answers checks (section 7.3) and learns
 * from them where the peer is. It is always the controlled side. Data goes to the address nominated last; before a
 * nomination, and where no check has come from that one for {@value #FORSAKEN_SECONDS} seconds, to the one checked last. Each
 * authenticated check from there renews the peer's consent (RFC 7675).
 */
public final class IceLiteAgent implements IceAgent {
    /**
     * A peer asks for consent every four to six seconds (RFC 7675 section 5.1). One that does so from another address alone has
     * gone there without nominating it, as Firefox does.
     */
    private static final int FORSAKEN_SECONDS = 8;

    private static final long FORSAKEN_NS = TimeUnit.SECONDS.toNanos(FORSAKEN_SECONDS);

    private final CheckResponder responder;
    private final ValidatedAddresses validated = new ValidatedAddresses();
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
        this.responder = new CheckResponder(local, output);
    }

    @Override
    public IceCredentials local() {
        return responder.local();
    }

    /** The candidates are of no use here: the peer comes by itself. */
    @Override
    public void remote(IceCredentials remote, List<IceCandidate> candidates, long nowNs) {
        responder.remote(remote);
    }

    @Override
    public void restart(IceCredentials newLocal) {
        responder.restart(newLocal);
    }

    @Override
    public StunOutcome onStun(byte[] data, int offset, int length, InetSocketAddress from, long nowNs) {
        Optional<StunMessage> request = StunMessage.decode(data, offset, length);
        if (request.isEmpty()) {
            return StunOutcome.MALFORMED;
        }
        StunOutcome outcome = responder.verify(request.get(), data, offset, length, from);
        if (outcome == StunOutcome.ACCEPTED) {
            responder.succeed(request.get(), from);
            learn(request.get(), from, nowNs);
        }
        return outcome;
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

    /** A peer that takes itself for the controlled side cannot nominate; everything else of its checks is good. */
    private void learn(StunMessage request, InetSocketAddress from, long nowNs) {
        validated.add(from, selected);
        boolean nominates = request.first(UseCandidate.class).isPresent()
                && request.first(IceControlled.class).isEmpty();
        if (nominates) {
            nominated = true;
            selected = from;
            if (responder.isOfCurrent()) {
                responder.forgetPrevious();
            }
        } else if (!nominated || nowNs - lastConsentNs >= FORSAKEN_NS) {
            selected = from;
        }
        if (from.equals(selected)) {
            lastConsentNs = nowNs;
        }
    }
}
