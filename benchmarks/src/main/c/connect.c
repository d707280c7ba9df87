/* From an address to keys: ICE checks, DTLS as the client, SRTP keys. */
#include "load.h"
#include <arpa/inet.h>
#include <linux/sock_diag.h>
#include <openssl/x509.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CHECK_MS = 20, CONSENT_MS = 4000, REPORT_MS = 1000, MTU = 1300, SOCKET_BUFFER = 2 << 20 };

static const int64_t MS = 1000000;

static SSL_CTX *tls;

static int accept_any(int ok, X509_STORE_CTX *chain) {
    (void)ok, (void)chain;
    return 1;
}

/* One certificate for all; the servers compare its fingerprint with the signalled one. */
void connections_begin(void) {
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *certificate = X509_new();
    X509_NAME *name = X509_get_subject_name(certificate);
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 86400);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"load", -1, -1, 0);
    X509_set_issuer_name(certificate, name);
    X509_set_pubkey(certificate, key);
    X509_sign(certificate, key, EVP_sha256());
    tls = SSL_CTX_new(DTLS_client_method());
    SSL_CTX_set_min_proto_version(tls, DTLS1_2_VERSION);
    SSL_CTX_set_max_proto_version(tls, DTLS1_2_VERSION);
    if (SSL_CTX_set_tlsext_use_srtp(tls, "SRTP_AEAD_AES_128_GCM")) fail("this OpenSSL has no SRTP with GCM");
    SSL_CTX_use_certificate(tls, certificate);
    SSL_CTX_use_PrivateKey(tls, key);
    SSL_CTX_set_verify(tls, SSL_VERIFY_PEER, accept_any);
    uint8_t digest[32];
    unsigned length;
    X509_digest(certificate, EVP_sha256(), digest, &length);
    printf("fingerprint ");
    for (unsigned i = 0; i < length; i++) printf("%s%02X", i ? ":" : "", digest[i]);
    printf("\n");
}

struct peer *peer_open(int id, const char *host, int port) {
    struct peer *p = calloc(1, sizeof *p);
    int size = SOCKET_BUFFER, on = 1;
    p->id = id;
    p->draws = id;
    p->to = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(port)};
    inet_pton(AF_INET, host, &p->to.sin_addr);
    p->fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    /* A packet that is lost here is not the server's fault; beyond the machine's limit where that is allowed. */
    if (setsockopt(p->fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size)) setsockopt(p->fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
    setsockopt(p->fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
    if (p->fd < 0 || connect(p->fd, (struct sockaddr *)&p->to, sizeof p->to)) fail("cannot open a socket");
    p->next_report_ns = now_ns(CLOCK_MONOTONIC) + (id % REPORT_MS + REPORT_MS) * MS;
    return p;
}

void peer_check(struct peer *p) {
    uint8_t request[STUN_MAX];
    for (int i = 0; i < 12; i++) p->transaction[i] = rand();
    int length = stun_request(request, p->transaction, p->username, p->remote_password);
    send(p->fd, request, length, 0);
    p->next_check_ns = now_ns(CLOCK_MONOTONIC) + (p->state == CHECKING ? CHECK_MS : CONSENT_MS) * MS;
}

/* What the kernel has not had room for in its socket. */
void peer_note_drops(struct peer *p) {
    uint32_t memory[SK_MEMINFO_VARS];
    socklen_t length = sizeof memory;
    if (getsockopt(p->fd, SOL_SOCKET, SO_MEMINFO, memory, &length)) fail("this kernel does not tell what a socket drops");
    counts.dropped_here += memory[SK_MEMINFO_DROPS] - p->drops;
    p->drops = memory[SK_MEMINFO_DROPS];
}

/* Of events that have come already some may still be for this peer, so that itself is not freed. */
void peer_close(struct peer *p) {
    peer_note_drops(p);
    close(p->fd);
    p->fd = -1;
    SSL_free(p->ssl);
    srtp_close(&p->tx);
    srtp_close(&p->rx);
    for (int i = 0; i < p->source_count; i++) free(p->sources[i]);
    p->source_count = 0;
    free(p->arrivals);
    p->arrivals = NULL;
}

/* Tells the floor who this is; the keys follow from the id. */
void peer_raw(struct peer *p, int viewer) {
    uint8_t key[SRTP_KEY], salt[SRTP_SALT], hello[5] = {viewer ? 'V' : 'P'};
    raw_keys(p->id, key, salt);
    srtp_open(&p->tx, key, salt, 1);
    srtp_open(&p->rx, key, salt, 0);
    put32(hello + 1, p->id);
    send(p->fd, hello, sizeof hello, 0);
    p->raw = 1;
    p->state = CONNECTED;
    printf("connected %d %lld\n", p->id, (long long)now_ns(CLOCK_MONOTONIC));
}

static void send_flight(struct peer *p) {
    uint8_t flight[4096];
    int length = BIO_read(p->out, flight, sizeof flight);
    if (length > 0) send(p->fd, flight, length, 0);
}

static void take_keys(struct peer *p) {
    uint8_t material[2 * (SRTP_KEY + SRTP_SALT)];
    uint8_t *salts = material + 2 * SRTP_KEY;
    if (!SSL_get_selected_srtp_profile(p->ssl)) fail("the server takes no SRTP with AES-128-GCM");
    SSL_export_keying_material(p->ssl, material, sizeof material, "EXTRACTOR-dtls_srtp", 19, NULL, 0, 0);
    srtp_open(&p->tx, material, salts, 1);
    srtp_open(&p->rx, material + SRTP_KEY, salts + SRTP_SALT, 0);
    p->state = CONNECTED;
    printf("connected %d %lld\n", p->id, (long long)now_ns(CLOCK_MONOTONIC));
}

static void shake(struct peer *p) {
    int done = SSL_do_handshake(p->ssl);
    int why = SSL_get_error(p->ssl, done);
    send_flight(p);
    if (done == 1) {
        take_keys(p);
    } else if (why != SSL_ERROR_WANT_READ) {
        printf("failed %d handshake\n", p->id);
    }
}

/* The first flight of a handshake that goes nowhere. */
int connection_hello(uint8_t *out, int room) {
    SSL *ssl = SSL_new(tls);
    BIO *in = BIO_new(BIO_s_mem()), *flight = BIO_new(BIO_s_mem());
    BIO_set_mem_eof_return(in, -1);
    SSL_set_bio(ssl, in, flight);
    SSL_set_options(ssl, SSL_OP_NO_QUERY_MTU);
    SSL_set_mtu(ssl, MTU);
    SSL_set_connect_state(ssl);
    SSL_do_handshake(ssl);
    int length = BIO_read(flight, out, room);
    SSL_free(ssl);
    return length;
}

static void begin_handshake(struct peer *p) {
    p->state = SHAKING;
    p->ssl = SSL_new(tls);
    p->in = BIO_new(BIO_s_mem());
    p->out = BIO_new(BIO_s_mem());
    BIO_set_mem_eof_return(p->in, -1);
    SSL_set_bio(p->ssl, p->in, p->out);
    SSL_set_options(p->ssl, SSL_OP_NO_QUERY_MTU);
    SSL_set_mtu(p->ssl, MTU);
    SSL_set_connect_state(p->ssl);
    shake(p);
}

void peer_on_stun(struct peer *p, uint8_t *data, int length) {
    if (length < STUN_HEADER) return;
    if (get16(data) == STUN_SUCCESS && !memcmp(data + 8, p->transaction, 12)) {
        p->answered_ns = now_ns(CLOCK_MONOTONIC);
        if (p->state == CHECKING) begin_handshake(p);
        p->next_check_ns = p->answered_ns + CONSENT_MS * MS;
    } else if (get16(data) == STUN_REQUEST) {
        uint8_t answer[STUN_MAX];
        send(p->fd, answer, stun_answer(answer, data, &p->to, p->local_password), 0);
    }
}

void peer_on_dtls(struct peer *p, const uint8_t *data, int length) {
    if (!p->ssl) return;
    BIO_write(p->in, data, length);
    if (p->state == SHAKING) {
        shake(p);
    } else {
        uint8_t ignored[256];
        SSL_read(p->ssl, ignored, sizeof ignored);
        send_flight(p);
    }
}

/* A receiver report a second, as every client sends them, while anything comes. */
static void report(struct peer *p) {
    uint8_t r[ROOM] = {0x80, 201};
    int blocks = p->source_count < 31 ? p->source_count : 31;
    r[0] |= blocks;
    put16(r + 2, 1 + 6 * blocks);
    put32(r + 4, 0x4C000000 + p->id);
    for (int i = 0; i < blocks; i++) {
        put32(r + 8 + 24 * i, p->sources[i]->ssrc);
        put32(r + 16 + 24 * i, p->sources[i]->highest);
    }
    send(p->fd, r, srtcp_seal(&p->tx, r, 8 + 24 * blocks), 0);
}

void peer_tick(struct peer *p, int64_t now) {
    if (p->mumble) mumble_tick(p, now);
    if (p->state == CONNECTED) feedback_tick(p, now);
    if (!p->raw && now >= p->next_check_ns) peer_check(p);
    if (p->state == SHAKING && DTLSv1_handle_timeout(p->ssl) > 0) send_flight(p);
    if (p->state == CONNECTED && !p->raw && now >= p->next_report_ns) {
        p->next_report_ns += REPORT_MS * MS;
        if (p->received != p->reported) report(p);
        p->reported = p->received;
    }
}
