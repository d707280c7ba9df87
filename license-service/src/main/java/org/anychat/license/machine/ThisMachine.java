package org.anychat.license.machine;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.anychat.license.domain.HardwareFingerprint;
import org.anychat.license.domain.HardwarePart;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.HWDiskStore;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.hardware.NetworkIF;

/** Reads processor, memory, network cards and disks of this machine, and its addresses. Blocks. */
public final class ThisMachine {
    private static final long HZ_PER_STEP = 100_000_000;
    private static final long BYTES_PER_GIB = 1L << 30;
    /** What firmware and hypervisors say where they have nothing to say. */
    private static final Set<String> NOTHING =
            Set.of("", "unknown", "none", "n/a", "default string", "to be filled by o.e.m.", "00:00:00:00:00:00");

    private ThisMachine() {}

    /**
     * The fingerprint of the machine. Takes about half a second.
     *
     * @return its parts, without those that it does not tell
     */
    public static HardwareFingerprint fingerprint() {
        return HardwareFingerprint.ofValues(values());
    }

    /**
     * What the fingerprint is made of, for people.
     *
     * @return the values of each part, not hashed
     */
    public static Map<HardwarePart, List<String>> values() {
        HardwareAbstractionLayer hardware = new SystemInfo().getHardware();
        CentralProcessor processor = hardware.getProcessor();
        Map<HardwarePart, List<String>> values = new EnumMap<>(HardwarePart.class);
        values.put(HardwarePart.CPU_MODEL, told(model(processor.getProcessorIdentifier())));
        values.put(HardwarePart.CPU_COUNT, told(Integer.toString(processor.getLogicalProcessorCount())));
        values.put(HardwarePart.CPU_FREQUENCY, frequency(processor));
        values.put(HardwarePart.MEMORY_SIZE, told(gib(hardware.getMemory().getTotal())));
        values.put(HardwarePart.MAC_ADDRESS, macAddresses(hardware.getNetworkIFs()));
        values.put(HardwarePart.DISK_ID, serials(hardware.getDiskStores()));
        return values;
    }

    /**
     * The addresses of the machine's network interfaces.
     *
     * @return all that are up
     * @throws SocketException where the system does not tell
     */
    public static List<InetAddress> addresses() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .toList();
    }

    private static String model(CentralProcessor.ProcessorIdentifier id) {
        return id.getVendor().trim() + " | " + id.getName().trim() + " | "
                + id.getIdentifier().trim();
    }

    private static List<String> frequency(CentralProcessor processor) {
        long nominal = processor.getProcessorIdentifier().getVendorFreq();
        long hz = nominal > 0 ? nominal : processor.getMaxFreq();
        return hz > 0 ? List.of(Math.round((double) hz / HZ_PER_STEP) * 100 + " MHz") : List.of();
    }

    /** What the kernel keeps for itself makes the total a little different after an update. */
    private static String gib(long bytes) {
        return Math.round((double) bytes / BYTES_PER_GIB) + " GiB";
    }

    private static List<String> macAddresses(List<NetworkIF> cards) {
        List<NetworkIF> plugged = cards.stream()
                .filter(card -> told(card.getMacaddr()).size() == 1)
                .toList();
        // Bridges and tunnels make up their addresses at each start; a card with a connector does not.
        List<NetworkIF> real =
                plugged.stream().filter(NetworkIF::isConnectorPresent).toList();
        return (real.isEmpty() ? plugged : real)
                .stream()
                        .map(card -> card.getMacaddr().toLowerCase(Locale.ROOT))
                        .distinct()
                        .sorted()
                        .toList();
    }

    private static List<String> serials(List<HWDiskStore> disks) {
        return disks.stream()
                .flatMap(disk -> told(disk.getSerial()).stream())
                .distinct()
                .sorted()
                .toList();
    }

    private static List<String> told(String value) {
        String text = value == null ? "" : value.trim();
        return NOTHING.contains(text.toLowerCase(Locale.ROOT)) ? List.of() : List.of(text);
    }

    /**
     * What the machine tells, one line for each part, for people.
     *
     * @return the lines
     */
    public static List<String> words() {
        return values().entrySet().stream()
                .map(part -> part.getKey().words() + ": "
                        + (part.getValue().isEmpty()
                                ? "not told"
                                : part.getValue().stream().collect(Collectors.joining(", "))))
                .toList();
    }
}
