package org.anychat.runtime.standby;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * A master, a slave and their witness with everything that they are made of but sockets, on a network that loses,
 * doubles, delays and reorders, each with a clock of its own that runs a little fast or slow.
 */
final class WitnessedPair {
    static final long STEP_MS = 10;

    private static final StandbySecret SECRET = new StandbySecret("what all three know");
    private static final String CERTIFICATE = "ab".repeat(32);
    /** Two clocks are apart by at most twice this: 4 %. */
    private static final double DRIFT = 0.02;

    private final Random random;
    private final PriorityQueue<Delivery> network =
            new PriorityQueue<>(Comparator.comparingLong(Delivery::atMs).thenComparingLong(Delivery::number));
    private final Set<Way> cuts = new HashSet<>();
    private final Faults faults;
    private long nowMs = TimeUnit.DAYS.toMillis(1);
    private long deliveries;
    Master master;
    Slave slave;
    Witness witness;

    enum Node {
        MASTER("192.0.2.1"),
        SLAVE("192.0.2.2"),
        WITNESS("192.0.2.3");

        private final String ip;

        Node(String ip) {
            this.ip = ip;
        }

        InetSocketAddress address() {
            return new InetSocketAddress(ip, 40_000);
        }
    }

    /** From one to another. */
    record Way(Node from, Node to) {}

    /** What the network does to datagrams. */
    record Faults(double lost, double doubled, int delayMs) {
        static final Faults NONE = new Faults(0, 0, 5);
    }

    private record Delivery(long atMs, long number, LongConsumer receive) {}

    WitnessedPair(Random random, Faults faults) {
        this.random = random;
        this.faults = faults;
        witness = new Witness();
        master = new Master(0);
        slave = new Slave(0, 0);
    }

    void cut(Node one, Node other) {
        cutWay(one, other);
        cutWay(other, one);
    }

    void cutWay(Node from, Node to) {
        cuts.add(new Way(from, to));
    }

    void heal() {
        cuts.clear();
    }

    void restartMaster() {
        master = new Master(0);
    }

    void restartSlave() {
        slave = new Slave(slave.formerLife, slave.epoch);
    }

    void restartWitness() {
        witness = new Witness();
    }

    void step() {
        nowMs += STEP_MS;
        while (!network.isEmpty() && network.peek().atMs() <= nowMs) {
            Delivery next = network.poll();
            next.receive().accept(nowMs);
        }
        if (master != null) {
            master.onStep();
        }
        slave.onStep();
    }

    /** How many of the two take new clients. */
    int taking() {
        return (master != null && master.takes() ? 1 : 0) + (slave.takes() ? 1 : 0);
    }

    private void send(Way way, LongConsumer receive) {
        int copies = random.nextDouble() < faults.lost() ? 0 : random.nextDouble() < faults.doubled() ? 2 : 1;
        for (int i = 0; i < copies && !cuts.contains(way); i++) {
            deliveries++;
            network.add(new Delivery(nowMs + 1 + random.nextInt(faults.delayMs()), deliveries, receive));
        }
    }

    /** A clock. */
    private final class Clock {
        private final double rate = 1 + DRIFT * (2 * random.nextDouble() - 1);
        private final long offsetMs = random.nextInt(1_000_000);

        long ms() {
            return offsetMs + (long) (nowMs * rate);
        }

        long ns() {
            return TimeUnit.MILLISECONDS.toNanos(ms());
        }
    }

    final class Witness {
        private final Clock clock = new Clock();
        private final StandbyWitness rules = new StandbyWitness(SECRET, new SecureRandom(), clock.ns());

        private void onDatagram(Node from, byte[] data, WitnessContact contact, Clock contactsClock) {
            byte[] answer = rules.answer(data, 0, data.length, from.address(), clock.ns());
            if (answer != null) {
                send(new Way(Node.WITNESS, from), now -> contact.onDatagram(answer, contactsClock.ms()));
            }
        }
    }

    private final class WitnessSide implements WitnessContact.Owner {
        private final Node self;
        private final Clock clock;
        private final Supplier<WitnessContact.Wish> wish;
        private WitnessContact contact;

        WitnessSide(Node self, Clock clock, Supplier<WitnessContact.Wish> wish) {
            this.self = self;
            this.clock = clock;
            this.wish = wish;
        }

        @Override
        public WitnessContact.Wish wish() {
            return wish.get();
        }

        @Override
        public void send(byte[] datagram) {
            WitnessContact from = contact;
            WitnessedPair.this.send(
                    new Way(self, Node.WITNESS), now -> witness.onDatagram(self, datagram, from, clock));
        }
    }

    final class Master implements StandbyMaster.Owner {
        private final Clock clock = new Clock();
        private final long number = random.nextLong() | 1;
        private final WitnessSide side = new WitnessSide(Node.MASTER, clock, this::wish);
        private final StandbyMaster datagrams = new StandbyMaster(SECRET, this, new SecureRandom());
        private final MasterLife life;
        private long ticks = random.nextInt(25);
        int clients;

        Master(int clients) {
            this.clients = clients;
            side.contact =
                    new WitnessContact(SECRET, new WitnessContact.Contender(number, false), side, new SecureRandom());
            life = new MasterLife(number, side.contact.clients());
        }

        private WitnessContact.Wish wish() {
            return life.wish();
        }

        private void onStep() {
            ticks++;
            if (ticks % 25 == 0) {
                side.contact.onTick(clock.ms());
                life.onTick(clock.ms());
            }
        }

        boolean takes() {
            return life.takes(clock.ms());
        }

        boolean isYielding() {
            return life.isYielding();
        }

        @Override
        public int refusal() {
            return 0;
        }

        @Override
        public Standing standing(long ownMs) {
            return life.standing(ownMs);
        }

        @Override
        public StandbyMaster.Door door() {
            return new StandbyMaster.Door(number, 8906, CERTIFICATE);
        }

        @Override
        public void onSlave(StandbyMaster.Slave activated) {
            // Its address is of no interest here.
        }

        @Override
        public void onStanding(StandbyMaster.Slave said, MasterLife.Heard heard) {
            life.onStanding(heard, clients);
        }
    }

    final class Slave implements MasterContact.Owner {
        private final Clock clock = new Clock();
        private final WitnessSide side = new WitnessSide(Node.SLAVE, clock, this::wish);
        private final MasterContact contact = new MasterContact(SECRET, this, new SecureRandom());
        private final SlaveLife life = new SlaveLife(clock.ms());
        private final List<SlaveLife.State> states = new ArrayList<>();
        private long ticks = random.nextInt(25);
        private long formerLife;
        private long epoch;
        private boolean masterServes;
        /** A copy begins with an activation of this very process. */
        private boolean activated;

        boolean mirrorOpen = true;
        int clients;

        Slave(long formerLife, long epoch) {
            this.formerLife = formerLife;
            this.epoch = epoch;
            side.contact = new WitnessContact(
                    SECRET, new WitnessContact.Contender(random.nextLong() | 1, false), side, new SecureRandom());
        }

        private SlaveLife.Sight sight() {
            long ownMs = clock.ms();
            return new SlaveLife.Sight(
                    ownMs,
                    contact.silentMs(ownMs),
                    mirrorOpen,
                    activated,
                    masterServes,
                    clients,
                    true,
                    true,
                    side.contact.holdsLease(ownMs));
        }

        private WitnessContact.Wish wish() {
            return new WitnessContact.Wish(life.wants(sight()), epoch);
        }

        private void onStep() {
            ticks++;
            if (ticks % 25 == 0) {
                contact.onTick(clock.ms());
                side.contact.onTick(clock.ms());
            }
            if (ticks % 10 == 0) {
                SlaveLife.State before = life.state();
                SlaveLife.State after = life.decide(sight());
                if (before != after) {
                    states.add(after);
                    if (after == SlaveLife.State.SERVING) {
                        epoch = Math.max(epoch + 1, side.contact.epoch());
                    }
                }
            }
        }

        boolean takes() {
            return life.state() == SlaveLife.State.SERVING
                    && side.contact.clients().may(false, clock.ms());
        }

        @Override
        public MasterContact.Introduction introduction() {
            Standing standing = new Standing(epoch, life.state() == SlaveLife.State.SERVING, true);
            return new MasterContact.Introduction(8917, 8916, standing, formerLife);
        }

        @Override
        public void send(byte[] datagram) {
            WitnessedPair.this.send(new Way(Node.SLAVE, Node.MASTER), now -> {
                Master asked = master;
                if (asked == null) {
                    return;
                }
                byte[] answer =
                        asked.datagrams.answer(datagram, 0, datagram.length, Node.SLAVE.address(), asked.clock.ns());
                if (answer != null) {
                    WitnessedPair.this.send(
                            new Way(Node.MASTER, Node.SLAVE), then -> contact.onDatagram(answer, clock.ms()));
                }
            });
        }

        @Override
        public void onActivated(MasterContact.Master found) {
            formerLife = found.life();
            activated = true;
        }

        @Override
        public void onRefused(int code) {
            throw new AssertionError("refused with " + code);
        }

        @Override
        public void onStanding(Standing standing, long askedMs) {
            masterServes = standing.serves();
            if (askedMs >= 0) {
                side.contact.clients().onOther(standing.serves(), askedMs);
            }
            if (standing.epoch() > epoch && !life.state().runsServices()) {
                epoch = standing.epoch();
            }
        }
    }
}
