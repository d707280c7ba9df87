package org.anychat.webrtc.stun;

import java.util.HexFormat;

/** The sample messages of RFC 5769, one attribute or field per line. */
final class Rfc5769 {
    static final String PASSWORD = "VOkJxbRl1RmTxUk/WvJxBt";

    private Rfc5769() {}

    /** Section 2.1; the padding is of spaces. */
    static byte[] request() {
        return bytes(
                "0001 0058 2112a442", // type, length, magic cookie
                "b7e7a701 bc34d686 fa87dfae", // transaction id
                "8022 0010 5354554e 20746573 7420636c 69656e74", // SOFTWARE "STUN test client"
                "0024 0004 6e0001ff", // PRIORITY
                "8029 0008 932ff9b1 51263b36", // ICE-CONTROLLED
                "0006 0009 6576746a 3a683676 59 202020", // USERNAME "evtj:h6vY", padding
                "0008 0014 9aeaa70c bfd8cb56 781ef2b5 b2d3f249 c1b571a2", // MESSAGE-INTEGRITY
                "8028 0004 e57a3bcf"); // FINGERPRINT
    }

    /** Section 2.2. */
    static byte[] ipv4Response() {
        return bytes(
                "0101 003c 2112a442", // type, length, magic cookie
                "b7e7a701 bc34d686 fa87dfae", // transaction id
                "8022 000b 74657374 20766563 746f72 20", // SOFTWARE "test vector", padding
                "0020 0008 0001 a147 e112a643", // XOR-MAPPED-ADDRESS: family, port, address
                "0008 0014 2b91f599 fd9e90c3 8c7489f9 2af9ba53 f06be7d7", // MESSAGE-INTEGRITY
                "8028 0004 c07d4c96"); // FINGERPRINT
    }

    /** Section 2.3. */
    static byte[] ipv6Response() {
        return bytes(
                "0101 0048 2112a442", // type, length, magic cookie
                "b7e7a701 bc34d686 fa87dfae", // transaction id
                "8022 000b 74657374 20766563 746f72 20", // SOFTWARE "test vector", padding
                "0020 0014 0002 a147 0113a9fa a5d3f179 bc25f4b5 bed2b9d9", // XOR-MAPPED-ADDRESS
                "0008 0014 a382954e 4be67bf1 1784c97c 8292c275 bfe3ed41", // MESSAGE-INTEGRITY
                "8028 0004 c8fb0b4c"); // FINGERPRINT
    }

    /** Section 2.4; no FINGERPRINT. */
    static byte[] longTermRequest() {
        return bytes(
                "0001 0060 2112a442", // type, length, magic cookie
                "78ad3433 c6ad72c0 29da412e", // transaction id
                "0006 0012 e3839ee3 8388e383 aae38383 e382afe3 82b9 0000", // USERNAME, six katakana, padding
                "0015 001c 662f2f34 39396b39 35346436 4f4c3334 6f4c3946 53547679 36347341", // NONCE
                "0014 000b 6578616d 706c652e 6f7267 00", // REALM "example.org", padding
                "0008 0014 f6702465 6dd64a3e 02b8e071 2e85c9a2 8ca89666"); // MESSAGE-INTEGRITY
    }

    /** Appendix B.1 of RFC 8489, which continues this one, as erratum 6268 mends it: as printed it is too short. */
    static byte[] sha256Request() {
        return bytes(
                "0001 0090 2112a442", // type, length, magic cookie
                "78ad3433 c6ad72c0 29da412e", // transaction id
                "001e 0020 4a3cf38f ef6992bd a952c678 0417da0f 24819415 569e60b2 05c46e41 407f1704", // USERHASH
                "0015 0029 6f624d61 744a6f73 32414141 43662f2f 3439396b 39353464 364f4c33 346f4c39 46535476 79363473",
                "41 000000", // the end of NONCE, padding
                "0014 000b 6578616d 706c652e 6f7267 00", // REALM "example.org", padding
                "001d 0004 00020000", // PASSWORD-ALGORITHM SHA-256
                // MESSAGE-INTEGRITY-SHA256
                "001c 0020 b5c7bf00 5b6c52a2 1c51c5e8 92f81924 136296cb 927c4314 9309278c c6518e65");
    }

    private static byte[] bytes(String... hex) {
        return HexFormat.of().parseHex(String.join("", hex).replace(" ", ""));
    }
}
