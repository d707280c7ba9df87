package org.anychat.license.check;

import java.net.InetAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.anychat.license.domain.HardwareFingerprint;
import org.anychat.license.machine.ThisMachine;

/**
 * All that the checks look at besides files.
 *
 * @param clock the wall clock, for expiry
 * @param monotonicMs a clock that nobody sets, in milliseconds, for the grace time
 * @param fingerprint the machine's parts; blocks
 * @param addresses the machine's addresses; blocks
 * @param names the name service; blocks
 * @param environment what a UKey's library finds in its environment besides the server's
 */
public record Surroundings(
        Clock clock,
        LongSupplier monotonicMs,
        Supplier<HardwareFingerprint> fingerprint,
        Addresses addresses,
        Names names,
        Map<String, String> environment) {
    private static final long NS_PER_MS = 1_000_000;

    /** Tells the machine's addresses. */
    @FunctionalInterface
    public interface Addresses {
        /**
         * Asks the system.
         *
         * @return the addresses of all interfaces that are up
         * @throws SocketException where it does not tell
         */
        List<InetAddress> all() throws SocketException;
    }

    /** Looks names up. */
    @FunctionalInterface
    public interface Names {
        /**
         * Asks the name service.
         *
         * @param name a host name
         * @return its addresses, at least one
         * @throws UnknownHostException where it has none
         */
        List<InetAddress> resolve(String name) throws UnknownHostException;
    }

    /**
     * The real ones.
     *
     * @return this machine, its clocks and its name service
     */
    public static Surroundings real() {
        return new Surroundings(
                Clock.systemUTC(),
                () -> System.nanoTime() / NS_PER_MS,
                ThisMachine::fingerprint,
                ThisMachine::addresses,
                name -> List.of(InetAddress.getAllByName(name)),
                Map.of());
    }
}
