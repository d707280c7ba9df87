/* Binding requests of a controlling ICE agent and answers to the peer's own (RFC 8445, RFC 8489). */
#ifndef STUN_H
#define STUN_H
#include "srtp.h"
#include <netinet/in.h>
#include <openssl/hmac.h>

enum { STUN_REQUEST = 0x0001, STUN_SUCCESS = 0x0101, STUN_HEADER = 20, STUN_MAX = 512 };

static const uint32_t STUN_COOKIE = 0x2112A442;

static int stun_begin(uint8_t *p, int type, const uint8_t *transaction) {
    put16(p, type);
    put32(p + 4, STUN_COOKIE);
    memcpy(p + 8, transaction, 12);
    return STUN_HEADER;
}

static int stun_attribute(uint8_t *p, int at, int type, const void *value, int length) {
    put16(p + at, type);
    put16(p + at + 2, length);
    memset(p + at + 4, 0, (length + 3) & ~3);
    memcpy(p + at + 4, value, length);
    return at + 4 + ((length + 3) & ~3);
}

static uint32_t stun_crc(const uint8_t *p, int length) {
    uint32_t crc = ~0u;
    for (int i = 0; i < length; i++) {
        crc ^= p[i];
        for (int bit = 0; bit < 8; bit++) crc = crc >> 1 ^ (0xEDB88320 & -(crc & 1));
    }
    return ~crc ^ 0x5354554E;
}

/* MESSAGE-INTEGRITY and FINGERPRINT. */
static int stun_end(uint8_t *p, int at, const char *password) {
    uint8_t mac[20], crc[4];
    unsigned length = sizeof mac;
    put16(p + 2, at + 24 - STUN_HEADER);
    HMAC(EVP_sha1(), password, strlen(password), p, at, mac, &length);
    at = stun_attribute(p, at, 0x0008, mac, sizeof mac);
    put16(p + 2, at + 8 - STUN_HEADER);
    put32(crc, stun_crc(p, at));
    return stun_attribute(p, at, 0x8028, crc, sizeof crc);
}

static inline int stun_request(uint8_t *p, const uint8_t *transaction, const char *username, const char *password) {
    uint8_t priority[4], tie_breaker[8] = {1, 2, 3, 4, 5, 6, 7, 8};
    put32(priority, 0x6E0001FF);
    int at = stun_begin(p, STUN_REQUEST, transaction);
    at = stun_attribute(p, at, 0x0006, username, strlen(username));
    at = stun_attribute(p, at, 0x0024, priority, sizeof priority);
    at = stun_attribute(p, at, 0x802A, tie_breaker, sizeof tie_breaker);
    at = stun_attribute(p, at, 0x0025, "", 0);
    return stun_end(p, at, password);
}

static inline int stun_answer(uint8_t *p, const uint8_t *request, const struct sockaddr_in *from, const char *password) {
    uint8_t mapped[8] = {0, 1};
    put16(mapped + 2, ntohs(from->sin_port) ^ STUN_COOKIE >> 16);
    put32(mapped + 4, ntohl(from->sin_addr.s_addr) ^ STUN_COOKIE);
    int at = stun_begin(p, STUN_SUCCESS, request + 8);
    at = stun_attribute(p, at, 0x0020, mapped, sizeof mapped);
    return stun_end(p, at, password);
}
#endif
