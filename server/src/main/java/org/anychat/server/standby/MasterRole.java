package org.anychat.server.standby;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.BanExchangeApi;
import org.anychat.contracts.LicensedFunction;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RightsApi;
import org.anychat.contracts.RightsApi.AskRights;
import org.anychat.contracts.RightsApi.AskText;
import org.anychat.gateway.Reception;
import org.anychat.protocol.ErrorCode;
import org.anychat.relay.media.SideProtocol;
import org.anychat.runtime.bus.Bus;
import org.anychat.runtime.cluster.SharedRecords;
import org.anychat.runtime.config.ServiceKind;
import org.anychat.runtime.config.StandbyConfig;
import org.anychat.runtime.standby.MasterLife;
import org.anychat.runtime.standby.MirrorCopy;
import org.anychat.runtime.standby.MirrorMessage;
import org.anychat.runtime.standby.RecordMirror;
import org.anychat.runtime.standby.StandbyMaster;
import org.anychat.runtime.standby.StandbySecret;
import org.anychat.runtime.standby.Standing;
import org.anychat.runtime.standby.WitnessContact;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server that another may stand by for: answers its datagrams, shows it its records, and yields where the other has more right. */
public final class MasterRole implements StandbyMaster.Owner, SideProtocol, Reception.Door {
    private static final Logger log = LoggerFactory.getLogger(MasterRole.class);
    private static final long CHECK_MS = 500;
    private static final int CHECKS_PER_LICENCE = 20;
    private static final int NOT_KNOWN = -1;

    private final Vertx vertx;
    private final Bus bus;
    private final NodeId node;
    private final Path publicKey;
    private final List<String> configuredAddresses;
    private final RecordMirror mirror = new RecordMirror();
    private final Reception reception = new Reception(this);
    private final StandbyMaster master;
    private final DoubleLogins doubles;
    private final BanExchange bans;
    private final OperatorExchange operators;
    private final long number;
    /** Null without a witness. */
    private final WitnessLink witness;

    private final MasterLife life;
    private final MasterLog words = new MasterLog();
    private volatile int refusal = NOT_KNOWN;
    private volatile StandbyMaster.Door door;
    private volatile boolean slaveHeard;
    private volatile boolean slaveIsWitnessed;
    private volatile MirrorCopy slaveCopy;
    private volatile boolean slaveChanged;
    private int checks;
    private long timer = -1;

    /**
     * Where a master finds what it gives.
     *
     * @param node this process
     * @param publicKey PEM of whom it trusts to sign licences
     * @param addresses where clients find the slave, empty for where it comes from
     * @param witness who decides in a cut, empty for nobody
     */
    public record Surroundings(
            NodeId node, Path publicKey, List<String> addresses, Optional<StandbyConfig.Witness> witness) {}

    /**
     * Makes a master without slaves.
     *
     * @param vertx where it runs
     * @param bus the bus of the process
     * @param secret what both know
     * @param surroundings what it gives
     * @param random a cryptographic source
     */
    public MasterRole(Vertx vertx, Bus bus, StandbySecret secret, Surroundings surroundings, SecureRandom random) {
        this.vertx = vertx;
        this.bus = bus;
        this.node = surroundings.node();
        this.publicKey = surroundings.publicKey();
        this.configuredAddresses = surroundings.addresses();
        this.number = random.nextLong() | 1;
        this.witness = surroundings
                .witness()
                .map(config -> new WitnessLink(vertx, config, secret, number, this::wish))
                .orElse(null);
        this.life = new MasterLife(number, witness == null ? null : witness.clients());
        reception.permittedBy(() -> life.takes(Clock.nowMs()));
        this.master = new StandbyMaster(secret, this, random);
        this.doubles = new DoubleLogins(bus, node);
        this.bans = new BanExchange(bus.proxy(BanExchangeApi.class, Addresses.BAN_EXCHANGE));
        this.operators = OperatorExchange.withSlave(bus, mirror);
        reception.servers(configuredAddresses);
    }

    /**
     * Where a service of this process writes what a slave needs.
     *
     * @param service the service
     * @return its records
     */
    public SharedRecords records(ServiceKind service) {
        return mirror.of(service.label(), Map.of());
    }

    /**
     * Whether clients are taken.
     *
     * @return the gateway's
     */
    public Reception reception() {
        return reception;
    }

    /**
     * Begins to take slaves: the gateway and the licence are there.
     *
     * @param tcpPort of the gateway
     * @param fingerprint SHA-256 of its certificate, hex with colons
     * @return done when it does
     */
    public Future<Void> start(int tcpPort, String fingerprint) {
        door = new StandbyMaster.Door(
                number, tcpPort, fingerprint.replace(":", "").toLowerCase(Locale.ROOT));
        readLicence();
        operators.start();
        timer = vertx.setPeriodic(CHECK_MS, tick -> onTick());
        return witness == null ? Future.succeededFuture() : witness.start();
    }

    private WitnessContact.Wish wish() {
        return life.wish();
    }

    /**
     * What this server is to the other. Any thread.
     *
     * @return a master, which may yield
     */
    public StandbyFigures figures() {
        long now = Clock.nowMs();
        Standing standing = life.standing(now);
        return new StandbyFigures(
                life.isYielding() ? StandbyFigures.Role.YIELDING_MASTER : StandbyFigures.Role.MASTER,
                slaveHeard && !life.slaveIsSilent(now),
                standing.epoch(),
                StandbyFigures.Witness.of(witness));
    }

    /**
     * Takes no more slaves.
     *
     * @return done when nothing is open any more
     */
    public Future<Void> stop() {
        refusal = NOT_KNOWN;
        vertx.cancelTimer(timer);
        operators.stop();
        return witness == null ? Future.succeededFuture() : witness.stop();
    }

    private void onTick() {
        checks++;
        if (checks % CHECKS_PER_LICENCE == 0 || refusal == NOT_KNOWN) {
            readLicence();
        }
        long now = Clock.nowMs();
        life.onTick(now).ifPresent(change -> onChange(change, ""));
        words.onTick(new MasterLog.Sight(
                now, slaveHeard, life.slaveIsSilent(now), life.takes(now), witness != null, slaveIsWitnessed));
        MirrorCopy copy = slaveCopy;
        if (copy != null) {
            bans.take(copy);
        }
        operators.onTick(copy, now);
        if (life.isYielding() && slaveChanged && copy != null) {
            slaveChanged = false;
            doubles.close(mirror.texts(DoubleLogins.SERVICE), copy.texts(DoubleLogins.SERVICE));
        }
    }

    private void readLicence() {
        RightsApi rights = bus.proxy(RightsApi.class, Addresses.RIGHTS);
        rights.rights(new AskRights())
                .compose(allowed -> allowed.demo() || !allowed.allows(LicensedFunction.STANDBY)
                        ? Future.succeededFuture(ErrorCode.MASTERNOTCREDIT.number())
                        : rights.text(new AskText()).compose(text -> show(text.text())))
                .onSuccess(code -> refusal = code)
                .onFailure(failure -> log.debug("What a standby gets is not known yet", failure));
    }

    private Future<Integer> show(String licence) {
        return vertx.executeBlocking(() -> readKey()).map(key -> {
            mirror.put(
                    new RecordMirror.RecordKey(LicenceCopy.SERVICE, LicenceCopy.KEY),
                    new LicenceCopy(licence, key, node.value()));
            return 0;
        });
    }

    private String readKey() throws IOException {
        return Files.readString(publicKey);
    }

    @Override
    public int firstByte() {
        return StandbyMaster.FIRST_BYTE;
    }

    @Override
    public byte[] answer(byte[] data, int offset, int length, InetSocketAddress from, long nowNs) {
        return master.answer(data, offset, length, from, nowNs);
    }

    @Override
    public int refusal() {
        return door == null ? NOT_KNOWN : refusal;
    }

    @Override
    public StandbyMaster.Door door() {
        return door;
    }

    @Override
    public Standing standing(long nowMs) {
        return life.standing(nowMs);
    }

    @Override
    public void onSlave(StandbyMaster.Slave slave) {
        slaveHeard = true;
        if (configuredAddresses.isEmpty()) {
            reception.servers(List.of(SocketNames.of(slave.address(), slave.tcpPort())));
        }
    }

    @Override
    public void onStanding(StandbyMaster.Slave slave, MasterLife.Heard heard) {
        life.onStanding(heard, DoubleLogins.count(mirror)).ifPresent(change -> onChange(change, slave.address()));
        slaveIsWitnessed = heard.standing().witnessed();
    }

    private void onChange(MasterLife.Change change, String slave) {
        if (change == MasterLife.Change.YIELDS) {
            slaveChanged = true;
        }
        reception.refuse(life.isYielding() ? ErrorCode.CONNECT_HOTSERVER : ErrorCode.SUCCESS);
        words.onChange(change, slave, DoubleLogins.count(mirror));
    }

    @Override
    public boolean admits(String token) {
        return master.isMirrorToken(token);
    }

    @Override
    public void onWebSocket(ServerWebSocket socket) {
        Context context = vertx.getOrCreateContext();
        MirrorStream stream = MirrorStream.start(context, socket, mirror, key -> true);
        MirrorCopy copy = new MirrorCopy();
        copy.begin();
        slaveCopy = copy;
        socket.textMessageHandler(text -> {
            MirrorMessage message = MirrorMessage.parse(text).orElse(null);
            if (message == null || !copy.apply(message)) {
                socket.close();
                return;
            }
            slaveChanged = true;
        });
        socket.exceptionHandler(failure -> log.debug("The standby's mirror failed", failure));
        socket.closeHandler(closed -> stream.close());
    }
}
