import { AnyChatError, ErrorCode, SUB_PROTOCOL, MAX_JSON_BYTES } from './protocol.js';
import { decodeBinary, encodeBinary, parseMessage, requests } from './protocol.js';
import { startTicker } from './ticker.js';

const OPEN_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 10_000;
/** Of the time between two heartbeats that the server wants: after how much silence it is asked, and how long it may take. */
const ASK_SHARE = 0.5;
const ANSWER_SHARE = 0.4;
/** How long an answer may take where there is reason to think that the network is another one. */
const CHECK_MS = 1_500;

/**
 * Words for a link that ended without the server saying why.
 * @type {Record<number, string>}
 */
const CLOSE_WORDS = {
  [ErrorCode.CONNECT_TIMEOUT]: 'Nothing was heard from the server in time.',
  [ErrorCode.CONNECT_ABORT]: 'The link to the server broke.',
  [ErrorCode.CONNECT_SELFCLOSE]: 'The link was closed.',
};

/**
 * One link to the gateway over a WebSocket: numbers requests and matches replies, keeps the link alive, notices when
 * it is dead. A link is used once; reconnection.js opens the next.
 */
export class Link {
  /** @type {WebSocket} */ #socket;
  /** @type {(event: string, body: any, bytes?: Uint8Array) => void} */ #onEvent;
  /** @type {(why: {code: number, message: string}) => void} */ #onClose;
  /** @type {() => number | undefined} */ #received;
  /** @type {Map<number, {resolve: (body: any) => void, reject: (error: AnyChatError) => void, deadlineMs: number}>} */
  #pending = new Map();
  #nextId = 1;
  #heartbeatMs = 10_000;
  #lastSentMs = 0;
  #lastReceivedMs = 0;
  /** When the server was asked whether it is there, unless it has said anything since. @type {number | null} */
  #askedMs = null;
  #closed = false;
  /** @type {() => void} */ #stopTicker = () => {};

  /** Messages from the server that were neither reply nor event. */
  malformed = 0;

  /**
   * Opens a link.
   * @param {string} url `ws:` or `wss:`, with the path `/anychat`
   * @param {object} hooks
   * @param {(event: string, body: any, bytes?: Uint8Array) => void} hooks.onEvent an event, with bytes where binary
   * @param {(why: {code: number, message: string}) => void} hooks.onClose once, when the opened link has ended
   * @param {() => number | undefined} [hooks.received] how many addressed events have come in the session
   * @param {number} [patienceMs] how long it may take
   * @returns {Promise<Link>} rejects with 100 or 101
   */
  static async open(url, { onEvent, onClose, received = () => undefined }, patienceMs = OPEN_TIMEOUT_MS) {
    const socket = createSocket(url);
    const link = new Link(socket, onEvent, onClose, received);
    await link.#opened(patienceMs);
    return link;
  }

  /**
   * @param {WebSocket} socket
   * @param {(event: string, body: any, bytes?: Uint8Array) => void} onEvent
   * @param {(why: {code: number, message: string}) => void} onClose
   * @param {() => number | undefined} received
   */
  constructor(socket, onEvent, onClose, received) {
    this.#socket = socket;
    this.#onEvent = onEvent;
    this.#onClose = onClose;
    this.#received = received;
  }

  /** Whether requests can be sent. @returns {boolean} */
  get isOpen() {
    return !this.#closed && this.#socket.readyState === WebSocket.OPEN;
  }

  /**
   * How often the client has to say something.
   * @param {number} seconds from the reply to `connect`
   */
  set heartbeatSeconds(seconds) {
    this.#heartbeatMs = seconds * 1000;
  }

  /**
   * Sends a request and waits for its reply.
   * @param {Record<string, any>} message without `id`
   * @param {{bytes?: Uint8Array, timeoutMs?: number}} [options] `bytes` makes it a binary message
   * @returns {Promise<any>} the reply's fields; rejects with the reply's code, 100 (no answer) or the code of a lost link
   */
  request(message, { bytes, timeoutMs = REQUEST_TIMEOUT_MS } = {}) {
    if (!this.isOpen) {
      return Promise.reject(new AnyChatError(ErrorCode.CONNECT_ABORT, CLOSE_WORDS[ErrorCode.CONNECT_ABORT]));
    }
    const id = this.#nextId++;
    const frame = bytes ? encodeBinary({ id, ...message }, bytes) : JSON.stringify({ id, ...message });
    if (typeof frame === 'string' && utf8Length(frame) > MAX_JSON_BYTES) {
      return Promise.reject(new AnyChatError(ErrorCode.FUNCOPTERROR, `${message.type} is larger than a message may be.`));
    }
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject, deadlineMs: performance.now() + timeoutMs });
      this.#socket.send(frame);
      this.#lastSentMs = performance.now();
    });
  }

  /** There is reason to think that the network is another one: asks the server now, and gives the link up soon. */
  check = () => {
    const askedMs = performance.now();
    this.request(requests.heartbeat(this.#received())).catch(() => {});
    setTimeout(() => this.#lastReceivedMs < askedMs && this.#end(ErrorCode.CONNECT_ABORT), CHECK_MS);
  };

  /** Closes the link from this side; `onClose` is told 116. */
  close() {
    this.#end(ErrorCode.CONNECT_SELFCLOSE);
  }

  /** @param {number} patienceMs */
  #opened(patienceMs) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => fail(ErrorCode.CONNECT_TIMEOUT), patienceMs);
      const fail = (/** @type {number} */ code) => {
        clearTimeout(timer);
        this.#detach();
        reject(new AnyChatError(code, 'The server cannot be reached.'));
      };
      this.#socket.onerror = () => fail(ErrorCode.CONNECT_ABORT);
      this.#socket.onclose = () => fail(ErrorCode.CONNECT_ABORT);
      this.#socket.onopen = () => {
        clearTimeout(timer);
        this.#attach();
        resolve(undefined);
      };
    });
  }

  #attach() {
    this.#lastReceivedMs = this.#lastSentMs = performance.now();
    this.#socket.onerror = null;
    this.#socket.onclose = () => this.#end(ErrorCode.CONNECT_ABORT);
    this.#socket.onmessage = (message) => this.#receive(message.data);
    this.#stopTicker = startTicker(() => this.#tick());
    addEventListener('online', this.check);
  }

  #detach() {
    this.#closed = true;
    this.#stopTicker();
    removeEventListener('online', this.check);
    this.#socket.onopen = this.#socket.onerror = this.#socket.onclose = this.#socket.onmessage = null;
    this.#socket.close();
  }

  /** @param {string | ArrayBuffer} data */
  #receive(data) {
    this.#lastReceivedMs = performance.now();
    this.#askedMs = null;
    const binary = typeof data === 'string' ? null : decodeBinary(data);
    const incoming = parseMessage(typeof data === 'string' ? data : binary?.header ?? '');
    if (incoming === null) {
      this.malformed++;
    } else if (incoming.kind === 'reply') {
      this.#settle(incoming.re, incoming.code, incoming.body);
    } else if (incoming.event === 'linkClose') {
      this.#end(incoming.body.code ?? ErrorCode.CONNECT_ABORT, incoming.body.message);
    } else {
      this.#onEvent(incoming.event, incoming.body, binary?.bytes);
    }
  }

  /** @param {number} id @param {number} code @param {any} body */
  #settle(id, code, body) {
    const waiting = this.#pending.get(id);
    this.#pending.delete(id);
    if (code === ErrorCode.SUCCESS) {
      waiting?.resolve(body);
    } else {
      waiting?.reject(new AnyChatError(code, body.message));
    }
  }

  #tick() {
    const nowMs = performance.now();
    if (this.#askedMs !== null && nowMs - this.#askedMs > ANSWER_SHARE * this.#heartbeatMs) {
      this.#end(ErrorCode.CONNECT_TIMEOUT);
      return;
    }
    for (const [id, waiting] of this.#pending) {
      if (nowMs > waiting.deadlineMs) {
        this.#pending.delete(id);
        waiting.reject(new AnyChatError(ErrorCode.CONNECT_TIMEOUT, 'The server did not answer in time.'));
      }
    }
    const quietMs = nowMs - Math.min(this.#lastSentMs, this.#lastReceivedMs);
    if (this.#askedMs === null && quietMs > ASK_SHARE * this.#heartbeatMs) {
      this.#askedMs = nowMs;
      this.request(requests.heartbeat(this.#received())).catch(() => {});
    }
  }

  /** @param {number} code @param {string} [message] */
  #end(code, message = CLOSE_WORDS[code]) {
    if (this.#closed) {
      return;
    }
    this.#detach();
    for (const waiting of this.#pending.values()) {
      waiting.reject(new AnyChatError(code, message));
    }
    this.#pending.clear();
    this.#onClose({ code, message });
  }
}

/** @param {string} url */
function createSocket(url) {
  try {
    const socket = new WebSocket(url, SUB_PROTOCOL);
    socket.binaryType = 'arraybuffer';
    return socket;
  } catch (cause) {
    throw new AnyChatError(ErrorCode.FUNCOPTERROR, `Not an address of a server: ${url}`, { cause });
  }
}

/** @param {string} text */
function utf8Length(text) {
  return text.length * 3 <= MAX_JSON_BYTES ? text.length : new TextEncoder().encode(text).length;
}

/**
 * The WebSocket address of a server.
 * @param {string} [url] `http:`, `https:`, `ws:` or `wss:`; without it the page's own server
 * @returns {string}
 */
export function linkUrl(url) {
  const full = new URL(url ?? '/anychat', location.href);
  full.protocol = full.protocol.replace(/^http/, 'ws');
  if (full.pathname === '/') {
    full.pathname = '/anychat';
  }
  return full.href;
}
