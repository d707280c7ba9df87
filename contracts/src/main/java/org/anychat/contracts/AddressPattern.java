package org.anychat.contracts;

import io.netty.util.NetUtil;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * IP addresses by a pattern: one address, or one with {@code *} for whole parts, as {@code 192.0.2.*},
 * {@code 10.*.1.7} or {@code 2001:db8:*}. A last {@code *} stands for all parts that follow. Parts of an IPv6 pattern
 * with {@code *} are written out, without {@code ::}. IPv4 addresses inside IPv6 ones count as IPv4.
 */
public final class AddressPattern {
    private static final int MAX_LENGTH = 64;
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final int NETWORK_BYTES = 8;
    private static final String ANY = "*";

    private final String text;
    private final byte[] value;
    private final byte[] mask;

    private AddressPattern(String text, byte[] value, byte[] mask) {
        this.text = text;
        this.value = value;
        this.mask = mask;
    }

    /**
     * Reads a pattern.
     *
     * @param text as a person writes it
     * @return the pattern, or empty where it is none, or one of every address
     */
    public static Optional<AddressPattern> parse(String text) {
        if (text == null || text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String trimmed = text.strip().toLowerCase(Locale.ROOT);
        if (!trimmed.contains(ANY)) {
            return bytesOf(trimmed).map(AddressPattern::ofAddress);
        }
        return trimmed.indexOf(':') >= 0
                ? ofParts(trimmed, trimmed.split(":", -1), IPV6_BYTES, 2, 16)
                : ofParts(trimmed, trimmed.split("\\.", -1), IPV4_BYTES, 1, 10);
    }

    private static AddressPattern ofAddress(byte[] address) {
        byte[] all = new byte[address.length];
        Arrays.fill(all, (byte) 0xFF);
        return new AddressPattern(NetUtil.bytesToIpAddress(address), address, all);
    }

    private static Optional<AddressPattern> ofParts(String text, String[] parts, int bytes, int partBytes, int radix) {
        boolean open = parts[parts.length - 1].equals(ANY);
        int count = bytes / partBytes;
        if (parts.length > count || (parts.length < count && !open)) {
            return Optional.empty();
        }
        byte[] value = new byte[bytes];
        byte[] mask = new byte[bytes];
        boolean everything = true;
        for (int i = 0; i < parts.length; i++) {
            if (!parts[i].equals(ANY)) {
                int part = part(parts[i], radix, (1 << (8 * partBytes)) - 1);
                if (part < 0) {
                    return Optional.empty();
                }
                everything = false;
                put(value, i * partBytes, partBytes, part);
                put(mask, i * partBytes, partBytes, -1);
            }
        }
        return everything ? Optional.empty() : Optional.of(new AddressPattern(text, value, mask));
    }

    private static int part(String digits, int radix, int max) {
        boolean plain = !digits.isEmpty()
                && digits.length() <= 4
                && digits.chars().allMatch(c -> c < 128 && Character.digit(c, radix) >= 0);
        int value = plain ? Integer.parseInt(digits, radix) : -1;
        return value <= max ? value : -1;
    }

    private static void put(byte[] target, int offset, int bytes, int part) {
        for (int i = 0; i < bytes; i++) {
            target[offset + i] = (byte) (part >> (8 * (bytes - 1 - i)));
        }
    }

    /**
     * Whether an address is one of these.
     *
     * @param address as text, with or without a zone; never looked up
     * @return false also where it is no address
     */
    public boolean matches(String address) {
        return bytesOf(address).filter(this::matches).isPresent();
    }

    private boolean matches(byte[] address) {
        if (address.length != value.length) {
            return false;
        }
        for (int i = 0; i < value.length; i++) {
            if ((address[i] & mask[i]) != value[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whom an address belongs to, as far as it tells: itself, or the first half of an IPv6 address, since the other
     * half is its owner's to choose.
     *
     * @param address as text
     * @return a key for limits per address
     */
    public static String ownerOf(String address) {
        return bytesOf(address)
                .map(bytes -> HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, NETWORK_BYTES)))
                .orElse(address);
    }

    private static Optional<byte[]> bytesOf(String address) {
        int zone = address.indexOf('%');
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(zone < 0 ? address : address.substring(0, zone));
        return Optional.ofNullable(bytes).map(AddressPattern::unmapped);
    }

    /** IPv4-mapped IPv6 addresses (RFC 4291 section 2.5.5.2). */
    private static byte[] unmapped(byte[] bytes) {
        if (bytes.length != IPV6_BYTES || bytes[10] != -1 || bytes[11] != -1) {
            return bytes;
        }
        for (int i = 0; i < 10; i++) {
            if (bytes[i] != 0) {
                return bytes;
            }
        }
        return Arrays.copyOfRange(bytes, IPV6_BYTES - IPV4_BYTES, IPV6_BYTES);
    }

    @Override
    public String toString() {
        return text;
    }
}
