package org.anychat.server.standby;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import org.anychat.protocol.ErrorCode;
import org.anychat.relay.media.SideProtocol;
import org.anychat.runtime.standby.MasterLife;
import org.anychat.runtime.standby.StandbyMaster;
import org.anychat.runtime.standby.StandbySecret;
import org.anychat.runtime.standby.Standing;

/** What a slave says to a server that takes it for a master: there is no chain, 30. */
final class NoMaster implements SideProtocol, StandbyMaster.Owner {
    private final StandbyMaster refusing;

    NoMaster(StandbySecret secret, SecureRandom random) {
        refusing = new StandbyMaster(secret, this, random);
    }

    @Override
    public int firstByte() {
        return StandbyMaster.FIRST_BYTE;
    }

    @Override
    public byte[] answer(byte[] data, int offset, int length, InetSocketAddress from, long nowNs) {
        return refusing.answer(data, offset, length, from, nowNs);
    }

    @Override
    public int refusal() {
        return ErrorCode.MASTERISSLAVE.number();
    }

    @Override
    public Standing standing(long nowMs) {
        throw new IllegalStateException("nobody is activated here");
    }

    @Override
    public StandbyMaster.Door door() {
        throw new IllegalStateException("nobody is activated here");
    }

    @Override
    public void onSlave(StandbyMaster.Slave slave) {
        throw new IllegalStateException("nobody is activated here");
    }

    @Override
    public void onStanding(StandbyMaster.Slave slave, MasterLife.Heard heard) {
        throw new IllegalStateException("nobody is activated here");
    }
}
