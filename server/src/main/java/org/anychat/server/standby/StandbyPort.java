package org.anychat.server.standby;

import java.net.InetSocketAddress;
import org.anychat.relay.media.SideProtocol;
import org.anychat.runtime.standby.StandbyMaster;
import org.anychat.runtime.standby.StandbyWitness;

/** What a server with a password answers on its media port: as a master or a slave, where it is one, and to others as their witness. */
public final class StandbyPort implements SideProtocol {
    private final StandbyWitness witness;
    private final SideProtocol role;

    /**
     * Makes the port of a server.
     *
     * @param witness answers two other servers
     * @param role answers whoever takes this one for a master, {@link SideProtocol#NONE} for nothing
     */
    public StandbyPort(StandbyWitness witness, SideProtocol role) {
        this.witness = witness;
        this.role = role;
    }

    @Override
    public int firstByte() {
        return StandbyMaster.FIRST_BYTE;
    }

    @Override
    public byte[] answer(byte[] data, int offset, int length, InetSocketAddress from, long nowNs) {
        return StandbyWitness.isFor(data, offset, length)
                ? witness.answer(data, offset, length, from, nowNs)
                : role.answer(data, offset, length, from, nowNs);
    }
}
