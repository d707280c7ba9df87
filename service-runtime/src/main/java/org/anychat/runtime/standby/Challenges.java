package org.anychat.runtime.standby;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;

/** Challenges that are kept nowhere: each is computed again when its answer comes. Any thread. */
final class Challenges {
    private static final int SECRET_BYTES = 32;
    /** A challenge is good for one to two of these. */
    private static final long SLOT_NS = TimeUnit.SECONDS.toNanos(4);

    private final byte[] key = new byte[SECRET_BYTES];

    Challenges(SecureRandom random) {
        random.nextBytes(key);
    }

    Nonce of(Nonce asker, InetSocketAddress from, long nowNs) {
        byte[] address = from.getAddress().getAddress();
        ByteBuffer input = ByteBuffer.allocate(address.length + Integer.BYTES + Long.BYTES + Nonce.BYTES);
        input.put(address).putInt(from.getPort()).putLong(Math.floorDiv(nowNs, SLOT_NS));
        asker.write(input);
        return Nonce.of(StandbySecret.hmac(key, input.array()));
    }

    boolean isFresh(Nonce challenge, Nonce asker, InetSocketAddress from, long nowNs) {
        return challenge.equals(of(asker, from, nowNs)) || challenge.equals(of(asker, from, nowNs - SLOT_NS));
    }
}
