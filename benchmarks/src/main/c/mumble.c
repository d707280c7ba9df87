/* Mumble's voice channel over UDP: Opus, sealed by OCB2. The keys come from the control channel, which is not this program's. */
#include "load.h"
#include "ocb.h"
#include <sys/socket.h>

enum { KEY = 16, PING = 1, OPUS = 4, KIND_SHIFT = 5, FIRST_PING_MS = 20, PING_MS = 5000, FRAMES_PER_SECOND = 100, OPUS_BYTES = 0x1FFF };

static const int64_t MS = 1000000;

struct mumble {
    struct ocb ocb;
    int64_t next_ping_ns;
};

static int unhex(const char *hex, uint8_t *out) {
    for (int i = 0; i < KEY; i++) {
        unsigned byte;
        if (sscanf(hex + 2 * i, "%2x", &byte) != 1) return 0;
        out[i] = byte;
    }
    return 1;
}

/* Mumble's integers: the count of leading ones of the first byte is that of the bytes behind it. */
static int put_number(uint8_t *p, uint32_t v) {
    int more = v < 1 << 7 ? 0 : v < 1 << 14 ? 1 : v < 1 << 21 ? 2 : 3;
    for (int i = more; i >= 0; i--, v >>= 8) p[i] = v;
    p[0] |= 0xF0 << (4 - more);
    return more + 1;
}

/* Returns what is behind it, NULL where the bytes end before. */
static const uint8_t *get_number(const uint8_t *p, const uint8_t *end, uint32_t *v) {
    int more = 0;
    if (!p || p == end) return NULL;
    while (more < 4 && p[0] & 0x80 >> more) more++;
    if (end - p <= more) return NULL;
    *v = more == 4 ? 0 : p[0] & 0x7F >> more;
    for (int i = 1; i <= more; i++) *v = *v << 8 | p[i];
    return p + more + 1;
}

void mumble_open(struct peer *p, const char *key, const char *own_nonce, const char *server_nonce) {
    uint8_t k[KEY], own[KEY], theirs[KEY];
    if (!unhex(key, k) || !unhex(own_nonce, own) || !unhex(server_nonce, theirs)) fail("no such keys");
    p->mumble = calloc(1, sizeof *p->mumble);
    if (!ocb_begin(&p->mumble->ocb, k, own, theirs)) fail("no AES");
    p->raw = 1;
}

/* The first tells the server whose address this is; until one comes back, voice would go by TCP. */
void mumble_tick(struct peer *p, int64_t now) {
    if (now < p->mumble->next_ping_ns) return;
    uint8_t ping[OCB_HEADER + 2] = {[OCB_HEADER] = PING << KIND_SHIFT, 1};
    send(p->fd, ping, ocb_seal(&p->mumble->ocb, ping, 2), 0);
    p->mumble->next_ping_ns = now + (p->state == CONNECTED ? PING_MS : FIRST_PING_MS) * MS;
}

int mumble_audio(struct peer *p, uint8_t *packet) {
    struct sending *s = &p->sending;
    uint8_t *voice = packet + OCB_HEADER;
    int at = 1;
    voice[0] = OPUS << KIND_SHIFT;
    at += put_number(voice + at, s->audio_index);
    at += put_number(voice + at, s->audio_bytes);
    memset(voice + at, 0x78, s->audio_bytes);
    media_stamp(voice, at + s->audio_bytes);
    s->audio_index += FRAMES_PER_SECOND / s->audio_rate;
    return ocb_seal(&p->mumble->ocb, packet, at + s->audio_bytes);
}

static void on_voice(struct peer *p, const uint8_t *voice, int length, int64_t arrived_ns) {
    uint32_t speaker, sequence, bytes;
    const uint8_t *end = voice + length, *at = get_number(voice + 1, end, &speaker);
    at = get_number(at, end, &sequence);
    at = get_number(at, end, &bytes);
    if (!at || end - at < (bytes & OPUS_BYTES)) {
        counts.strangers++;
        return;
    }
    struct source *s = media_source(p, speaker, sequence);
    if (s && media_delivered(p, s, sequence)) media_stamped(at, bytes & OPUS_BYTES, arrived_ns);
}

void mumble_receive(struct peer *p, uint8_t *data, int length, int64_t arrived_ns) {
    int opened = ocb_unseal(&p->mumble->ocb, data, length);
    uint8_t *voice = data + OCB_HEADER;
    if (opened < 1) {
        counts.forged++;
    } else if (voice[0] >> KIND_SHIFT == PING) {
        counts.rtcp++;
        if (p->state == CONNECTED) return;
        p->state = CONNECTED;
        p->mumble->next_ping_ns = now_ns(CLOCK_MONOTONIC) + PING_MS * MS;
        printf("connected %d %lld\n", p->id, (long long)now_ns(CLOCK_MONOTONIC));
    } else if (voice[0] >> KIND_SHIFT == OPUS) {
        on_voice(p, voice, opened, arrived_ns);
    } else {
        counts.strangers++;
    }
}
