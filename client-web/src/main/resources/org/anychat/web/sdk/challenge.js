import { AnyChatError, ErrorCode } from './protocol.js';

/**
 * Proves to know the server password without sending it.
 * @param {string} serverPassword
 * @param {string} challenge from the reply to `connect`
 * @returns {Promise<string>} hex HMAC-SHA-256; rejects with 102 where the password is missing or the browser may not
 */
export async function challengeProof(serverPassword, challenge) {
  if (!serverPassword) {
    throw new AnyChatError(ErrorCode.CONNECT_AUTHFAIL, 'The server asks for its password.');
  }
  if (!globalThis.crypto?.subtle) {
    throw new AnyChatError(ErrorCode.CONNECT_AUTHFAIL, 'Browsers give cryptography to pages from https: or localhost only.');
  }
  const utf8 = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', utf8.encode(serverPassword), algorithm, false, ['sign']);
  const proof = new Uint8Array(await crypto.subtle.sign('HMAC', key, utf8.encode(challenge)));
  return Array.from(proof, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
