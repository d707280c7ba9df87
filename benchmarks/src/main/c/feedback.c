/*
 * Transport-wide numbers (draft-holmer-rmcat-transport-wide-cc-extensions-01), as browsers have them: a peer numbers what it
 * sends, and tells of what came every 50 ms, which is libwebrtc's shortest interval.
 */
#include "load.h"
#include <sys/socket.h>

enum { INTERVAL_NS = 50000000, STATUSES = 256, DELTA_NS = 250000, DELTAS_PER_REFERENCE = 256, HEADER = 20, RTPFB = 205 };
enum { MISSING, SMALL_DELTA, LARGE_DELTA };
enum { SYMBOLS_PER_CHUNK = 7, ONE_BYTE_FORM = 0xBEDE };

/* What has come since the last feedback: from "next" to "highest", by their numbers. */
struct arrivals {
    int64_t next, highest, told_ns, at_ns[STATUSES];
    uint8_t count;
};

void feedback_begin(struct peer *p, int extension_id, int rtx_pt) {
    p->extension_id = extension_id;
    p->rtx_pt = rtx_pt;
    p->arrivals = calloc(1, sizeof *p->arrivals);
    p->arrivals->highest = -1;
    /* Viewers do not tell in step. */
    p->arrivals->told_ns = now_ns(CLOCK_MONOTONIC) + p->id * 7919LL % (INTERVAL_NS / 1000000) * 1000000;
}

/* Writes the extension that has the next number behind a header; returns its bytes. */
int feedback_number(struct peer *p, uint8_t *packet) {
    uint8_t *extension = packet + RTP_HEADER;
    if (!p->extension_id) return 0;
    packet[0] |= 0x10;
    put16(extension, ONE_BYTE_FORM);
    put16(extension + 2, 1);
    extension[4] = p->extension_id << 4 | 1;
    put16(extension + 5, p->sending.number++);
    extension[7] = 0;
    return 8;
}

/* The number in a packet's extensions, -1 without one. */
static int number_of(const struct peer *p, const uint8_t *packet, int length) {
    int at = RTP_HEADER + 4 * (packet[0] & 15), end = rtp_header_length(packet, length);
    if (!(packet[0] & 0x10) || end > length || get16(packet + at) != ONE_BYTE_FORM) return -1;
    for (at += 4; at < end;) {
        int id = packet[at] >> 4, bytes = (packet[at] & 15) + 1;
        if (packet[at] == 0) {
            at++;
            continue;
        }
        if (id == p->extension_id && at + 3 <= end) return get16(packet + at + 1);
        at += 1 + bytes;
    }
    return -1;
}

static int64_t *slot(struct arrivals *a, int64_t number) { return &a->at_ns[number % STATUSES]; }

/* A symbol for each number; returns the reference time, in units of 64 ms. */
static int64_t symbols_of(struct arrivals *a, uint8_t *symbols, int count, uint8_t *deltas, int *delta_bytes) {
    int64_t last = -1, reference = 0;
    *delta_bytes = 0;
    for (int i = 0; i < count; i++) {
        int64_t now = *slot(a, a->next + i) / DELTA_NS;
        symbols[i] = MISSING;
        if (!now) continue;
        if (last < 0) {
            reference = now / DELTAS_PER_REFERENCE;
            last = reference * DELTAS_PER_REFERENCE;
        }
        int64_t delta = now - last;
        if (delta != (int16_t)delta) continue;
        symbols[i] = delta >= 0 && delta < 256 ? SMALL_DELTA : LARGE_DELTA;
        if (symbols[i] == LARGE_DELTA) deltas[(*delta_bytes)++] = delta >> 8;
        deltas[(*delta_bytes)++] = delta;
        last = now;
    }
    return reference;
}

/* One run where all are alike, else vectors of two bits. */
static int write_chunks(uint8_t *out, const uint8_t *symbols, int count) {
    int alike = 1, bytes = 0;
    while (alike < count && symbols[alike] == symbols[0]) alike++;
    if (alike == count) {
        put16(out, symbols[0] << 13 | count);
        return 2;
    }
    for (int from = 0; from < count; from += SYMBOLS_PER_CHUNK, bytes += 2) {
        int chunk = 0xC000;
        for (int i = 0; i < SYMBOLS_PER_CHUNK && from + i < count; i++) chunk |= symbols[from + i] << (12 - 2 * i);
        put16(out + bytes, chunk);
    }
    return bytes;
}

static void tell(struct peer *p) {
    struct arrivals *a = p->arrivals;
    uint8_t r[ROOM] = {0x80 | 15, RTPFB}, symbols[STATUSES], deltas[2 * STATUSES];
    int count = a->highest - a->next + 1, delta_bytes;
    if (count <= 0 || !p->source_count) return;
    int64_t reference = symbols_of(a, symbols, count, deltas, &delta_bytes);
    put32(r + 4, 0x4C000000u + p->id);
    put32(r + 8, p->sources[0]->ssrc);
    put16(r + 12, a->next);
    put16(r + 14, count);
    put32(r + 16, (uint32_t)reference << 8 | a->count++);
    int length = HEADER + write_chunks(r + HEADER, symbols, count);
    memcpy(r + length, deltas, delta_bytes);
    length += delta_bytes;
    int padding = (4 - length % 4) % 4;
    if (padding) {
        r[0] |= 0x20;
        length += padding;
        r[length - 1] = padding;
    }
    put16(r + 2, length / 4 - 1);
    send(p->fd, r, srtcp_seal(&p->tx, r, length), 0);
    counts.feedback++;
    for (int64_t number = a->next; number <= a->highest; number++) *slot(a, number) = 0;
    a->next = a->highest + 1;
}

/* Notes a packet; one that was told of as missing is not told of again. */
void feedback_arrived(struct peer *p, const uint8_t *packet, int length, int64_t arrived_ns) {
    struct arrivals *a = p->arrivals;
    int value = a ? number_of(p, packet, length) : -1;
    if (value < 0) return;
    if (a->highest < 0) {
        a->next = value;
        a->highest = value - 1;
    }
    int64_t number = a->highest + (int16_t)(value - (uint16_t)a->highest);
    if (number >= a->next + STATUSES) tell(p);
    if (number >= a->next + STATUSES) a->next = number;
    if (number < a->next) return;
    if (number > a->highest) a->highest = number;
    *slot(a, number) = arrived_ns;
}

void feedback_tick(struct peer *p, int64_t now) {
    if (!p->arrivals || now < p->arrivals->told_ns + INTERVAL_NS) return;
    p->arrivals->told_ns += INTERVAL_NS;
    tell(p);
}
