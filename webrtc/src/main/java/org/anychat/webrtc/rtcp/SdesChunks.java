package org.anychat.webrtc.rtcp;

import java.nio.charset.StandardCharsets;
import org.anychat.webrtc.rtp.NetworkOrder;

/** The chunks of an SDES packet (RFC 3550 §6.5). */
final class SdesChunks {
    private static final int END = 0;
    private static final int CNAME = 1;

    private SdesChunks() {}

    /** Whether that many chunks lie between two offsets, each with its terminating null octet. */
    static boolean areValid(byte[] buffer, int from, int to, int count) {
        int at = from;
        for (int chunk = 0; chunk < count && at >= 0; chunk++) {
            at = chunkEnd(buffer, at, to);
        }
        return at >= 0;
    }

    /** Behind the chunk's null octets, at the next word; -1 where the chunk runs over the end. */
    private static int chunkEnd(byte[] buffer, int chunk, int to) {
        int item = chunk + 4;
        while (item < to && buffer[item] != END) {
            item += item + 1 < to ? 2 + NetworkOrder.uint8(buffer, item + 1) : 2;
        }
        int chunkLength = (item - chunk + 4) & ~3;
        return item < to && chunk + chunkLength <= to ? chunk + chunkLength : -1;
    }

    /** The CNAME of a valid chunk, or null. */
    static String cname(byte[] buffer, int chunk) {
        int item = chunk + 4;
        while (buffer[item] != END) {
            int length = NetworkOrder.uint8(buffer, item + 1);
            if (buffer[item] == CNAME) {
                return new String(buffer, item + 2, length, StandardCharsets.UTF_8);
            }
            item += 2 + length;
        }
        return null;
    }
}
