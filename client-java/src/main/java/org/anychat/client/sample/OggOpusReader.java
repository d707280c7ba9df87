package org.anychat.client.sample;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.anychat.client.rtp.FrameBuffer;

/** Reads the Opus packets of an Ogg file (RFC 3533, RFC 7845) that holds one Opus stream and nothing else. */
public final class OggOpusReader {
    private static final byte[] CAPTURE_PATTERN = "OggS".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] IDENTIFICATION = "OpusHead".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] COMMENT = "OpusTags".getBytes(StandardCharsets.US_ASCII);
    private static final int PAGE_HEADER_LENGTH = 27;
    private static final int CHECKSUM_OFFSET = 22;
    private static final int SEGMENTS_OFFSET = 26;
    private static final int CONTINUED = 0x01;
    private static final int LACING_CONTINUES = 255;
    private static final int MAXIMUM_PACKET_LENGTH = 61_440;

    private final byte[] file;
    private final FrameBuffer packet = new FrameBuffer(MAXIMUM_PACKET_LENGTH);
    private final List<OpusPacket> packets = new ArrayList<>();
    private boolean insidePacket;
    private int headers;

    private OggOpusReader(byte[] file) {
        this.file = file;
    }

    /**
     * Reads a file.
     *
     * @param file the whole file; not changed.
     * @return its audio packets in order, without the two header packets; at least one.
     * @throws MediaFormatException if it is cut off, a checksum or a header is wrong, or a packet is not Opus.
     */
    public static List<OpusPacket> read(byte[] file) throws MediaFormatException {
        return new OggOpusReader(file).packets();
    }

    private List<OpusPacket> packets() throws MediaFormatException {
        int at = 0;
        while (at < file.length) {
            at = readPage(at);
        }
        if (insidePacket || packets.isEmpty()) {
            throw new MediaFormatException("The file ends inside a packet or before the first one", file.length);
        }
        return List.copyOf(packets);
    }

    private int readPage(int at) throws MediaFormatException {
        require(file.length - at >= PAGE_HEADER_LENGTH, "An Ogg page is cut off", at);
        require(startsWith(at, CAPTURE_PATTERN), "No Ogg page", at);
        int segments = file[at + SEGMENTS_OFFSET] & 0xFF;
        int table = at + PAGE_HEADER_LENGTH;
        int body = table + segments;
        require(body <= file.length, "An Ogg page is cut off", at);
        int end = body;
        for (int index = table; index < body; index++) {
            end += file[index] & 0xFF;
        }
        require(end <= file.length, "An Ogg page is cut off", at);
        require(checksum(at, end) == storedChecksum(at), "An Ogg page has a wrong checksum", at);
        boolean continued = (file[at + 5] & CONTINUED) != 0;
        require(continued == insidePacket, "An Ogg page does not continue the one before", at);
        readSegments(table, body);
        return end;
    }

    private void readSegments(int table, int body) throws MediaFormatException {
        int at = body;
        for (int index = table; index < body; index++) {
            int lacing = file[index] & 0xFF;
            require(packet.append(file, at, lacing), "A packet is too long for Opus", at);
            at += lacing;
            insidePacket = lacing == LACING_CONTINUES;
            if (!insidePacket) {
                finishPacket(at);
            }
        }
    }

    private void finishPacket(int at) throws MediaFormatException {
        byte[] data = packet.toArray();
        packet.clear();
        if (headers < 2) {
            byte[] magic = headers == 0 ? IDENTIFICATION : COMMENT;
            boolean matches = data.length >= magic.length && Arrays.equals(magic, Arrays.copyOf(data, magic.length));
            require(matches, "The Opus header packets are missing before", at);
            headers++;
            return;
        }
        OpusPacket opus = OpusPacket.of(data);
        require(opus != null, "A packet that is not Opus ends", at);
        packets.add(opus);
    }

    private boolean startsWith(int at, byte[] magic) {
        return Arrays.equals(file, at, at + magic.length, magic, 0, magic.length);
    }

    private int storedChecksum(int page) {
        int at = page + CHECKSUM_OFFSET;
        return (file[at] & 0xFF)
                | ((file[at + 1] & 0xFF) << 8)
                | ((file[at + 2] & 0xFF) << 16)
                | ((file[at + 3] & 0xFF) << 24);
    }

    private int checksum(int page, int end) {
        int checksumAt = page + CHECKSUM_OFFSET;
        int crc = OggChecksum.update(0, file, page, checksumAt);
        crc = OggChecksum.update(crc, new byte[Integer.BYTES], 0, Integer.BYTES);
        return OggChecksum.update(crc, file, checksumAt + Integer.BYTES, end);
    }

    private static void require(boolean rule, String broken, int at) throws MediaFormatException {
        if (!rule) {
            throw new MediaFormatException(broken, at);
        }
    }
}
