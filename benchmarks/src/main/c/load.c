/*
 * The one load of all servers under test: peers that do ICE, DTLS and SRTP (AES-128-GCM) over UDP; some send, all
 * receive. Signalling is the business of whoever runs it, who says what to do line by line and reads what happened:
 *
 *   peer ID HOST PORT LOCAL-UFRAG LOCAL-PWD REMOTE-UFRAG REMOTE-PWD   -> connected ID NS, failed ID WHY
 *   raw ID HOST PORT viewer|publisher       a peer of the floor, without ICE and DTLS -> connected ID NS
 *   mumble ID HOST PORT KEY OWN-NONCE SERVER-NONCE    a peer of a Mumble server, by what its control channel said -> connected ID NS
 *   video ID SSRC PT FPS PACKETS BYTES SPACING-US, audio ID SSRC PT RATE BYTES     what a peer sends from "go" on
 *   numbers ID EXTENSION-ID RTX-PT          numbers what it sends and tells of what comes; what has that payload type is no news
 *   stranger ID HOST PORT LOCAL-UFRAG REMOTE-UFRAG REMOTE-PWD    a socket that knows these, right or wrong
 *   attack ID KIND RATE                     packets that no good client sends (attack.c), from now on; 0: no more
 *   leave ID                                closes its socket
 *   go, hush                                all senders
 *   reset, report                           the counts -> report NAME=VALUE ..., latencies as US:PACKETS,...
 *   sample N                                every how many packets one is opened, at random
 *   clock PID                               -> clock PID NS, the CPU time of a process, -1 where it is gone
 *
 * "first ID NS" says when a peer got its first packet. Times are those of CLOCK_MONOTONIC.
 */
#define _GNU_SOURCE
#include "load.h"
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

enum { TICK_NS = 10000000, EVENTS = 256, LINE = 1024 };

struct peer *peers[PEERS];
int peer_count;
static int poll_fd;

static struct peer *find(int id) {
    for (int i = 0; i < peer_count; i++)
        if (peers[i]->id == id) return peers[i];
    fprintf(stderr, "peer %d: ", id);
    fail("no such peer");
    return NULL;
}

static struct peer *add(int id, const char *host, int port) {
    if (peer_count == PEERS) fail("too many peers");
    struct peer *p = peers[peer_count++] = peer_open(id, host, port);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = p};
    epoll_ctl(poll_fd, EPOLL_CTL_ADD, p->fd, &event);
    return p;
}

static void leave(int id) {
    struct peer *p = find(id);
    int i = 0;
    while (peers[i] != p) i++;
    peers[i] = peers[--peer_count];
    peer_close(p);
}

static void go(int64_t now) {
    for (int i = 0; i < peer_count; i++) {
        struct sending *s = &peers[i]->sending;
        if (!s->fps && !s->audio_rate) continue;
        /* Publishers do not send in step. */
        int64_t phase = peers[i]->id * 7919LL % 38 * 1000000;
        s->on = 1;
        s->left = 0;
        s->next_frame_ns = now + phase;
        s->next_audio_ns = s->audio_ns = now + phase / 2;
    }
}

static void hush(void) {
    for (int i = 0; i < peer_count; i++) peers[i]->sending.on = 0;
}

static void print_clock(int pid) {
    clockid_t clock;
    int gone = clock_getcpuclockid(pid, &clock);
    printf("clock %d %lld\n", pid, gone ? -1LL : (long long)now_ns(clock));
}

static int command_of_peer(const char *line) {
    int id, port, rate, rtx_pt;
    char host[64], local[80], remote[80], local_password[80], remote_password[80], role[16];
    struct sending s = {0};
    if (sscanf(line, "peer %d %63s %d %79s %79s %79s %79s", &id, host, &port, local, local_password, remote, remote_password) == 7) {
        struct peer *p = add(id, host, port);
        snprintf(p->username, sizeof p->username, "%s:%s", remote, local);
        strcpy(p->local_password, local_password);
        strcpy(p->remote_password, remote_password);
        peer_check(p);
    } else if (sscanf(line, "stranger %d %63s %d %79s %79s %79s", &id, host, &port, local, remote, remote_password) == 6) {
        struct peer *p = add(id, host, port);
        snprintf(p->username, sizeof p->username, "%s:%s", remote, local);
        strcpy(p->remote_password, remote_password);
        p->raw = 1;
    } else if (sscanf(line, "attack %d %15s %d", &id, role, &rate) == 3) {
        attack_begin(find(id), role, rate);
    } else if (sscanf(line, "raw %d %63s %d %15s", &id, host, &port, role) == 4) {
        peer_raw(add(id, host, port), role[0] == 'v');
    } else if (sscanf(line, "mumble %d %63s %d %79s %79s %79s", &id, host, &port, local, local_password, remote_password) == 6) {
        mumble_open(add(id, host, port), local, local_password, remote_password);
    } else if (sscanf(line, "numbers %d %d %d", &id, &rate, &rtx_pt) == 3) {
        feedback_begin(find(id), rate, rtx_pt);
    } else if (sscanf(line, "leave %d", &id) == 1) {
        leave(id);
    } else if (sscanf(line, "video %d %u %d %d %d %d %ld", &id, &s.video_ssrc, &s.video_pt, &s.fps, &s.packets, &s.packet_bytes,
                      &s.spacing_ns) == 7) {
        struct sending *to = &find(id)->sending;
        to->video_ssrc = s.video_ssrc, to->video_pt = s.video_pt, to->fps = s.fps, to->packets = s.packets;
        to->packet_bytes = s.packet_bytes, to->spacing_ns = s.spacing_ns * 1000, to->video_index = to->video_index ? to->video_index : 1;
    } else if (sscanf(line, "audio %d %u %d %d %d", &id, &s.audio_ssrc, &s.audio_pt, &s.audio_rate, &s.audio_bytes) == 5) {
        struct sending *to = &find(id)->sending;
        to->audio_ssrc = s.audio_ssrc, to->audio_pt = s.audio_pt, to->audio_rate = s.audio_rate, to->audio_bytes = s.audio_bytes;
    } else {
        return 0;
    }
    return 1;
}

static void command(const char *line) {
    int pid;
    if (command_of_peer(line) || sscanf(line, "sample %d", &sample_every) == 1) return;
    if (sscanf(line, "clock %d", &pid) == 1) {
        print_clock(pid);
    } else if (!strcmp(line, "go")) {
        go(now_ns(CLOCK_MONOTONIC));
    } else if (!strcmp(line, "hush")) {
        hush();
    } else if (!strcmp(line, "reset")) {
        media_reset();
    } else if (!strcmp(line, "report")) {
        media_print();
    } else {
        printf("unknown %s\n", line);
    }
}

/* Lines of stdin; false at its end. */
static int read_commands(void) {
    static char buffer[1 << 16];
    static int used;
    int n = read(0, buffer + used, sizeof buffer - 1 - used);
    if (n <= 0) return n < 0;
    used += n;
    buffer[used] = 0;
    char *begin = buffer;
    for (char *end; (end = strchr(begin, '\n')); begin = end + 1) {
        *end = 0;
        command(begin);
    }
    used -= begin - buffer;
    memmove(buffer, begin, used);
    return 1;
}

int main(void) {
    struct rlimit files = {65536, 65536};
    setrlimit(RLIMIT_NOFILE, &files);
    setvbuf(stdout, NULL, _IOLBF, LINE);
    connections_begin();
    poll_fd = epoll_create1(0);
    struct epoll_event input = {.events = EPOLLIN}, events[EVENTS];
    epoll_ctl(poll_fd, EPOLL_CTL_ADD, 0, &input);
    fcntl(0, F_SETFL, O_NONBLOCK);
    int64_t next_tick = 0, next_packet = INT64_MAX;
    for (;;) {
        int64_t now = now_ns(CLOCK_MONOTONIC);
        if (now >= next_tick) {
            for (int i = 0; i < peer_count; i++) peer_tick(peers[i], now);
            next_tick = now + TICK_NS;
        }
        next_packet = media_send_due(now);
        int64_t next_attack = attacks_due(now);
        if (next_attack < next_packet) next_packet = next_attack;
        now = now_ns(CLOCK_MONOTONIC);
        int64_t until = next_packet < next_tick ? next_packet : next_tick;
        struct timespec wait = {0, until > now ? until - now : 0};
        int n = epoll_pwait2(poll_fd, events, EVENTS, &wait, NULL);
        for (int i = 0; i < n; i++) {
            if (events[i].data.ptr) {
                media_receive(events[i].data.ptr);
            } else if (!read_commands()) {
                return 0;
            }
        }
    }
}
