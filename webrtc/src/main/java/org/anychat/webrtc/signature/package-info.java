/** Signatures of Ed25519 (RFC 8032). */
package org.anychat.webrtc.signature;
