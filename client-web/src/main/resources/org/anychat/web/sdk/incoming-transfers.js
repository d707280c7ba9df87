import { AnyChatError, ErrorCode } from './protocol.js';
import { Sha256 } from './sha256.js';

/**
 * What a transfer is: its number, its sender, and what the sender says of it.
 * @typedef {{taskId: number, from: number, name: string, size: number, wParam: number, lParam: number, flags: number}} About
 */

/**
 * @typedef {object} Hooks
 * @property {(offset: number) => void} acknowledge tells the server what is there
 * @property {(code: number) => void} cancel ends the transfer
 * @property {() => void} done the transfer needs no more of the client
 * @property {(event: any, detail: any) => void} emit
 */

/**
 * What came of files whose transfer broke, by their SHA-256 and size; a later transfer of the same bytes goes on.
 * @typedef {Map<string, {blobs: Blob[], received: number, hash: Sha256}>} Parts
 */

const MAX_KEPT_PARTS = 4;

/** A buffer on its way to this client. */
export class IncomingBuffer {
  /** @type {About} */ #about;
  /** @type {string} */ #sha256;
  /** @type {Hooks} */ #hooks;
  /** @type {Uint8Array<ArrayBuffer>} */ #bytes;
  #received = 0;

  /** @param {About} about @param {string} sha256 @param {Hooks} hooks */
  constructor(about, sha256, hooks) {
    this.#about = about;
    this.#sha256 = sha256;
    this.#hooks = hooks;
    this.#bytes = new Uint8Array(about.size);
    hooks.acknowledge(0);
  }

  /** @param {number} offset @param {Uint8Array} bytes */
  chunk(offset, bytes) {
    if (offset !== this.#received || offset + bytes.length > this.#bytes.length) {
      this.#fail();
      return;
    }
    this.#bytes.set(bytes, offset);
    this.#received += bytes.length;
    if (this.#received < this.#bytes.length) {
      this.#hooks.acknowledge(this.#received);
    } else if (this.#sha256 && new Sha256().update(this.#bytes).hex() !== this.#sha256) {
      this.#fail();
    } else {
      this.#hooks.acknowledge(this.#received);
      this.#hooks.done();
      const { taskId, from, wParam, lParam, flags } = this.#about;
      this.#hooks.emit('transBufferEx', { taskId, from, bytes: this.#bytes, wParam, lParam, flags });
    }
  }

  /** It is over before its time. */
  end() {}

  #fail() {
    this.#hooks.cancel(ErrorCode.REQUESTFAILED);
    this.#hooks.done();
  }
}

/** A file on its way to this client, from its offer on. */
export class IncomingFile {
  /** @type {About} */ #about;
  /** @type {string} */ #sha256;
  /** @type {Hooks} */ #hooks;
  /** @type {Parts} */ #parts;
  /** @type {{blobs: Blob[], received: number, hash: Sha256} | null} */ #part = null;
  /** @type {(received: number, size: number) => void} */ #onProgress = () => {};
  /** @type {(file: File) => void} */ #resolve = () => {};
  /** @type {(error: AnyChatError) => void} */ #reject = () => {};
  #over = false;

  /** @param {About} about @param {string} sha256 @param {Hooks} hooks @param {Parts} parts */
  constructor(about, sha256, hooks, parts) {
    this.#about = about;
    this.#sha256 = sha256;
    this.#hooks = hooks;
    this.#parts = parts;
  }

  /** What the application is offered. */
  get offer() {
    return {
      ...this.#about,
      /** @param {{onProgress?: (received: number, size: number) => void, signal?: AbortSignal}} [options] */
      accept: (options = {}) => this.#accept(options),
      reject: () => this.#refuse(),
    };
  }

  /** @param {{onProgress?: (received: number, size: number) => void, signal?: AbortSignal}} options @returns {Promise<File>} */
  #accept({ onProgress = () => {}, signal }) {
    if (this.#over || this.#part) {
      return Promise.reject(new AnyChatError(ErrorCode.TRANSFILE_NOTASK, 'The offer is over.'));
    }
    this.#onProgress = onProgress;
    const key = `${this.#sha256} ${this.#about.size}`;
    this.#part = this.#parts.get(key) ?? { blobs: [], received: 0, hash: new Sha256() };
    this.#parts.delete(key);
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      signal?.addEventListener('abort', () => this.#refuse(), { once: true });
      if (signal?.aborted) {
        this.#refuse();
      } else {
        this.#acknowledge();
      }
    });
  }

  #refuse() {
    if (!this.#over) {
      this.#hooks.cancel(ErrorCode.CANCEL);
      this.#fail(ErrorCode.CANCEL);
    }
  }

  /** @param {number} offset @param {Uint8Array<ArrayBuffer>} bytes */
  chunk(offset, bytes) {
    const part = this.#part;
    if (!part || offset !== part.received || offset + bytes.length > this.#about.size) {
      this.#hooks.cancel(ErrorCode.TRANSFILE_FAILED);
      this.#fail(ErrorCode.TRANSFILE_FAILED);
      return;
    }
    part.blobs.push(new Blob([bytes]));
    part.hash.update(bytes);
    part.received += bytes.length;
    if (part.received < this.#about.size) {
      this.#acknowledge();
    } else {
      this.#finish(part);
    }
  }

  /** @param {{blobs: Blob[], hash: Sha256}} part */
  #finish({ blobs, hash }) {
    if (hash.hex() !== this.#sha256) {
      this.#hooks.cancel(ErrorCode.TRANSFILE_FAILED);
      this.#fail(ErrorCode.TRANSFILE_FAILED);
      return;
    }
    this.#over = true;
    this.#acknowledge();
    this.#hooks.done();
    const file = new File(blobs, this.#about.name);
    const { taskId, from, wParam, lParam, flags } = this.#about;
    this.#resolve(file);
    this.#hooks.emit('transFile', { taskId, from, file, wParam, lParam, flags });
  }

  /**
   * It is over before its time; what came is kept for the next attempt.
   * @param {number} code
   */
  end(code) {
    if (!this.#over && this.#part) {
      this.#parts.set(`${this.#sha256} ${this.#about.size}`, this.#part);
      while (this.#parts.size > MAX_KEPT_PARTS) {
        this.#parts.delete(this.#parts.keys().next().value ?? '');
      }
    }
    this.#fail(code);
  }

  /** @param {number} code */
  #fail(code) {
    if (!this.#over) {
      this.#over = true;
      this.#hooks.done();
      this.#reject(new AnyChatError(code));
    }
  }

  #acknowledge() {
    const received = this.#part?.received ?? 0;
    this.#hooks.acknowledge(received);
    this.#onProgress(received, this.#about.size);
  }
}
