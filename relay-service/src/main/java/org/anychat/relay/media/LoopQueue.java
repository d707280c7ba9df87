package org.anychat.relay.media;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.anychat.webrtc.transport.DatagramReceiver;

/**
 * The bounded queue under a {@link MediaLoopProxy}: commands, and datagrams that the kernel gave to another loop's
 * socket. Offering never blocks, and a full queue refuses and counts. A slot's bytes grow to the longest datagram that
 * was in it and are used again, so handing datagrams over soon allocates nothing; most are short.
 *
 * <p>Many threads offer, the owning loop alone drains. The ring is a bounded array with a turn number per slot: a
 * producer may fill a slot whose turn is the position it has claimed, the loop may read one whose turn is one more.
 */
final class LoopQueue {
    /** Slots of the queue. */
    static final int CAPACITY = 1024;

    /** Slots that datagrams leave free, so that a flood of them cannot keep commands out. */
    static final int RESERVED_FOR_COMMANDS = 256;

    /** The longest datagram that is handed over. */
    static final int MAX_DATAGRAM_BYTES = 2048;

    private static final int MIN_SLOT_BYTES = 256;

    private static final VarHandle TURN;

    private final Slot[] slots = new Slot[CAPACITY];
    private final AtomicLong tail = new AtomicLong();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final LongAdder dropped = new LongAdder();
    private final Executor loop;
    private final Runnable drainTask;
    private long head;

    static {
        try {
            TURN = MethodHandles.lookup().findVarHandle(Slot.class, "turn", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** One place of the queue. */
    private static final class Slot {
        @SuppressWarnings("unused") // read and written through TURN
        private long turn;

        private Runnable command;
        private byte[] data;
        private int length;
        private InetSocketAddress from;
        private long receivedNs;
    }

    /**
     * Makes an empty queue.
     *
     * @param loop runs tasks on the owning thread
     * @param drainTask what it runs there once something has been offered; it calls {@link #drain}
     */
    LoopQueue(Executor loop, Runnable drainTask) {
        this.loop = loop;
        this.drainTask = drainTask;
        for (int i = 0; i < CAPACITY; i++) {
            slots[i] = new Slot();
            slots[i].turn = i;
        }
    }

    /**
     * Has a command run on the loop. Any thread.
     *
     * @param command what to run there
     * @return false where the queue was full and the command will not run
     */
    boolean offer(Runnable command) {
        long position = claim(0);
        if (position < 0) {
            return false;
        }
        Slot slot = slot(position);
        slot.command = command;
        publish(slot, position);
        return true;
    }

    /**
     * Copies a datagram into the queue. Any thread.
     *
     * @param data holds the datagram, the caller's again after the call
     * @param offset of the first byte
     * @param length in bytes
     * @param from the sender's address
     * @param receivedNs when it was read
     * @return false where it was dropped
     */
    boolean offerDatagram(byte[] data, int offset, int length, InetSocketAddress from, long receivedNs) {
        long position = length > MAX_DATAGRAM_BYTES ? refuse() : claim(RESERVED_FOR_COMMANDS);
        if (position < 0) {
            return false;
        }
        Slot slot = slot(position);
        makeRoom(slot, length + DatagramReceiver.TAIL_ROOM);
        System.arraycopy(data, offset, slot.data, 0, length);
        slot.length = length;
        slot.from = from;
        slot.receivedNs = receivedNs;
        publish(slot, position);
        return true;
    }

    private static void makeRoom(Slot slot, int bytes) {
        if (slot.data == null || slot.data.length < bytes) {
            int powerOfTwo = Integer.highestOneBit(Math.max(MIN_SLOT_BYTES, bytes) - 1) << 1;
            slot.data = new byte[Math.min(powerOfTwo, MAX_DATAGRAM_BYTES + DatagramReceiver.TAIL_ROOM)];
        }
    }

    /**
     * Runs what is in the queue, at most one round of it. Owning loop only.
     *
     * @param receiver takes the datagrams; the bytes are good during the call
     * @param faults told of a command that threw
     */
    void drain(DatagramReceiver receiver, FaultHandler faults) {
        scheduled.set(false);
        int budget = CAPACITY;
        while (budget > 0) {
            Slot slot = slot(head);
            if ((long) TURN.getAcquire(slot) != head + 1) {
                return;
            }
            take(slot, receiver, faults);
            TURN.setRelease(slot, head + CAPACITY);
            head++;
            budget--;
        }
        wakeUp();
    }

    private static void take(Slot slot, DatagramReceiver receiver, FaultHandler faults) {
        Runnable command = slot.command;
        InetSocketAddress from = slot.from;
        slot.command = null;
        slot.from = null;
        try {
            if (command != null) {
                command.run();
            } else {
                receiver.onDatagram(slot.data, 0, slot.length, from, slot.receivedNs);
            }
        } catch (RuntimeException e) {
            faults.onFault(e);
        }
    }

    /**
     * Offers refused so far. Any thread.
     *
     * @return commands and datagrams together
     */
    long dropped() {
        return dropped.sum();
    }

    private long claim(int reserve) {
        while (true) {
            long position = tail.get();
            long turn = (long) TURN.getAcquire(slot(position));
            boolean reserveIsFree = reserve == 0 || isFree(position + reserve);
            if (turn < position || (turn == position && !reserveIsFree)) {
                return refuse();
            }
            if (turn == position && tail.compareAndSet(position, position + 1)) {
                return position;
            }
        }
    }

    private boolean isFree(long position) {
        return (long) TURN.getAcquire(slot(position)) >= position;
    }

    private long refuse() {
        dropped.increment();
        return -1;
    }

    private void publish(Slot slot, long position) {
        TURN.setRelease(slot, position + 1);
        wakeUp();
    }

    private void wakeUp() {
        if (scheduled.compareAndSet(false, true)) {
            loop.execute(drainTask);
        }
    }

    private Slot slot(long position) {
        return slots[(int) (position & (CAPACITY - 1))];
    }
}
