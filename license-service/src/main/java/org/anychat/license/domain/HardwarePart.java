package org.anychat.license.domain;

import java.util.Optional;

/** A part by which a machine is known. */
public enum HardwarePart {
    /** Make and model of the processor. */
    CPU_MODEL("cpuModel", "processor model", LicenseFault.CPU_MODEL),
    /** How many logical processors. */
    CPU_COUNT("cpuCount", "number of processors", LicenseFault.CPU_COUNT),
    /** The processor's nominal frequency, in steps of 100 MHz. */
    CPU_FREQUENCY("cpuFrequency", "processor frequency", LicenseFault.CPU_FREQUENCY),
    /** The size of the memory in GiB. */
    MEMORY_SIZE("memorySize", "memory size", LicenseFault.MEMORY_SIZE),
    /** The addresses of the network cards; one in common is enough. */
    MAC_ADDRESS("macAddress", "network card (MAC address)", LicenseFault.MAC_ADDRESS),
    /** The serial numbers of the disks; one in common is enough. */
    DISK_ID("diskId", "disk (serial number)", LicenseFault.DISK_ID);

    private final String text;
    private final String words;
    private final LicenseFault fault;

    HardwarePart(String text, String words, LicenseFault fault) {
        this.text = text;
        this.words = words;
        this.fault = fault;
    }

    /**
     * The part's name in files.
     *
     * @return a JSON key
     */
    public String text() {
        return text;
    }

    /**
     * The part's name for people.
     *
     * @return a few words
     */
    public String words() {
        return words;
    }

    /**
     * What it is called that this part alone differs.
     *
     * @return 811 to 816
     */
    public LicenseFault fault() {
        return fault;
    }

    /**
     * Finds a part by its name in files.
     *
     * @param text the name
     * @return the part, if there is one
     */
    public static Optional<HardwarePart> ofText(String text) {
        for (HardwarePart part : values()) {
            if (part.text.equals(text)) {
                return Optional.of(part);
            }
        }
        return Optional.empty();
    }
}
