import { linkUrl } from './link.js';
import { AnyChatError, ErrorCode } from './protocol.js';

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;
const MAX_DOUBLINGS = 5;
const MAX_WAITING = 64;
const WAIT_MS = 10_000;

/** After these a link is gone without anybody's will, or its server says that another may serve. */
const LOST = new Set([
  ErrorCode.CONNECT_TIMEOUT, ErrorCode.CONNECT_ABORT, ErrorCode.CONNECT_HOTSERVER, ErrorCode.SERVICECLOSED,
]);

/** With these the next attempt may do better. */
const PASSING = new Set([...LOST, ErrorCode.REQUESTFAILED]);

/** Whether another address may do where one failed. @param {any} error */
export function isPassing(error) {
  return PASSING.has(error?.code);
}

/**
 * What the way back starts from.
 * @typedef {object} Credentials
 * @property {string} name
 * @property {string} password
 * @property {string} token the newest that the server has given
 */

/**
 * Brings a client back whose link was lost: with its session, else with a new login (BRAC_SO_NETWORK_AUTORECONNECT).
 * Tries the server's addresses in turn, at once and then with pauses that grow to 5 s. Requests wait meanwhile.
 */
export class Reconnection {
  /** @type {{open: (url: string) => Promise<void>, resume: (token: string, attempt: number) => Promise<void>,
   *   login: (name: string, password: string) => Promise<void>, closeLink: () => void,
   *   onGivenUp: (why: {code: number, message: string}) => void}} */
  #hooks;
  /** @type {Credentials | null} */ #credentials = null;
  /** Those that the application has named. @type {string[]} */ #configured = [];
  /** @type {string[]} */ #urls = [];
  #current = 0;
  #attempts = 0;
  /** Of all the ways back, as a late one may be of another than the newest. */
  #resumes = 0;
  /** Counts the ways back, so that an attempt of one that is over changes nothing. */
  #way = 0;
  #underWay = false;
  /** @type {number | undefined} */ #timer;
  /** @type {Set<{send: () => Promise<any>, resolve: (reply: any) => void, reject: (error: AnyChatError) => void,
   *   timer: number}>} */
  #waiting = new Set();

  /**
   * @param {object} hooks
   * @param {(url: string) => Promise<void>} hooks.open opens a link and introduces the client on it
   * @param {(token: string, attempt: number) => Promise<void>} hooks.resume the attempt's number tells the server which
   *   of several is the latest
   * @param {(name: string, password: string) => Promise<void>} hooks.login
   * @param {() => void} hooks.closeLink gives a link up that leads nowhere
   * @param {(why: {code: number, message: string}) => void} hooks.onGivenUp there is no way back
   */
  constructor(hooks) {
    this.#hooks = hooks;
  }

  /** The addresses to try, the one in use first. @param {string[]} urls */
  set urls(urls) {
    this.#urls = this.#configured = [...new Set(urls)];
    this.#current = 0;
  }

  /** The addresses to try. */
  get urls() {
    return [...this.#urls];
  }

  /** The address in use. */
  get url() {
    return this.#urls[this.#current];
  }

  /** Turns to the next address. */
  next() {
    this.#current = (this.#current + 1) % this.#urls.length;
  }

  /**
   * What the server says of others, in the place of what one has said before; those that the application has named come
   * first. Malformed ones are left out.
   * @param {string[]} [servers] `host:port` each
   */
  learn(servers = []) {
    const now = this.url;
    this.#urls = [...new Set([...this.#configured, ...servers.flatMap(serverUrl), now])];
    this.#current = this.#urls.indexOf(now);
  }

  /** Whether the client is on its way back. */
  get underWay() {
    return this.#underWay;
  }

  /** The client has logged in. @param {Credentials | null} credentials null: there is nothing to come back to */
  remember(credentials) {
    this.#credentials = credentials;
  }

  /** The server has given another token. @param {string} token */
  renew(token) {
    if (this.#credentials) {
      this.#credentials.token = token;
    }
  }

  /** The client wants no session any more. What waits fails. @param {number} code */
  forget(code) {
    this.#credentials = null;
    this.#stop();
    this.#fail(new AnyChatError(code));
  }

  /** Whether a lost link is one that is to be brought back. @param {number} code */
  isWorthwhile(code) {
    return this.#credentials !== null && LOST.has(code);
  }

  /** Begins the way back. @param {number} code why the link was lost */
  begin(code) {
    this.#stop();
    this.#underWay = true;
    this.#attempts = 0;
    if (code === ErrorCode.CONNECT_TIMEOUT) {
      // A server that has stopped still takes connections, and then says nothing.
      this.next();
    }
    this.#attempt(this.#way);
  }

  /** The client is back with its session: what waits is sent. */
  resumed() {
    this.#stop();
    for (const waiting of this.#waiting) {
      clearTimeout(waiting.timer);
      waiting.send().then(waiting.resolve, waiting.reject);
    }
    this.#waiting.clear();
  }

  /** The client is back without its session: what waits was meant for that. */
  loggedInAnew() {
    this.#stop();
    this.#fail(new AnyChatError(ErrorCode.CONNECT_ABORT, 'The session was lost with the link.'));
  }

  /**
   * Puts a request off until the client is back.
   * @param {() => Promise<any>} send
   * @returns {Promise<any>} rejects with 62 where too many wait, 100 where it takes too long, 101 without the session
   */
  wait(send) {
    if (this.#waiting.size >= MAX_WAITING) {
      return Promise.reject(new AnyChatError(ErrorCode.OVERFLOW, 'Too many requests while reconnecting.'));
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(waiting);
        reject(new AnyChatError(ErrorCode.CONNECT_TIMEOUT, 'The link was not back in time.'));
      }, WAIT_MS);
      const waiting = { send, resolve, reject, timer };
      this.#waiting.add(waiting);
    });
  }

  #stop() {
    clearTimeout(this.#timer);
    this.#underWay = false;
    this.#way++;
  }

  /** @param {AnyChatError} error */
  #fail(error) {
    for (const waiting of this.#waiting) {
      clearTimeout(waiting.timer);
      waiting.reject(error);
    }
    this.#waiting.clear();
  }

  /** @param {number} way */
  async #attempt(way) {
    this.#attempts++;
    try {
      await this.#hooks.open(this.url);
      await this.#takeUp(way);
    } catch (error) {
      this.#failed(way, /** @type {any} */ (error));
    }
  }

  /** @param {number} way */
  async #takeUp(way) {
    const credentials = this.#credentials;
    if (way !== this.#way || !credentials) {
      return;
    }
    try {
      await this.#hooks.resume(credentials.token, ++this.#resumes);
    } catch (error) {
      if (isPassing(error)) {
        throw error;
      }
      await this.#hooks.login(credentials.name, credentials.password);
    }
  }

  /** @param {number} way @param {{code: number, message: string}} error */
  #failed(way, error) {
    if (way !== this.#way) {
      return;
    }
    this.#hooks.closeLink();
    if (isPassing(error)) {
      this.next();
      this.#timer = setTimeout(() => this.#attempt(way), this.#pauseMs());
      return;
    }
    this.forget(error.code ?? ErrorCode.CONNECT_ABORT);
    this.#hooks.onGivenUp({ code: error.code ?? ErrorCode.CONNECT_ABORT, message: error.message });
  }

  /** Every address is tried once before the pauses grow; spread, so that not all clients of a server come at once. */
  #pauseMs() {
    const doublings = Math.min(MAX_DOUBLINGS, Math.floor((this.#attempts - 1) / this.#urls.length));
    return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** doublings) * (0.5 + Math.random() / 2);
  }
}

/** @param {string} server @returns {string[]} */
function serverUrl(server) {
  try {
    return [linkUrl(`wss://${server}`)];
  } catch {
    return [];
  }
}
