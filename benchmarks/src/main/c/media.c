/* What the peers send and what comes in at them, counted. */
#define _GNU_SOURCE
#include "load.h"
#include <sys/socket.h>

enum { STAMP = 12, KEY_FRAME_SECONDS = 1, VIDEO_CLOCK = 90000, AUDIO_CLOCK = 48000, BATCH = 32, LINEAR = 128, HALF = 64, BUCKETS = 2048 };

static const uint32_t MAGIC = 0xA7C0FFEE;
static const int64_t SECOND = 1000000000;
/* A tick of Linux at 250 Hz. A packet every 20 ms would meet the kernel's samples of who runs always at the same place. */
static const int64_t AUDIO_JITTER = 4000000;

struct counts counts;
int sample_every = 8;
static uint64_t histogram[BUCKETS];
static int64_t longest_us;

/* Exact below 128 us, within 1.6 % above. */
static void note_latency(int64_t ns) {
    int64_t us = ns < 0 ? 0 : ns / 1000;
    int shift = us < LINEAR ? 0 : 63 - __builtin_clzll(us) - 6;
    int bucket = us < LINEAR ? us : LINEAR + (shift - 1) * HALF + (us >> shift) - HALF;
    histogram[bucket < BUCKETS ? bucket : BUCKETS - 1]++;
    if (us > longest_us) longest_us = us;
}

static int64_t bucket_us(int bucket) {
    if (bucket < LINEAR) return bucket;
    int shift = (bucket - LINEAR) / HALF + 1;
    return ((int64_t)(HALF + (bucket - LINEAR) % HALF) << shift) + (1LL << shift) / 2;
}

/* What did not fit into the peers' sockets, up to now. */
static void note_drops(void) {
    for (int i = 0; i < peer_count; i++) peer_note_drops(peers[i]);
}

void media_reset(void) {
    note_drops();
    memset(&counts, 0, sizeof counts);
    memset(histogram, 0, sizeof histogram);
    longest_us = 0;
}

/* Latencies as US:PACKETS,... */
void media_print(void) {
    note_drops();
    printf("report sent=%lu errors=%lu delivered=%lu duplicates=%lu forged=%lu strangers=%lu dropped=%lu rtcp=%lu feedback=%lu "
           "bytes_in=%lu bytes_out=%lu attacks=%lu max=%ld cpu=%ld latencies=",
           counts.sent, counts.send_errors, counts.delivered, counts.duplicates, counts.forged, counts.strangers, counts.dropped_here,
           counts.rtcp, counts.feedback, counts.bytes_in, counts.bytes_out, counts.attacks, longest_us, now_ns(CLOCK_PROCESS_CPUTIME_ID) / 1000);
    for (int i = 0, some = 0; i < BUCKETS; i++)
        if (histogram[i]) printf("%s%ld:%lu", some++ ? "," : "", bucket_us(i), histogram[i]);
    printf("\n");
}

static int rtp_header(struct peer *p, uint8_t *packet, int pt, int marker, uint64_t index, uint32_t time, uint32_t ssrc) {
    packet[0] = 0x80;
    packet[1] = pt | (marker ? 0x80 : 0);
    put16(packet + 2, index);
    put32(packet + 4, time);
    put32(packet + 8, ssrc);
    return RTP_HEADER + feedback_number(p, packet);
}

/* Writes the time of sending at the end of the payload. */
void media_stamp(uint8_t *packet, int length) {
    put32(packet + length - STAMP, MAGIC);
    put64(packet + length - STAMP + 4, now_ns(CLOCK_REALTIME));
    counts.sent++;
}

/* Reads it. */
void media_stamped(const uint8_t *packet, int length, int64_t arrived_ns) {
    if (length >= STAMP && get32(packet + length - STAMP) == MAGIC) {
        note_latency(arrived_ns - (int64_t)get64(packet + length - STAMP + 4));
    } else {
        counts.strangers++;
    }
}

static int finish(struct peer *p, uint8_t *packet, int length, uint64_t index) {
    media_stamp(packet, length);
    return srtp_seal(&p->tx, packet, length, index, packet);
}

static uint32_t draw(uint32_t *state) {
    *state = *state * 1664525 + 1013904223;
    return *state >> 8;
}

/* A frame's packets differ by one byte at most, the longer ones last, as libwebrtc splits frames. */
static void begin_frame(struct sending *s) {
    int bytes = s->packets * s->packet_bytes - draw(&s->random) % (16 * s->packets);
    s->left = s->packets;
    s->size = bytes / s->packets;
    s->larger = bytes % s->packets;
    s->video_time += VIDEO_CLOCK / s->fps;
    s->frames++;
    s->next_packet_ns = s->next_frame_ns;
    s->next_frame_ns += SECOND / s->fps;
}

static int video_packet(struct peer *p, uint8_t *packet) {
    struct sending *s = &p->sending;
    int first = s->left == s->packets, key = s->frames % (KEY_FRAME_SECONDS * s->fps) == 1;
    int at = rtp_header(p, packet, s->video_pt, s->left == 1, s->video_index, s->video_time, s->video_ssrc);
    int size = s->size + (s->left <= s->larger);
    memset(packet + at, s->left, size);
    packet[at] = first ? 0x10 : 0x00;
    if (first) {
        static const uint8_t START[] = {0x10, 0x02, 0x00, 0x9D, 0x01, 0x2A, 0x00, 0x05, 0xD0, 0x02};
        memcpy(packet + at + 1, START, sizeof START);
        packet[at + 1] |= !key;
    }
    s->left--;
    s->next_packet_ns += s->spacing_ns;
    return finish(p, packet, at + size, s->video_index++);
}

static int audio_packet(struct peer *p, uint8_t *packet) {
    struct sending *s = &p->sending;
    s->audio_ns += SECOND / s->audio_rate;
    s->next_audio_ns = s->audio_ns + draw(&s->random) % AUDIO_JITTER;
    if (p->mumble) return mumble_audio(p, packet);
    int at = rtp_header(p, packet, s->audio_pt, 0, s->audio_index, s->audio_time, s->audio_ssrc);
    memset(packet + at, 0x78, s->audio_bytes);
    s->audio_time += AUDIO_CLOCK / s->audio_rate;
    return finish(p, packet, at + s->audio_bytes, s->audio_index++);
}

static int64_t send_of(struct peer *p, int64_t now) {
    static uint8_t packets[BURST][ROOM];
    static struct iovec parts[BURST];
    static struct mmsghdr messages[BURST];
    struct sending *s = &p->sending;
    int n = 0;
    for (; n < BURST; n++) {
        int length;
        if (s->fps && !s->left && now >= s->next_frame_ns) begin_frame(s);
        if (s->left && now >= s->next_packet_ns) {
            length = video_packet(p, packets[n]);
        } else if (s->audio_rate && now >= s->next_audio_ns) {
            length = audio_packet(p, packets[n]);
        } else {
            break;
        }
        parts[n] = (struct iovec){packets[n], length};
        messages[n].msg_hdr = (struct msghdr){.msg_iov = &parts[n], .msg_iovlen = 1};
    }
    for (int sent = 0; sent < n;) {
        int done = sendmmsg(p->fd, messages + sent, n - sent, 0);
        counts.send_errors += done <= 0;
        sent += done > 0 ? done : 1;
    }
    int64_t due = s->fps ? (s->left ? s->next_packet_ns : s->next_frame_ns) : INT64_MAX;
    return s->audio_rate && s->next_audio_ns < due ? s->next_audio_ns : due;
}

/* Sends what is due and returns when the next packet is. */
int64_t media_send_due(int64_t now) {
    int64_t next = INT64_MAX;
    for (int i = 0; i < peer_count; i++) {
        if (!peers[i]->sending.on) continue;
        int64_t due = send_of(peers[i], now);
        if (due < next) next = due;
    }
    return next;
}

/* A stream that a peer receives; NULL where it has too many. */
struct source *media_source(struct peer *p, uint32_t ssrc, int64_t first) {
    for (int i = 0; i < p->source_count; i++)
        if (p->sources[i]->ssrc == ssrc) return p->sources[i];
    if (p->source_count == SOURCES) return NULL;
    struct source *s = p->sources[p->source_count++] = calloc(1, sizeof *s);
    s->ssrc = ssrc;
    s->highest = first;
    return s;
}

/* False for a packet that was there before. */
static int is_new(struct source *s, int64_t index) {
    while (s->highest < index) {
        s->highest++;
        s->seen[s->highest % WINDOW / 8] &= ~(1 << s->highest % 8);
    }
    if (index < 0 || s->highest - index >= WINDOW) return 0;
    uint8_t *byte = &s->seen[index % WINDOW / 8], bit = 1 << index % 8;
    int fresh = !(*byte & bit);
    *byte |= bit;
    return fresh;
}

/* One of so many, at random: every eighth would be at the same place of each frame, and at another with each server. */
static int drawn(struct peer *p) {
    return draw(&p->draws) % sample_every == 0;
}

/* Opens one packet of so many: it has to be authentic, and tells how long it took. */
static void sample(struct peer *p, const uint8_t *data, int length, int64_t index, int64_t arrived_ns) {
    uint8_t plain[ROOM];
    int opened = srtp_unseal(&p->rx, data, length, index, plain);
    /* A server may pad (RFC 3550 section 5.1). */
    if (opened > RTP_HEADER && (plain[0] & 0x20)) opened -= plain[opened - 1];
    if (opened < 0) {
        counts.forged++;
    } else {
        media_stamped(plain + RTP_HEADER, opened - RTP_HEADER, arrived_ns);
    }
}

/* Counts a packet; false for one that was there before. */
int media_delivered(struct peer *p, struct source *s, int64_t index) {
    if (!is_new(s, index)) {
        counts.duplicates++;
        return 0;
    }
    counts.delivered++;
    if (!p->received++) printf("first %d %lld\n", p->id, (long long)now_ns(CLOCK_MONOTONIC));
    return 1;
}

static void on_rtp(struct peer *p, const uint8_t *data, int length, int64_t arrived_ns) {
    uint16_t seq = get16(data + 2);
    feedback_arrived(p, data, length, arrived_ns);
    /* Sent again, or padding that shows what the network carries. */
    if (p->rtx_pt && (data[1] & 0x7F) == p->rtx_pt) return;
    struct source *s = media_source(p, get32(data + 8), seq);
    if (!s || p->state != CONNECTED) return;
    int64_t index = s->highest + (int16_t)(seq - (uint16_t)s->highest);
    if (media_delivered(p, s, index) && drawn(p)) sample(p, data, length, index, arrived_ns);
}

static int64_t read_control(struct msghdr *m) {
    for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c; c = CMSG_NXTHDR(m, c)) {
        if (c->cmsg_type == SCM_TIMESTAMPNS) {
            struct timespec *t = (struct timespec *)CMSG_DATA(c);
            return t->tv_sec * SECOND + t->tv_nsec;
        }
    }
    return 0;
}

void media_receive(struct peer *p) {
    static uint8_t data[BATCH][ROOM];
    static struct iovec parts[BATCH];
    static struct mmsghdr messages[BATCH];
    static char controls[BATCH][128] __attribute__((aligned(8)));
    for (int i = 0; i < BATCH; i++) {
        parts[i] = (struct iovec){data[i], ROOM};
        messages[i].msg_hdr =
            (struct msghdr){.msg_iov = &parts[i], .msg_iovlen = 1, .msg_control = controls[i], .msg_controllen = sizeof controls[i]};
    }
    int n = recvmmsg(p->fd, messages, BATCH, MSG_DONTWAIT, NULL);
    for (int i = 0; i < n; i++) {
        int length = messages[i].msg_len;
        uint8_t kind = data[i][0];
        counts.bytes_in += length;
        if (p->mumble) {
            mumble_receive(p, data[i], length, read_control(&messages[i].msg_hdr));
        } else if (kind < 4) {
            peer_on_stun(p, data[i], length);
        } else if (kind >= 20 && kind < 64) {
            peer_on_dtls(p, data[i], length);
        } else if (length >= RTP_HEADER && data[i][1] >= 192 && data[i][1] < 224) {
            counts.rtcp++;
        } else if (length >= RTP_HEADER) {
            on_rtp(p, data[i], length, read_control(&messages[i].msg_hdr));
        }
    }
}
