package org.anychat.webrtc.transport;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anychat.testsupport.VirtualNetwork;

/** A NAT in front of one socket of a virtual network (RFC 4787 section 4, 5): lets in whom the socket has sent to. */
final class Nat {
    private static final int FIRST_PORT = 20_000;

    /** How a port is chosen. */
    enum Mapping {
        /** One for all destinations: with the filter a port-restricted NAT. */
        ENDPOINT_INDEPENDENT,
        /** One for each destination: a symmetric NAT. */
        ADDRESS_AND_PORT_DEPENDENT
    }

    private final VirtualNetwork network;
    private final String publicHost;
    private final Mapping mapping;
    private final VirtualNetwork.Receiver inside;
    private final Map<InetSocketAddress, Binding> bindings = new HashMap<>();
    private final List<Binding> all = new ArrayList<>();
    private int nextPort = FIRST_PORT;

    Nat(VirtualNetwork network, String publicHost, Mapping mapping, VirtualNetwork.Receiver inside) {
        this.network = network;
        this.publicHost = publicHost;
        this.mapping = mapping;
        this.inside = inside;
    }

    /** From the socket to the network outside, in which there are no private addresses. */
    void send(byte[] data, int offset, int length, InetSocketAddress to) {
        if (to.getAddress().isSiteLocalAddress()) {
            return;
        }
        Binding binding = bindings.computeIfAbsent(to, this::bindingFor);
        binding.allowed.add(to);
        binding.endpoint.send(data, offset, length, to);
    }

    /** Forgets its bindings, as one that was started anew: the next datagrams come from other ports. */
    void forget() {
        all.forEach(binding -> binding.endpoint.close());
        all.clear();
        bindings.clear();
    }

    private Binding bindingFor(InetSocketAddress to) {
        if (mapping == Mapping.ENDPOINT_INDEPENDENT && !all.isEmpty()) {
            return all.get(0);
        }
        Binding binding = new Binding(new InetSocketAddress(publicHost, nextPort));
        nextPort++;
        all.add(binding);
        return binding;
    }

    private final class Binding {
        private final Set<InetSocketAddress> allowed = new HashSet<>();
        private final VirtualNetwork.Endpoint endpoint;

        Binding(InetSocketAddress outside) {
            endpoint = network.bind(outside, (data, offset, length, from) -> {
                if (allowed.contains(from)) {
                    inside.onDatagram(data, offset, length, from);
                }
            });
        }
    }
}
