package org.anychat.webrtc.dtls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.anychat.webrtc.srtp.SrtpKeys;
import org.anychat.webrtc.srtp.SrtpProfile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DtlsTransportTest {
    private final DtlsWorkers workers = new DtlsWorkers(Peer.RANDOM);

    @AfterEach
    void closeWorkers() {
        workers.close();
    }

    @Test
    void shouldAgreeOnKeysWithGcmPreferred() throws Exception {
        Peer client = new Peer(workers, DtlsRole.CLIENT);
        Peer server = new Peer(workers, DtlsRole.SERVER);
        connect(client, server);

        SrtpKeys clientKeys = Peer.await(client.keys);
        SrtpKeys serverKeys = Peer.await(server.keys);

        assertEquals(SrtpProfile.AEAD_AES_128_GCM, clientKeys.profile());
        assertEquals(SrtpProfile.AEAD_AES_128_GCM, serverKeys.profile());
        assertArrayEquals(clientKeys.localKey(), serverKeys.remoteKey());
        assertArrayEquals(clientKeys.localSalt(), serverKeys.remoteSalt());
        assertArrayEquals(clientKeys.remoteKey(), serverKeys.localKey());
        assertArrayEquals(clientKeys.remoteSalt(), serverKeys.localSalt());
    }

    @Test
    void shouldFallBackToCounterMode() throws Exception {
        Peer client = new Peer(workers, DtlsRole.CLIENT, List.of(SrtpProfile.AES128_CM_HMAC_SHA1_80));
        Peer server = new Peer(workers, DtlsRole.SERVER);
        connect(client, server);

        assertEquals(SrtpProfile.AES128_CM_HMAC_SHA1_80, Peer.await(server.keys).profile());
        assertEquals(SrtpProfile.AES128_CM_HMAC_SHA1_80, Peer.await(client.keys).profile());
    }

    @Test
    void shouldTellThePeerOfClosing() throws Exception {
        Peer client = new Peer(workers, DtlsRole.CLIENT);
        Peer server = new Peer(workers, DtlsRole.SERVER);
        connect(client, server);
        Peer.await(server.keys);
        Peer.await(client.keys);

        client.transport.close();

        Peer.await(server.closed);
    }

    static void connect(Peer client, Peer server) {
        client.sendsTo(server);
        server.sendsTo(client);
        server.expects(client);
        client.expects(server);
    }
}
