/**
 * STUN messages: RFC 8489, with the attributes of ICE (RFC 8445 section 16). A message is an immutable value; its
 * MESSAGE-INTEGRITY and FINGERPRINT belong to the bytes and are checked and written on them. Uses no other package.
 */
package org.anychat.webrtc.stun;
