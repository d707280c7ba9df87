/* OCB2 with AES-128 (Rogaway 2004), as Mumble's voice channel uses it: tags cut to three bytes, the nonce a counter of 16 bytes. */
#ifndef OCB_H
#define OCB_H
#include <openssl/evp.h>
#include <stdint.h>
#include <string.h>

enum { OCB_BLOCK = 16, OCB_HEADER = 4, OCB_TAG = 3 };

/* Two keys' schedules of one key; the counters' lowest eight bytes, which never overflow here, and what is above them. */
struct ocb {
    EVP_CIPHER_CTX *encrypt, *decrypt;
    uint64_t sent, received;
    uint8_t sent_high[8], received_high[8];
};

static inline EVP_CIPHER_CTX *ocb_cipher(const uint8_t *key, int encrypt) {
    EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new();
    if (!EVP_CipherInit_ex(cipher, EVP_aes_128_ecb(), NULL, key, NULL, encrypt)) return NULL;
    EVP_CIPHER_CTX_set_padding(cipher, 0);
    return cipher;
}

static inline uint64_t ocb_counter(const uint8_t *nonce) {
    uint64_t low = 0;
    for (int i = 7; i >= 0; i--) low = low << 8 | nonce[i];
    return low;
}

/* The nonces are those before each side's first packet. */
static inline int ocb_begin(struct ocb *o, const uint8_t *key, const uint8_t *own_nonce, const uint8_t *peer_nonce) {
    o->encrypt = ocb_cipher(key, 1);
    o->decrypt = ocb_cipher(key, 0);
    o->sent = ocb_counter(own_nonce);
    o->received = ocb_counter(peer_nonce);
    memcpy(o->sent_high, own_nonce + 8, 8);
    memcpy(o->received_high, peer_nonce + 8, 8);
    return o->encrypt && o->decrypt;
}

static inline void ocb_cipher_block(EVP_CIPHER_CTX *cipher, uint8_t *block) {
    int written;
    EVP_CipherUpdate(cipher, block, &written, block, OCB_BLOCK);
}

static inline void ocb_add(uint8_t *to, const uint8_t *what) {
    for (int i = 0; i < OCB_BLOCK; i++) to[i] ^= what[i];
}

/* Times two in GF(2^128). */
static inline void ocb_double(uint8_t *b) {
    int carry = b[0] >> 7;
    for (int i = 0; i < OCB_BLOCK - 1; i++) b[i] = b[i] << 1 | b[i + 1] >> 7;
    b[OCB_BLOCK - 1] = b[OCB_BLOCK - 1] << 1 ^ (carry ? 0x87 : 0);
}

static inline void ocb_triple(uint8_t *b) {
    uint8_t twice[OCB_BLOCK];
    memcpy(twice, b, OCB_BLOCK);
    ocb_double(twice);
    ocb_add(b, twice);
}

/* In place, in either direction; returns the tag in "sum". */
static inline void ocb_crypt(struct ocb *o, int encrypt, uint64_t counter, uint8_t *data, int length, uint8_t *sum) {
    uint8_t delta[OCB_BLOCK], pad[OCB_BLOCK] = {0}, last[OCB_BLOCK] = {0};
    for (int i = 0; i < 8; i++) delta[i] = counter >> 8 * i;
    memcpy(delta + 8, encrypt ? o->sent_high : o->received_high, 8);
    ocb_cipher_block(o->encrypt, delta);
    memset(sum, 0, OCB_BLOCK);
    for (; length > OCB_BLOCK; length -= OCB_BLOCK, data += OCB_BLOCK) {
        ocb_double(delta);
        if (encrypt) ocb_add(sum, data);
        ocb_add(data, delta);
        ocb_cipher_block(encrypt ? o->encrypt : o->decrypt, data);
        ocb_add(data, delta);
        if (!encrypt) ocb_add(sum, data);
    }
    ocb_double(delta);
    pad[14] = length * 8 >> 8;
    pad[15] = length * 8;
    ocb_add(pad, delta);
    ocb_cipher_block(o->encrypt, pad);
    /* What is summed is the plain text, with the pad behind it. */
    memcpy(last, data, length);
    if (encrypt) {
        memcpy(last + length, pad + length, OCB_BLOCK - length);
        ocb_add(sum, last);
        ocb_add(last, pad);
    } else {
        ocb_add(last, pad);
        ocb_add(sum, last);
    }
    memcpy(data, last, length);
    ocb_triple(delta);
    ocb_add(sum, delta);
    ocb_cipher_block(o->encrypt, sum);
}

/* Seals what stands OCB_HEADER behind the packet's begin; returns the packet's length. */
static inline int ocb_seal(struct ocb *o, uint8_t *packet, int length) {
    uint8_t tag[OCB_BLOCK];
    ocb_crypt(o, 1, ++o->sent, packet + OCB_HEADER, length, tag);
    packet[0] = o->sent;
    memcpy(packet + 1, tag, OCB_TAG);
    return OCB_HEADER + length;
}

/* Opens in place what stands OCB_HEADER behind the packet's begin; returns its length, or -1 where it is not authentic. */
static inline int ocb_unseal(struct ocb *o, uint8_t *packet, int length) {
    uint8_t tag[OCB_BLOCK];
    if (length <= OCB_HEADER) return -1;
    uint64_t counter = o->received + (int8_t)(packet[0] - (uint8_t)o->received);
    ocb_crypt(o, 0, counter, packet + OCB_HEADER, length - OCB_HEADER, tag);
    if (memcmp(packet + 1, tag, OCB_TAG)) return -1;
    if (counter > o->received) o->received = counter;
    return length - OCB_HEADER;
}
#endif
