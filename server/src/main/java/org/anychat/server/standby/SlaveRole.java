package org.anychat.server.standby;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.datagram.DatagramSocketOptions;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.BanExchangeApi;
import org.anychat.contracts.NodeId;
import org.anychat.gateway.Reception;
import org.anychat.protocol.ErrorCode;
import org.anychat.relay.media.SideProtocol;
import org.anychat.runtime.bus.Bus;
import org.anychat.runtime.cluster.RecordJson;
import org.anychat.runtime.config.StandbyConfig;
import org.anychat.runtime.standby.Activation;
import org.anychat.runtime.standby.ActivationFile;
import org.anychat.runtime.standby.MasterContact;
import org.anychat.runtime.standby.MirrorCopy;
import org.anychat.runtime.standby.MirrorMessage;
import org.anychat.runtime.standby.SlaveLife;
import org.anychat.runtime.standby.SlaveLife.State;
import org.anychat.runtime.standby.StandbySecret;
import org.anychat.runtime.standby.Standing;
import org.anychat.runtime.standby.WitnessContact;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server that stands by for a master: copies its licence and records, refuses clients with 111 while it lives, serves
 * them when it is gone, and gives them back one by one when it returns. Lives on one context.
 */
public final class SlaveRole {
    private static final Logger log = LoggerFactory.getLogger(SlaveRole.class);
    private static final long DECIDE_MS = 100;
    private static final long SAVE_MS = TimeUnit.MINUTES.toMillis(1);
    private static final long MIRROR_AGAIN_MS = 1_000;
    private static final long DOUBLES_MS = 500;

    private final Vertx vertx;
    private final Context context;
    private final StandbyConfig config;
    private final String masterName;
    private final ActivationFile file;
    private final Reception reception = new Reception();
    private final MasterContact contact;
    private final StandInServices services;
    private final DoubleLogins doubles;
    private final BanExchange bans;
    private final OperatorExchange operators;
    private final MirrorCopy copy = new MirrorCopy();
    private final MasterWords words;
    private final NoMaster noMaster;
    /** Null without a witness. */
    private final WitnessLink witness;

    private SlaveLife life;
    private MirrorLink mirror;
    private DatagramSocket socket;
    private Activation activation;
    private NodeId masterNode;
    private MasterContact.Introduction introduction;
    private boolean masterServes;
    private volatile boolean masterIsSilent;
    private boolean othersChanged;
    private long mirrorTriedMs;
    /** Which master has been said to be there. */
    private long connectedLife;

    private long savedMs;
    private long doublesMs;
    private boolean stopped;
    private volatile StandbyFigures figures =
            new StandbyFigures(StandbyFigures.Role.CONNECTING, false, 0, StandbyFigures.Witness.NONE);

    /**
     * Makes a slave that does not look for its master yet.
     *
     * @param vertx where it runs
     * @param bus the bus of the process
     * @param config who the master is
     * @param home the server's folder
     * @param secret what both know
     * @param stage puts services on
     */
    public SlaveRole(
            Vertx vertx, Bus bus, StandbyConfig config, Path home, StandbySecret secret, StandInServices.Stage stage) {
        SecureRandom random = new SecureRandom();
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.config = config;
        this.masterName = SocketNames.of(config.masterServerIp(), config.masterServerUdpPort());
        this.file = new ActivationFile(home, secret);
        this.contact = new MasterContact(secret, new Contact(), random);
        this.services = new StandInServices(bus, home, stage, this::decide);
        this.doubles = new DoubleLogins(bus, stage.node());
        this.bans = new BanExchange(bus.proxy(BanExchangeApi.class, Addresses.BAN_EXCHANGE));
        this.operators = OperatorExchange.withMaster(bus, services.mirror());
        this.words = new MasterWords(masterName, Clock::nowMs);
        this.noMaster = new NoMaster(secret, random);
        this.witness = config.witness()
                .map(named -> new WitnessLink(vertx, named, secret, random.nextLong() | 1, this::wish))
                .orElse(null);
        reception.permittedBy(() -> witness == null || witness.clients().may(masterIsSilent, Clock.nowMs()));
        reception.refuse(ErrorCode.CONNECT_HOTSERVER);
        reception.servers(config.standbyAddresses());
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
     * What this server is to the other. Any thread.
     *
     * @return a slave, a moment ago
     */
    public StandbyFigures figures() {
        return figures;
    }

    /**
     * Tells whoever takes this server for a master that it is none.
     *
     * @return for the relay's port
     */
    public SideProtocol noMaster() {
        return noMaster;
    }

    /**
     * Begins to look for the master: relay and gateway are there.
     *
     * @param udpPort of the relay
     * @param tcpPort of the gateway
     * @return done when it looks
     */
    public Future<Void> start(int udpPort, int tcpPort) {
        Promise<Void> started = Promise.promise();
        context.runOnContext(here -> vertx.executeBlocking(() -> file.read(masterName))
                .compose(stored -> {
                    activation = stored;
                    introduction = new MasterContact.Introduction(udpPort, tcpPort, null, 0);
                    boolean ipV6 = config.masterServerIp().indexOf(':') >= 0;
                    socket = vertx.createDatagramSocket(new DatagramSocketOptions().setIpV6(ipV6));
                    return socket.listen(0, ipV6 ? "::" : "0.0.0.0");
                })
                .compose(bound -> {
                    life = new SlaveLife(Clock.nowMs());
                    return witness == null ? Future.<Void>succeededFuture() : witness.start();
                })
                .map(bound -> {
                    begin();
                    return (Void) null;
                })
                .onComplete(started));
        return started.future();
    }

    private void begin() {
        mirror = new MirrorLink(vertx, config.masterServerIp(), services.mirror(), new Copying());
        socket.exceptionHandler(failure -> log.debug("A datagram to the master failed", failure));
        socket.handler(this::onDatagram);
        log.info("This server stands by for {}: it refuses clients with 111 while that lives", masterName);
        if (activation.isActivated()) {
            log.info("It was activated before; the master was heard last at {}", words.date(activation.contactMs()));
        }
        nameMaster();
        operators.start();
        contact.onTick(Clock.nowMs());
        vertx.setPeriodic(MasterContact.TICK_MS, tick -> contact.onTick(Clock.nowMs()));
        vertx.setPeriodic(DECIDE_MS, tick -> decide());
    }

    private void onDatagram(DatagramPacket packet) {
        contact.onDatagram(packet.data().getBytes(), Clock.nowMs());
    }

    private void decide() {
        if (stopped) {
            return;
        }
        long now = Clock.nowMs();
        keepMirror(now);
        State before = life.state();
        if (before == State.YIELDING) {
            bans.look(services.mirror(), copy, mirror.isOpen() && copy.isSynced(), now);
        }
        SlaveLife.Sight sight = sight(now);
        masterIsSilent = sight.masterIsGone();
        State after = life.decide(sight);
        if (witness != null) {
            witness.sayWhetherWaiting(life.wants(sight) && !sight.permitted(), sight.silentMs(), masterName);
        }
        if (before != after) {
            onState(before, after);
        }
        figures = new StandbyFigures(
                StandbyFigures.Role.valueOf(after.name()),
                mirror.isOpen() && copy.isSynced(),
                activation.epoch(),
                StandbyFigures.Witness.of(witness));
        if (after == State.MIRRORING && before != after) {
            services.rehearse(activation);
        }
        services.onTick(now);
        boolean takes = after == State.SERVING && services.areReady() && mayServe();
        reception.refuse(takes ? ErrorCode.SUCCESS : ErrorCode.CONNECT_HOTSERVER);
        words.onTick(after, contact.silentMs(now), activation, mayServe());
        if (services.areReady()) {
            bans.take(copy);
        }
        operators.onTick(copy, now);
        if (now - savedMs >= SAVE_MS) {
            save(activation.seen(System.currentTimeMillis()));
        }
        if (after == State.YIELDING && othersChanged && now - doublesMs >= DOUBLES_MS) {
            othersChanged = false;
            doublesMs = now;
            doubles.close(services.mirror().texts(DoubleLogins.SERVICE), copy.texts(DoubleLogins.SERVICE));
        }
    }

    private SlaveLife.Sight sight(long now) {
        int clients = DoubleLogins.count(services.mirror());
        return new SlaveLife.Sight(
                now,
                contact.silentMs(now),
                mirror.isOpen(),
                copy.isSynced(),
                masterServes,
                clients,
                life.state() != State.YIELDING || bans.isGiven(),
                mayServe(),
                witness == null || witness.permitsTakeOver());
    }

    private WitnessContact.Wish wish() {
        return mirror == null
                ? new WitnessContact.Wish(false, 0)
                : new WitnessContact.Wish(life.wants(sight(Clock.nowMs())), activation.epoch());
    }

    private boolean mayServe() {
        return activation.holds(System.currentTimeMillis());
    }

    /** A mirror that has broken off wants a new token, and so a new activation. */
    private void keepMirror(long now) {
        boolean masterIsThere = contact.silentMs(now) < MIRROR_AGAIN_MS;
        if (masterIsThere && !mirror.isOpen() && !mirror.isOpening() && now - mirrorTriedMs >= MIRROR_AGAIN_MS) {
            mirrorTriedMs = now;
            contact.activateAgain(now);
        }
    }

    private void onState(State before, State after) {
        switch (after) {
            case SERVING -> serve(before);
            case YIELDING -> {
                othersChanged = true;
                log.info("The master serves again: this server refuses new clients and keeps those that it has");
            }
            case MIRRORING -> {
                if (before == State.YIELDING) {
                    log.info("The last client has gone: this server stands by again");
                    services.standDown();
                }
            }
            case CONNECTING -> throw new IllegalStateException("a slave connects only once");
        }
    }

    private void serve(State before) {
        log.warn("The master server fails, slave server start working...");
        if (witness == null) {
            log.warn("Without a witness a cut of the network looks like a death: where the master lives, both serve");
        }
        long epoch = Math.max(activation.epoch() + 1, witness == null ? 0 : witness.epoch());
        save(activation.seen(System.currentTimeMillis()).at(epoch, activation.life()));
        if (before != State.YIELDING) {
            services.takeOver(activation, copy, Optional.ofNullable(masterNode));
        }
    }

    private void save(Activation changed) {
        activation = changed;
        savedMs = Clock.nowMs();
        vertx.executeBlocking(() -> {
            file.write(changed);
            return null;
        });
    }

    private void nameMaster() {
        if (config.standbyAddresses().isEmpty() && !activation.server().isEmpty()) {
            reception.servers(List.of(activation.server()));
        }
    }

    /**
     * Ends what runs in the master's place, after relay and gateway.
     *
     * @return done when it has ended
     */
    public Future<Void> stop() {
        Promise<Void> ended = Promise.promise();
        context.runOnContext(here -> {
            stopped = true;
            if (mirror == null) {
                ended.complete();
                return;
            }
            mirror.close();
            operators.stop();
            file.write(activation.seen(System.currentTimeMillis()));
            services.stop()
                    .eventually(() -> socket.close())
                    .eventually(() -> witness == null ? Future.succeededFuture() : witness.stop())
                    .onComplete(ended);
        });
        return ended.future();
    }

    private final class Contact implements MasterContact.Owner {
        @Override
        public MasterContact.Introduction introduction() {
            boolean serves = life.state() == State.SERVING;
            return new MasterContact.Introduction(
                    introduction.udpPort(),
                    introduction.tcpPort(),
                    new Standing(activation.epoch(), serves, witness != null),
                    activation.life());
        }

        @Override
        public void send(byte[] datagram) {
            socket.send(Buffer.buffer(datagram), config.masterServerUdpPort(), config.masterServerIp());
        }

        @Override
        public void onActivated(MasterContact.Master master) {
            if (connectedLife != master.life()) {
                connectedLife = master.life();
                log.info("Success connect to master sever");
            }
            // At once: what it knew of before may be another process by now.
            save(activation
                    .heard(System.currentTimeMillis())
                    .at(activation.epoch(), master.life())
                    .with(
                            activation.licence(),
                            activation.publicKey(),
                            SocketNames.of(config.masterServerIp(), master.tcpPort())));
            nameMaster();
            mirrorTriedMs = Clock.nowMs();
            mirror.open(master);
        }

        @Override
        public void onRefused(int code) {
            words.onRefused(code);
            if (code == ErrorCode.RESOURCEUSED.number() && activation.isActivated()) {
                // Two would serve when the master dies.
                save(Activation.none(masterName));
            }
        }

        @Override
        public void onStanding(Standing standing, long askedMs) {
            masterServes = standing.serves();
            if (witness != null && askedMs >= 0) {
                witness.clients().onOther(standing.serves(), askedMs);
            }
            activation = activation.heard(System.currentTimeMillis());
            if (standing.epoch() > activation.epoch() && !life.state().runsServices()) {
                save(activation.at(standing.epoch(), activation.life()));
            }
        }
    }

    private final class Copying implements MirrorLink.Listener {
        private LicenceCopy licence;

        @Override
        public void onOpen() {
            copy.begin();
        }

        @Override
        public boolean onMessage(MirrorMessage message) {
            othersChanged = true;
            if (message instanceof MirrorMessage.Put put && put.service().equals(LicenceCopy.SERVICE)) {
                licence = RecordJson.read(put.json(), LicenceCopy.class);
                if (copy.isSynced()) {
                    onLicence();
                }
                return true;
            }
            boolean good = copy.apply(message);
            if (message instanceof MirrorMessage.Synced && licence != null) {
                onLicence();
                log.info("Successful synchronization master server license information");
            }
            return good;
        }

        private void onLicence() {
            masterNode = new NodeId(licence.node());
            save(activation
                    .heard(System.currentTimeMillis())
                    .with(licence.licence(), licence.publicKey(), activation.server()));
        }
    }
}
