/* SRTP and SRTCP with AEAD_AES_128_GCM (RFC 7714) over OpenSSL, as little of it as load and floor need. */
#ifndef SRTP_H
#define SRTP_H
#include <openssl/evp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SRTP_KEY = 16, SRTP_SALT = 12, SRTP_TAG = 16, RTP_HEADER = 12 };

/* One direction. */
struct srtp {
    EVP_CIPHER_CTX *rtp, *rtcp;
    uint8_t rtp_salt[SRTP_SALT], rtcp_salt[SRTP_SALT];
    uint32_t rtcp_index;
};

static inline void fail(const char *what) {
    fprintf(stderr, "%s\n", what);
    exit(1);
}

static inline void put16(uint8_t *p, uint16_t v) {
    p[0] = v >> 8;
    p[1] = v;
}

static inline void put32(uint8_t *p, uint32_t v) {
    put16(p, v >> 16);
    put16(p + 2, v);
}

static inline void put64(uint8_t *p, uint64_t v) {
    put32(p, v >> 32);
    put32(p + 4, v);
}

static inline uint16_t get16(const uint8_t *p) { return p[0] << 8 | p[1]; }
static inline uint32_t get32(const uint8_t *p) { return (uint32_t)get16(p) << 16 | get16(p + 2); }
static inline uint64_t get64(const uint8_t *p) { return (uint64_t)get32(p) << 32 | get32(p + 4); }

/* RFC 3711 section 4.3.1; the salt of 96 bits has 16 bits of zero behind it (RFC 7714 section 11). */
static void srtp_derive(const uint8_t *key, const uint8_t *salt, uint8_t label, uint8_t *out, int length) {
    uint8_t iv[16] = {0}, zero[16] = {0};
    int written;
    memcpy(iv, salt, SRTP_SALT);
    iv[7] ^= label;
    EVP_CIPHER_CTX *ctr = EVP_CIPHER_CTX_new();
    if (!EVP_EncryptInit_ex(ctr, EVP_aes_128_ctr(), NULL, key, iv) || !EVP_EncryptUpdate(ctr, out, &written, zero, length))
        fail("no AES-CTR");
    EVP_CIPHER_CTX_free(ctr);
}

static EVP_CIPHER_CTX *srtp_cipher(const uint8_t *key, int encrypt) {
    EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new();
    if (!EVP_CipherInit_ex(cipher, EVP_aes_128_gcm(), NULL, key, NULL, encrypt)) fail("no AES-GCM");
    return cipher;
}

static inline void srtp_open(struct srtp *s, const uint8_t *key, const uint8_t *salt, int encrypt) {
    uint8_t session[SRTP_KEY];
    srtp_derive(key, salt, 0, session, SRTP_KEY);
    s->rtp = srtp_cipher(session, encrypt);
    srtp_derive(key, salt, 3, session, SRTP_KEY);
    s->rtcp = srtp_cipher(session, encrypt);
    srtp_derive(key, salt, 2, s->rtp_salt, SRTP_SALT);
    srtp_derive(key, salt, 5, s->rtcp_salt, SRTP_SALT);
    s->rtcp_index = 0;
}

static inline void srtp_close(struct srtp *s) {
    EVP_CIPHER_CTX_free(s->rtp);
    EVP_CIPHER_CTX_free(s->rtcp);
}

static inline void srtp_nonce(uint8_t *nonce, const uint8_t *salt, uint32_t ssrc, uint64_t index) {
    memset(nonce, 0, 2);
    put32(nonce + 2, ssrc);
    put16(nonce + 6, index >> 32);
    put32(nonce + 8, index);
    for (int i = 0; i < SRTP_SALT; i++) nonce[i] ^= salt[i];
}

static inline int rtp_header_length(const uint8_t *p, int length) {
    int header = RTP_HEADER + 4 * (p[0] & 15);
    if (header + 4 <= length && (p[0] & 0x10)) header += 4 + 4 * get16(p + header + 2);
    return header;
}

/* Returns the new length; out has room for the tag. in == out is allowed. */
static inline int srtp_seal(struct srtp *s, const uint8_t *in, int length, uint64_t index, uint8_t *out) {
    uint8_t nonce[SRTP_SALT];
    int header = rtp_header_length(in, length), written;
    srtp_nonce(nonce, s->rtp_salt, get32(in + 8), index);
    if (in != out) memcpy(out, in, header);
    EVP_EncryptInit_ex(s->rtp, NULL, NULL, NULL, nonce);
    EVP_EncryptUpdate(s->rtp, NULL, &written, out, header);
    EVP_EncryptUpdate(s->rtp, out + header, &written, in + header, length - header);
    EVP_EncryptFinal_ex(s->rtp, out + length, &written);
    EVP_CIPHER_CTX_ctrl(s->rtp, EVP_CTRL_GCM_GET_TAG, SRTP_TAG, out + length);
    return length + SRTP_TAG;
}

/* Returns the new length, or -1 where the packet is not authentic. */
static inline int srtp_unseal(struct srtp *s, const uint8_t *in, int length, uint64_t index, uint8_t *out) {
    uint8_t nonce[SRTP_SALT];
    int header = rtp_header_length(in, length), written, plain = length - SRTP_TAG;
    if (plain < header) return -1;
    srtp_nonce(nonce, s->rtp_salt, get32(in + 8), index);
    if (in != out) memcpy(out, in, header);
    EVP_DecryptInit_ex(s->rtp, NULL, NULL, NULL, nonce);
    EVP_DecryptUpdate(s->rtp, NULL, &written, in, header);
    EVP_DecryptUpdate(s->rtp, out + header, &written, in + header, plain - header);
    EVP_CIPHER_CTX_ctrl(s->rtp, EVP_CTRL_GCM_SET_TAG, SRTP_TAG, (void *)(in + plain));
    return EVP_DecryptFinal_ex(s->rtp, out + plain, &written) > 0 ? plain : -1;
}

/* In place; the packet has room for the tag and the index behind it. Returns the new length. */
static inline int srtcp_seal(struct srtp *s, uint8_t *p, int length) {
    uint8_t nonce[SRTP_SALT], word[4];
    int written;
    srtp_nonce(nonce, s->rtcp_salt, get32(p + 4), s->rtcp_index);
    put32(word, s->rtcp_index++ | 0x80000000u);
    EVP_EncryptInit_ex(s->rtcp, NULL, NULL, NULL, nonce);
    EVP_EncryptUpdate(s->rtcp, NULL, &written, p, 8);
    EVP_EncryptUpdate(s->rtcp, NULL, &written, word, 4);
    EVP_EncryptUpdate(s->rtcp, p + 8, &written, p + 8, length - 8);
    EVP_EncryptFinal_ex(s->rtcp, p + length, &written);
    EVP_CIPHER_CTX_ctrl(s->rtcp, EVP_CTRL_GCM_GET_TAG, SRTP_TAG, p + length);
    memcpy(p + length + SRTP_TAG, word, 4);
    return length + SRTP_TAG + 4;
}

/* The keys that load and floor give peer n, instead of those of a handshake. */
static inline void raw_keys(int n, uint8_t *key, uint8_t *salt) {
    for (int i = 0; i < SRTP_KEY; i++) key[i] = n * 31 + i;
    for (int i = 0; i < SRTP_SALT; i++) salt[i] = n * 17 + i;
    put32(key, n);
}
#endif
