/* Packets that no good client sends, at a steady rate: strangers' and those of peers that have keys. */
#define _GNU_SOURCE
#include "load.h"
#include <sys/socket.h>

enum { QUANTUM_NS = 1000000, HELLO_RANDOM = 27, RANDOM_BYTES = 32, LARGE = 1100, FEEDBACK = 0x81, RTPFB = 205, PSFB = 206 };

static uint32_t noise(void) {
    static uint32_t state = 4711;
    state = state * 1664525 + 1013904223;
    return state ^ state >> 16;
}

static void fill(uint8_t *p, int length) {
    for (int i = 0; i < length; i++) p[i] = noise();
}

static uint32_t own_ssrc(const struct peer *p) { return p->sending.video_ssrc ? p->sending.video_ssrc : 0x4C000000u + p->id; }

/* What a viewer gets, what a publisher sends. */
static uint32_t media_ssrc(const struct peer *p) { return p->source_count ? p->sources[0]->ssrc : own_ssrc(p); }

static int check(uint8_t *out, const char *username, const char *password) {
    uint8_t transaction[12];
    fill(transaction, sizeof transaction);
    return stun_request(out, transaction, username, password);
}

static int stun_forged(struct peer *p, uint8_t *out) { return check(out, p->username, "nobodys-password-of-24-by"); }

static int stun_unknown(struct peer *p, uint8_t *out) {
    char username[32];
    (void)p;
    snprintf(username, sizeof username, "%08x:%08x", noise(), noise());
    return check(out, username, "nobodys-password-of-24-by");
}

static int stun_flood(struct peer *p, uint8_t *out) { return check(out, p->username, p->remote_password); }

/* The last check of a peer that has keys, byte by byte, from another address. */
static int stun_replay(struct peer *p, uint8_t *out) {
    for (int i = 0; i < peer_count; i++) {
        struct peer *victim = peers[i];
        if (victim->raw || strcmp(victim->username, p->username)) continue;
        return stun_request(out, victim->transaction, victim->username, victim->remote_password);
    }
    fail("nobody to replay");
    return 0;
}

/* A first flight, each time another one. */
static int hello(struct peer *p, uint8_t *out) {
    static uint8_t first[ROOM];
    static int length;
    (void)p;
    if (!length) length = connection_hello(first, sizeof first);
    memcpy(out, first, length);
    fill(out + HELLO_RANDOM, RANDOM_BYTES);
    return length;
}

static int rtp(uint8_t *out, uint32_t ssrc, int length) {
    fill(out, length);
    out[0] = 0x80;
    out[1] = 96;
    put32(out + 8, ssrc);
    return length;
}

static int rtp_forged(struct peer *p, uint8_t *out) { return rtp(out, own_ssrc(p), LARGE); }

static int rtp_ssrc(struct peer *p, uint8_t *out) {
    int length = rtp(out, noise(), LARGE);
    return srtp_seal(&p->tx, out, length, get16(out + 2), out);
}

/* A thousand bytes of one-byte extensions, each of one byte, none negotiated. */
static int rtp_extension(struct peer *p, uint8_t *out) {
    int words = (LARGE - RTP_HEADER - 4) / 4;
    uint32_t ssrc = own_ssrc(p);
    memset(out, 0, LARGE);
    out[0] = 0x90;
    out[1] = 96;
    put16(out + 2, p->attack.count);
    put32(out + 8, ssrc);
    put16(out + RTP_HEADER, 0xBEDE);
    put16(out + RTP_HEADER + 2, words);
    for (int i = 0; i < 2 * words; i++) out[RTP_HEADER + 4 + 2 * i] = (i % 14 + 1) << 4;
    return srtp_seal(&p->tx, out, RTP_HEADER + 4 + 4 * words, p->attack.count, out);
}

static int rtcp(struct peer *p, uint8_t *out, int length) { return srtcp_seal(&p->tx, out, length); }

static void rtcp_header(const struct peer *p, uint8_t *out, int count, int type, int length) {
    out[0] = 0x80 | count;
    out[1] = type;
    put16(out + 2, length / 4 - 1);
    put32(out + 4, 0x4C000000u + p->id);
}

/* Says that it has 31 blocks, in a packet whose own length is another. */
static int rtcp_wild(struct peer *p, uint8_t *out) {
    int length = 8 + 24 * (noise() % 3);
    fill(out, length);
    rtcp_header(p, out, 31, 200 + noise() % 7, length);
    put16(out + 2, noise());
    return rtcp(p, out, length);
}

/* As many packets in one as there is room for. */
static int rtcp_bomb(struct peer *p, uint8_t *out) {
    for (int at = 0; at < LARGE - 12; at += 12) {
        rtcp_header(p, out + at, 1, PSFB, 12);
        put32(out + at + 8, media_ssrc(p));
    }
    return rtcp(p, out, (LARGE - 12) / 12 * 12);
}

/* All of the last packets at once, as if every one were lost. */
static int nack(struct peer *p, uint8_t *out) {
    int blocks = 60, newest = p->source_count ? p->sources[0]->highest : noise();
    rtcp_header(p, out, 1, RTPFB, 12 + 4 * blocks);
    put32(out + 8, media_ssrc(p));
    for (int i = 0; i < blocks; i++) {
        put16(out + 12 + 4 * i, newest - 17 * (i + 1));
        put16(out + 14 + 4 * i, 0xFFFF);
    }
    return rtcp(p, out, 12 + 4 * blocks);
}

static int pli(struct peer *p, uint8_t *out) {
    rtcp_header(p, out, 1, PSFB, 12);
    put32(out + 8, media_ssrc(p));
    return rtcp(p, out, 12);
}

/* Any time of day, any timestamp, any count. */
static int sr_lies(struct peer *p, uint8_t *out) {
    fill(out, 28);
    rtcp_header(p, out, 0, 200, 28);
    put32(out + 4, own_ssrc(p));
    return rtcp(p, out, 28);
}

/* 31 blocks about what it gets, each with any loss, any jitter, any time. */
static int rr_lies(struct peer *p, uint8_t *out) {
    int blocks = 31, length = 8 + 24 * blocks;
    fill(out, length);
    rtcp_header(p, out, blocks, 201, length);
    for (int i = 0; i < blocks; i++) put32(out + 8 + 24 * i, media_ssrc(p));
    return rtcp(p, out, length);
}

/* Estimates of any bandwidth for 255 sources, of which one is there (draft-alvestrand-rmcat-remb). */
static int remb_lies(struct peer *p, uint8_t *out) {
    int length = 24;
    rtcp_header(p, out, 15, PSFB, length);
    put32(out + 8, 0);
    memcpy(out + 12, "REMB\xFF", 5);
    fill(out + 17, 3);
    put32(out + 20, media_ssrc(p));
    return rtcp(p, out, length);
}

/* Tells of 65 535 packets that nobody has sent, in chunks of runs, all received. */
static int twcc_forged(struct peer *p, uint8_t *out) {
    int length = 20 + 16;
    memset(out, 0, length);
    rtcp_header(p, out, 15, RTPFB, length);
    put32(out + 8, media_ssrc(p));
    put16(out + 12, noise());
    put16(out + 14, 0xFFFF);
    put32(out + 16, noise());
    for (int i = 0; i < 8; i++) put16(out + 20 + 2 * i, 0x3FFF);
    return rtcp(p, out, length);
}

static const struct kind {
    const char *name;
    int (*write)(struct peer *p, uint8_t *out);
} kinds[] = {{"stun-forged", stun_forged}, {"stun-unknown", stun_unknown}, {"stun-flood", stun_flood},       {"stun-replay", stun_replay},
             {"hello", hello},             {"rtp-forged", rtp_forged},     {"rtp-ssrc", rtp_ssrc},           {"rtp-extension", rtp_extension},
             {"rtcp-wild", rtcp_wild},     {"rtcp-bomb", rtcp_bomb},       {"nack", nack},                   {"pli", pli},
             {"sr-lies", sr_lies},         {"rr-lies", rr_lies},         {"remb-lies", remb_lies},         {"twcc-forged", twcc_forged}};

void attack_begin(struct peer *p, const char *name, int rate) {
    for (unsigned i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i].name, name)) continue;
        p->attack.kind = i;
        p->attack.rate = rate;
        p->attack.begun_ns = now_ns(CLOCK_MONOTONIC);
        p->attack.done = 0;
        return;
    }
    fail("no such attack");
}

static void send_attack(struct peer *p, int64_t now) {
    static uint8_t packets[BURST][ROOM];
    static struct iovec parts[BURST];
    static struct mmsghdr messages[BURST];
    struct attack *a = &p->attack;
    uint64_t due = (now - a->begun_ns) / 1000 * a->rate / 1000000;
    int n = 0;
    for (; n < BURST && a->done < due; n++, a->done++, a->count++) {
        parts[n] = (struct iovec){packets[n], kinds[a->kind].write(p, packets[n])};
        messages[n].msg_hdr = (struct msghdr){.msg_iov = &parts[n], .msg_iovlen = 1};
        counts.bytes_out += parts[n].iov_len;
    }
    int sent = n ? sendmmsg(p->fd, messages, n, 0) : 0;
    counts.attacks += sent > 0 ? sent : 0;
    counts.send_errors += n - (sent > 0 ? sent : 0);
}

/* Sends what is due and returns when to come again. */
int64_t attacks_due(int64_t now) {
    int64_t next = INT64_MAX;
    for (int i = 0; i < peer_count; i++) {
        if (!peers[i]->attack.rate) continue;
        send_attack(peers[i], now);
        next = now + QUANTUM_NS;
    }
    return next;
}
