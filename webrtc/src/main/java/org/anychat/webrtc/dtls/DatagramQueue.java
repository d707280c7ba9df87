package org.anychat.webrtc.dtls;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Copies of received datagrams on their way from the owner's loop to a worker; bounded in number and bytes. */
final class DatagramQueue {
    static final int MAX_DATAGRAMS = 64;
    static final int MAX_BYTES = 64 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<byte[]> datagrams = new ArrayDeque<>();
    private int bytes;
    private boolean closed;

    /** Copies a datagram in; false when there is no room for it. */
    boolean offer(byte[] data, int offset, int length) {
        lock.lock();
        try {
            if (closed || datagrams.size() >= MAX_DATAGRAMS || bytes + length > MAX_BYTES) {
                return false;
            }
            byte[] copy = new byte[length];
            System.arraycopy(data, offset, copy, 0, length);
            datagrams.add(copy);
            bytes += length;
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The next datagram, or null at once when there is none. */
    byte[] poll() {
        lock.lock();
        try {
            byte[] datagram = datagrams.poll();
            bytes -= datagram == null ? 0 : datagram.length;
            return datagram;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is a datagram, the queue is closed, or the time is over. */
    void await(int waitMs) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long leftNs = TimeUnit.MILLISECONDS.toNanos(waitMs);
            while (datagrams.isEmpty() && !closed && leftNs > 0) {
                leftNs = changed.awaitNanos(leftNs);
            }
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return datagrams.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Drops what waits, takes no more, and wakes who waits. */
    void close() {
        lock.lock();
        try {
            closed = true;
            datagrams.clear();
            bytes = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
