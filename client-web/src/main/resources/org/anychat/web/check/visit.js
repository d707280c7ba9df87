const PATIENCE_MS = 8_000;

/** A visit of the gateway's `/check/echo` (docs/doctor.md): JSON both ways, no login. */
export class Visit {
  /** @type {WebSocket} */ #socket;
  /** @type {Map<string, (message: any) => void>} */ #listeners = new Map();
  /** @type {((message: any) => void) | null} */ #onPong = null;
  /** What the gateway says first. @type {{server: string, time: number, certificateEnds?: number}} */ hello;

  /** @param {WebSocket} socket @param {{server: string, time: number, certificateEnds?: number}} hello */
  constructor(socket, hello) {
    this.#socket = socket;
    this.hello = hello;
    socket.onmessage = ({ data }) => this.#onMessage(JSON.parse(data));
  }

  /** @returns {Promise<Visit>} fails where no gateway answers */
  static open() {
    const url = new URL(location.href);
    url.pathname = '/check/echo';
    url.hash = '';
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    url.search = '';
    const socket = new WebSocket(url);
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        socket.close();
        reject(new Error('timeout'));
      }, PATIENCE_MS);
      socket.onclose = () => reject(new Error('closed'));
      socket.onmessage = ({ data }) => {
        clearTimeout(late);
        resolve(new Visit(socket, JSON.parse(data)));
      };
    });
  }

  /** A message there and back. @param {number} n @returns {Promise<{rtt: number, time: number}>} in ms */
  ping(n) {
    const began = performance.now();
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('timeout')), PATIENCE_MS);
      this.#onPong = ({ time }) => {
        clearTimeout(late);
        resolve({ rtt: performance.now() - began, time });
      };
      this.send({ type: 'ping', n });
    });
  }

  /** Hears of one type of message. @param {string} type @param {(message: any) => void} listener */
  on(type, listener) {
    this.#listeners.set(type, listener);
  }

  /** @param {object} message */
  send(message) {
    if (this.#socket.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify(message));
    }
  }

  close() {
    this.#socket.close();
  }

  /** @param {any} message */
  #onMessage(message) {
    if (message.type === 'pong') {
      this.#onPong?.(message);
    } else {
      this.#listeners.get(message.type)?.(message);
    }
  }
}
