/*
 * The least that forwarding costs: receives a publisher's SRTP (recvmmsg), opens it once and seals it for each viewer
 * (AES-GCM), sends (sendmmsg, with "gso" runs of a viewer's packets of one size as one segmented datagram; a frame's
 * packets, which differ by a byte, are padded for that). No signalling, no RTCP, no rewriting, no state but a viewer's
 * address and keys. floor ADDRESS PORT plain|gso
 */
#define _GNU_SOURCE
#include "srtp.h"
#include <arpa/inet.h>
#include <netinet/udp.h>
#include <sys/socket.h>

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif
#ifndef SOL_UDP
#define SOL_UDP 17
#endif

enum { BATCH = 32, ROOM = 1500, VIEWERS = 4096, OUT = 256, RUN_BYTES = 64000, SOURCES = 16, VIDEO_PT = 96, EQUAL_LENGTHS = 16 };

struct viewer {
    struct sockaddr_in to;
    struct srtp tx;
};

struct run {
    struct mmsghdr *message;
    char control[CMSG_SPACE(sizeof(uint16_t))];
};

static struct viewer viewers[VIEWERS];
static int viewer_count, server, gso;
static struct srtp publisher;
static struct {
    uint32_t ssrc;
    int64_t highest;
} sources[SOURCES];
static int source_count;

static uint8_t in[BATCH][ROOM], plain[BATCH][ROOM], arena[OUT * ROOM + RUN_BYTES];
static uint64_t indices[BATCH];
static int lengths[BATCH], opened;
static struct mmsghdr out[OUT];
static struct iovec out_parts[OUT];
static char controls[OUT][CMSG_SPACE(sizeof(uint16_t))] __attribute__((aligned(8)));
static int out_count, arena_used;

static int64_t index_of(const uint8_t *p) {
    int i = 0;
    uint16_t seq = get16(p + 2);
    while (i < source_count && sources[i].ssrc != get32(p + 8)) i++;
    if (i == source_count) {
        if (i == SOURCES) fail("too many sources");
        sources[source_count++].ssrc = get32(p + 8);
        sources[i].highest = seq;
    }
    int64_t index = sources[i].highest + (int16_t)(seq - (uint16_t)sources[i].highest);
    if (index > sources[i].highest) sources[i].highest = index;
    return index;
}

/* RFC 3550 section 5.1. */
static int pad(uint8_t *p, int length) {
    int missing = (EQUAL_LENGTHS - length % EQUAL_LENGTHS) % EQUAL_LENGTHS;
    if (!missing || (p[0] & 0x20) || (p[1] & 0x7F) != VIDEO_PT) return length;
    p[0] |= 0x20;
    memset(p + length, 0, missing);
    p[length + missing - 1] = missing;
    return length + missing;
}

static void flush(void) {
    for (int sent = 0; sent < out_count;) {
        int n = sendmmsg(server, out + sent, out_count - sent, 0);
        sent += n > 0 ? n : 1;
    }
    out_count = arena_used = 0;
}

static void add(struct viewer *v, uint8_t *data, int bytes, int segment) {
    struct msghdr *m = &out[out_count].msg_hdr;
    out_parts[out_count] = (struct iovec){data, bytes};
    *m = (struct msghdr){.msg_name = &v->to, .msg_namelen = sizeof v->to, .msg_iov = &out_parts[out_count], .msg_iovlen = 1};
    if (segment < bytes) {
        m->msg_control = controls[out_count];
        m->msg_controllen = sizeof controls[out_count];
        struct cmsghdr *c = CMSG_FIRSTHDR(m);
        c->cmsg_level = SOL_UDP;
        c->cmsg_type = UDP_SEGMENT;
        c->cmsg_len = CMSG_LEN(sizeof(uint16_t));
        *(uint16_t *)CMSG_DATA(c) = segment;
    }
    out_count++;
}

/* All that has come, for one viewer: packets of one size, and one shorter behind them, make a run. */
static void send_to(struct viewer *v) {
    int run = 0, segment = 0, last = 0;
    uint8_t *begin = NULL;
    for (int i = 0; i < opened; i++) {
        int sealed = lengths[i] + SRTP_TAG;
        int joins = gso && run && sealed <= segment && last == segment && run + sealed <= RUN_BYTES;
        if (run && !joins) {
            add(v, begin, run, segment);
            run = 0;
        }
        if (!run) {
            if (out_count == OUT || arena_used > (OUT - BATCH) * ROOM) flush();
            begin = arena + arena_used;
            segment = sealed;
        }
        last = srtp_seal(&v->tx, plain[i], lengths[i], indices[i], begin + run);
        run += last;
        arena_used += last;
    }
    if (run) {
        if (out_count == OUT) fail("no room for a run");
        add(v, begin, run, segment);
        if (out_count == OUT) flush();
    }
}

static void enrol(const uint8_t *hello, const struct sockaddr_in *from) {
    uint8_t key[SRTP_KEY], salt[SRTP_SALT];
    raw_keys(get32(hello + 1), key, salt);
    if (hello[0] == 'P') {
        if (!publisher.rtp) srtp_open(&publisher, key, salt, 0);
        return;
    }
    for (int i = 0; i < viewer_count; i++)
        if (viewers[i].to.sin_port == from->sin_port) return;
    if (viewer_count == VIEWERS) fail("too many viewers");
    viewers[viewer_count].to = *from;
    srtp_open(&viewers[viewer_count++].tx, key, salt, 1);
}

int main(int argc, char **argv) {
    if (argc != 4) fail("floor ADDRESS PORT plain|gso");
    gso = !strcmp(argv[3], "gso");
    server = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in local = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[2]))}, from[BATCH];
    inet_pton(AF_INET, argv[1], &local.sin_addr);
    int size = 4 << 20;
    setsockopt(server, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
    setsockopt(server, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
    if (bind(server, (struct sockaddr *)&local, sizeof local)) fail("cannot bind");
    puts("ready");
    fflush(stdout);
    struct mmsghdr messages[BATCH];
    struct iovec parts[BATCH];
    for (;;) {
        for (int i = 0; i < BATCH; i++) {
            parts[i] = (struct iovec){in[i], ROOM - SRTP_TAG};
            messages[i].msg_hdr =
                (struct msghdr){.msg_name = &from[i], .msg_namelen = sizeof from[i], .msg_iov = &parts[i], .msg_iovlen = 1};
        }
        int n = recvmmsg(server, messages, BATCH, MSG_WAITFORONE, NULL);
        opened = 0;
        for (int i = 0; i < n; i++) {
            int length = messages[i].msg_len;
            if (length < RTP_HEADER + SRTP_TAG) {
                if (length == 5) enrol(in[i], &from[i]);
                continue;
            }
            if (!publisher.rtp || (in[i][1] >= 192 && in[i][1] < 224)) continue;
            int64_t index = index_of(in[i]);
            int got = srtp_unseal(&publisher, in[i], length, index, plain[opened]);
            if (got < 0) continue;
            lengths[opened] = gso ? pad(plain[opened], got) : got;
            indices[opened++] = index;
        }
        for (int v = 0; opened && v < viewer_count; v++) send_to(&viewers[v]);
        flush();
    }
}
