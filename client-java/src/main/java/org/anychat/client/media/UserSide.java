package org.anychat.client.media;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import org.anychat.webrtc.ice.IceOutput;
import org.anychat.webrtc.transport.IceRole;
import org.anychat.webrtc.transport.TransportPatience;

/** One of two users' sides of the connection between them: both may be behind a NAT, so both check. */
record UserSide(boolean offers, List<InetSocketAddress> stunServers, Random random) implements PeerConnection.Side {
    @Override
    public IceRole role() {
        return offers ? IceRole.FULL_CONTROLLING : IceRole.FULL_CONTROLLED;
    }

    @Override
    public TransportPatience patience() {
        return TransportPatience.USERS;
    }

    @Override
    public Gathering gathering(IceOutput output) {
        return new StunGathering(output, random, stunServers);
    }
}
