package org.anychat.webrtc.ice;

import java.net.InetSocketAddress;
import java.util.List;

/** One side of ICE. All calls on the owner's loop. */
public sealed interface IceAgent permits IceLiteAgent, IceClientAgent, IceFullAgent {
    /**
     * This side's credentials, to be told to the peer.
     *
     * @return the newest ones
     */
    IceCredentials local();

    /**
     * Takes what the peer's description says. With credentials known already it only adds candidates.
     *
     * @param remote the peer's credentials
     * @param candidates the peer's addresses
     * @param nowNs on the clock of {@link System#nanoTime}
     */
    void remote(IceCredentials remote, List<IceCandidate> candidates, long nowNs);

    /**
     * Begins an ICE restart (RFC 8445 section 9): the path in use goes on, with its old credentials, until a pair is
     * nominated under the new ones.
     *
     * @param newLocal this side's new credentials
     */
    void restart(IceCredentials newLocal);

    /**
     * Takes a datagram that looks like STUN. Never throws.
     *
     * @param data holds the datagram
     * @param offset of its first byte
     * @param length in bytes
     * @param from its sender
     * @param nowNs when it came
     * @return what became of it
     */
    StunOutcome onStun(byte[] data, int offset, int length, InetSocketAddress from, long nowNs);

    /**
     * A connection to the peer is gone, which is known sooner than its silence would tell.
     *
     * @param address where it led
     * @param nowNs on the clock of {@link System#nanoTime}
     */
    void onPathLost(InetSocketAddress address, long nowNs);

    /**
     * Media of the peer has stopped from one moment to the next: the peer is asked at once whether it is still there. Where
     * it was this side's address that changed, the peer learns the new one.
     *
     * @param nowNs on the clock of {@link System#nanoTime}
     */
    void onSilence(long nowNs);

    /**
     * Sends what is due. To be called every 20 to 50 ms while connecting, later once per second is enough.
     *
     * @param nowNs on the clock of {@link System#nanoTime}
     */
    void onTimer(long nowNs);

    /**
     * Whether an authenticated check has shown that the peer is at an address. Data from elsewhere is not the peer's.
     *
     * @param address a datagram's sender
     * @return true where it was shown
     */
    boolean isValidated(InetSocketAddress address);

    /**
     * Where data goes.
     *
     * @return null until a check has succeeded
     */
    InetSocketAddress selected();

    /**
     * When the peer last showed that it wants data at the selected address (RFC 7675).
     *
     * @return on the clock of {@link System#nanoTime}; means nothing while {@link #selected} is null
     */
    long lastConsentNs();

    /**
     * How long the quickest check of the selected address and its answer took.
     *
     * @return in nanoseconds; below 0 where nothing was measured, as on a side that does not ask
     */
    default long roundTripNs() {
        return CandidatePair.UNMEASURED;
    }
}
