/** Where the figures are told that every page shows. */
export const OVERVIEW = 'admin.overview';

const PING_MS = 10_000;
const ANSWER_MS = 15_000;
const RETRY_MS = [500, 1_000, 2_000, 4_000, 8_000];
/** A server says something twice a second; one that has said nothing for so long is gone, whatever the browser thinks. */
const SILENCE_MS = 20_000;
const WATCH_MS = 2_000;
/** So long after the last key or pointer somebody is still there. */
const PRESENT_MS = 60_000;

/** What the server has answered a question with instead of an answer. */
export class BridgeError extends Error {
  /** @param {number} code @param {string} message */
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/**
 * The page's end of the event bus: the bridge protocol of Vert.x over a plain WebSocket. Reconnects by itself until
 * it is closed, or the server says that nobody is logged in any more.
 */
export class Bridge {
  #socket;
  #questions = new Map();
  #lastNumber = 0;
  #attempts = 0;
  #closed = false;
  #pings = 0;
  #watch = 0;
  #heard = 0;
  #signs = new AbortController();
  #csrf;
  #listener;
  #seen = performance.now();

  /**
   * @param {string} csrf of the session
   * @param {{onOverview: (body: any) => void, onState: (open: boolean) => void, onLost: () => Promise<boolean>}} listener
   *   `onLost` says whether it is worth another try
   */
  constructor(csrf, listener) {
    this.#csrf = csrf;
    this.#listener = listener;
    for (const sign of ['pointerdown', 'keydown', 'wheel']) {
      addEventListener(sign, () => {
        this.#seen = performance.now();
      }, { passive: true, signal: this.#signs.signal });
    }
  }

  /** Connects. */
  open() {
    const url = new URL('bus/websocket', location.href);
    url.protocol = url.protocol.replace('http', 'ws');
    url.hash = '';
    const socket = new WebSocket(url);
    this.#socket = socket;
    this.#heard = performance.now();
    this.#watch = setInterval(() => {
      if (performance.now() - this.#heard > SILENCE_MS) {
        socket.close();
        this.#onClose(socket);
      }
    }, WATCH_MS);
    socket.onopen = () => this.#onOpen();
    socket.onmessage = ({ data }) => this.#onMessage(data);
    socket.onclose = () => this.#onClose(socket);
  }

  #onOpen() {
    this.#attempts = 0;
    this.#send({ type: 'register', address: OVERVIEW, headers: {} });
    this.#pings = setInterval(() => this.#send({ type: 'ping' }), PING_MS);
    this.#listener.onState(true);
  }

  /** @param {string | Blob} data */
  #onMessage(data) {
    this.#heard = performance.now();
    if (data instanceof Blob) {
      data.text().then((text) => this.#onMessage(text));
      return;
    }
    const message = JSON.parse(data);
    const question = this.#questions.get(message.address);
    if (question) {
      this.#questions.delete(message.address);
      clearTimeout(question.timer);
      if (message.type === 'err') {
        question.reject(new BridgeError(message.failureCode ?? 0, message.message ?? ''));
      } else {
        question.resolve(message.body);
      }
    } else if (message.address === OVERVIEW) {
      this.#listener.onOverview(message.body);
    }
  }

  /** @param {WebSocket} socket */
  async #onClose(socket) {
    if (socket !== this.#socket) {
      return;
    }
    this.#socket = undefined;
    clearInterval(this.#pings);
    clearInterval(this.#watch);
    for (const question of this.#questions.values()) {
      clearTimeout(question.timer);
      question.reject(new BridgeError(0, 'the connection is lost'));
    }
    this.#questions.clear();
    this.#listener.onState(false);
    if (!this.#closed && await this.#listener.onLost()) {
      const pause = RETRY_MS[Math.min(this.#attempts++, RETRY_MS.length - 1)];
      setTimeout(() => this.#closed || this.open(), pause);
    }
  }

  /** @param {object} message */
  #send(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify(message));
    }
  }

  /**
   * Asks a question.
   * @param {string} what
   * @param {object} [details]
   * @returns {Promise<any>} fails with a {@link BridgeError}
   */
  ask(what, details = {}) {
    const active = performance.now() - this.#seen < PRESENT_MS;
    return this.#request('admin.query', { what, ...details, ...(active ? { active } : {}) });
  }

  /**
   * Gives an order.
   * @param {'admin.operate' | 'admin.configure'} address
   * @param {string} what
   * @param {object} details
   * @returns {Promise<any>} fails with a {@link BridgeError}
   */
  order(address, what, details) {
    return this.#request(address, { what, ...details });
  }

  /** @param {string} address @param {object} body */
  #request(address, body) {
    if (this.#socket?.readyState !== WebSocket.OPEN) {
      return Promise.reject(new BridgeError(0, 'the connection is lost'));
    }
    const replyAddress = `reply.${++this.#lastNumber}`;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#questions.delete(replyAddress);
        reject(new BridgeError(100, 'no answer in time'));
      }, ANSWER_MS);
      this.#questions.set(replyAddress, { resolve, reject, timer });
      this.#send({ type: 'send', address, body, headers: { csrf: this.#csrf }, replyAddress });
    });
  }

  /** Ends it. */
  close() {
    this.#closed = true;
    this.#signs.abort();
    this.#socket?.close();
  }
}
