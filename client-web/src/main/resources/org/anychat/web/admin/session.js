/**
 * Who is logged in.
 * @typedef {{name: string, role: 'viewer' | 'operator' | 'admin', csrf: string, node: string}} Session
 */

/** What the server has refused. */
export class Refused extends Error {
  /** @param {string} reason @param {string} message */
  constructor(reason, message) {
    super(message);
    this.reason = reason;
  }
}

/** A server that does not answer by then is asked again later. */
const PATIENCE_MS = 10_000;
const ORDER = ['viewer', 'operator', 'admin'];

/**
 * Whether a role may do what another may.
 * @param {string} role
 * @param {string} needed
 * @returns {boolean}
 */
export function covers(role, needed) {
  return ORDER.indexOf(role) >= ORDER.indexOf(needed);
}

/** The session of this browser. @returns {Promise<Session | undefined>} undefined where nobody is logged in */
export async function current() {
  const answer = await fetch('session', { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) });
  if (answer.status === 401) {
    return undefined;
  }
  return read(answer);
}

/** @param {string} name @param {string} password @returns {Promise<Session>} */
export async function login(name, password) {
  return read(await post('login', { name, password }));
}

/** @param {Session} session */
export async function logout(session) {
  await read(await post('logout', {}, { 'X-CSRF-Token': session.csrf }));
}

/** @param {string} path @param {object} body @param {Record<string, string>} [headers] */
function post(path, body, headers = {}) {
  return fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

/** @param {Response} answer */
async function read(answer) {
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    throw new Refused(body.reason ?? 'FAILED', body.message ?? `${answer.status}`);
  }
  return body;
}
