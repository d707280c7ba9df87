/* What the parts of the load program share: its peers and its counts. */
#ifndef LOAD_H
#define LOAD_H
#include "srtp.h"
#include "stun.h"
#include <openssl/ssl.h>
#include <time.h>

enum { SOURCES = 64, WINDOW = 1 << 14, ROOM = 1600, BURST = 64, PEERS = 8192 };

enum state { CHECKING, SHAKING, CONNECTED };

/* A stream that a peer receives; a bit for each packet of the last WINDOW tells duplicates. */
struct source {
    uint32_t ssrc;
    int64_t highest;
    uint8_t seen[WINDOW / 8];
};

/* What a peer sends. Video goes out frame by frame, "spacing" apart within a frame. */
struct sending {
    int on;
    uint32_t video_ssrc, audio_ssrc, random;
    int video_pt, audio_pt, fps, packets, packet_bytes, audio_bytes, audio_rate;
    uint16_t number;
    int64_t spacing_ns, next_frame_ns, next_packet_ns, audio_ns, next_audio_ns;
    int left, larger, size, frames;
    uint64_t video_index, audio_index;
    uint32_t video_time, audio_time;
};

/* Packets that no good client sends. */
struct attack {
    int kind, rate;
    int64_t begun_ns;
    uint64_t done, count;
};

struct peer {
    int id, fd;
    enum state state;
    struct sockaddr_in to;
    char username[160], local_password[80], remote_password[80];
    uint8_t transaction[12];
    SSL *ssl;
    BIO *in, *out;
    struct srtp tx, rx;
    struct source *sources[SOURCES];
    int source_count, raw;
    uint32_t drops, draws;
    uint64_t received, reported;
    int64_t next_check_ns, next_report_ns, answered_ns;
    struct sending sending;
    struct attack attack;
    struct mumble *mumble;
    int extension_id, rtx_pt;
    struct arrivals *arrivals;
};

struct counts {
    uint64_t sent, send_errors, delivered, duplicates, forged, strangers, dropped_here, rtcp, feedback, bytes_in, bytes_out, attacks;
};

extern struct counts counts;
extern struct peer *peers[PEERS];
extern int peer_count, sample_every;

static inline int64_t now_ns(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

/* connect.c: from the address to the keys. */
void connections_begin(void);
struct peer *peer_open(int id, const char *host, int port);
void peer_close(struct peer *p);
void peer_note_drops(struct peer *p);
void peer_check(struct peer *p);
void peer_raw(struct peer *p, int viewer);
void peer_on_stun(struct peer *p, uint8_t *data, int length);
void peer_on_dtls(struct peer *p, const uint8_t *data, int length);
void peer_tick(struct peer *p, int64_t now);
int connection_hello(uint8_t *out, int room);

/* media.c: what goes out and what comes in. */
int64_t media_send_due(int64_t now);
void media_receive(struct peer *p);
void media_reset(void);
void media_print(void);
void media_stamp(uint8_t *packet, int length);
void media_stamped(const uint8_t *packet, int length, int64_t arrived_ns);
struct source *media_source(struct peer *p, uint32_t ssrc, int64_t first);
int media_delivered(struct peer *p, struct source *s, int64_t index);

/* mumble.c: the voice channel of a server of another kind. */
void mumble_open(struct peer *p, const char *key, const char *own_nonce, const char *server_nonce);
void mumble_tick(struct peer *p, int64_t now);
int mumble_audio(struct peer *p, uint8_t *packet);
void mumble_receive(struct peer *p, uint8_t *data, int length, int64_t arrived_ns);

/* feedback.c: transport-wide numbers and what is told of them. */
void feedback_begin(struct peer *p, int extension_id, int rtx_pt);
int feedback_number(struct peer *p, uint8_t *packet);
void feedback_arrived(struct peer *p, const uint8_t *packet, int length, int64_t arrived_ns);
void feedback_tick(struct peer *p, int64_t now);

/* attack.c: what no good client sends. */
void attack_begin(struct peer *p, const char *name, int rate);
int64_t attacks_due(int64_t now);
#endif
