package org.anychat.client.media;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.anychat.webrtc.ice.IceCandidate;

/** Where a relay is by its own description. */
final class RelayAddresses {
    private RelayAddresses() {}

    /** The UDP addresses of its host candidates, values without the name of the attribute. */
    static List<InetSocketAddress> of(List<String> candidates) {
        return candidates.stream()
                .map(value -> IceCandidate.parse("candidate:" + value))
                .flatMap(Optional::stream)
                .filter(candidate -> candidate.transport() == IceCandidate.Transport.UDP
                        && candidate.type() == IceCandidate.Type.HOST)
                .map(IceCandidate::address)
                .distinct()
                .toList();
    }
}
