package org.anychat.license.domain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The parts of a machine, hashed. A part that the machine does not tell is left out; it is then not compared.
 *
 * @param parts the hashes of each part, 1 to {@value #MAX_HASHES} of them, lower-case hex
 */
public record HardwareFingerprint(Map<HardwarePart, SortedSet<String>> parts) {
    /** A machine may have several cards and disks. */
    public static final int MAX_HASHES = 16;
    /** With fewer parts a fingerprint says too little. */
    public static final int MIN_PARTS = 3;
    /** Hex digits of a hash. */
    public static final int HASH_DIGITS = 32;

    private static final String PURPOSE = "anychat-licence-fingerprint/1";

    /**
     * Makes a fingerprint of hashes.
     *
     * @param parts the hashes of each part; copied
     */
    public HardwareFingerprint {
        EnumMap<HardwarePart, SortedSet<String>> copy = new EnumMap<>(HardwarePart.class);
        parts.forEach((part, hashes) -> copy.put(part, Collections.unmodifiableSortedSet(new TreeSet<>(hashes))));
        parts = Collections.unmodifiableMap(copy);
    }

    /**
     * Makes the fingerprint of a machine.
     *
     * @param values what the machine tells of each part; empty where it tells nothing
     * @return the fingerprint
     */
    public static HardwareFingerprint ofValues(Map<HardwarePart, ? extends Collection<String>> values) {
        EnumMap<HardwarePart, SortedSet<String>> hashed = new EnumMap<>(HardwarePart.class);
        values.forEach((part, told) -> {
            TreeSet<String> hashes = told.stream()
                    .map(value -> hash(part, value))
                    .limit(MAX_HASHES)
                    .collect(Collectors.toCollection(TreeSet::new));
            if (!hashes.isEmpty()) {
                hashed.put(part, hashes);
            }
        });
        return new HardwareFingerprint(hashed);
    }

    void requireMatch(HardwareFingerprint machine, int tolerance) {
        List<HardwarePart> different = new ArrayList<>();
        parts.forEach((part, hashes) -> {
            if (Collections.disjoint(hashes, machine.parts.getOrDefault(part, Collections.emptySortedSet()))) {
                different.add(part);
            }
        });
        if (different.size() > tolerance) {
            String words = different.stream().map(HardwarePart::words).collect(Collectors.joining(", "));
            throw new LicenseException(
                    different.size() == 1 ? different.get(0).fault() : LicenseFault.HARDWARE,
                    "the licence is for another machine: " + words + " differ" + (different.size() == 1 ? "s" : "")
                            + ", and " + tolerance + " of " + parts.size() + " parts may differ. Run"
                            + " \"AnyChatCoreServer license fingerprint\" on this machine, and have a licence issued"
                            + " for that.");
        }
    }

    private static String hash(HardwarePart part, String value) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] hash =
                    digest.digest(String.join("\n", PURPOSE, part.text(), value).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
