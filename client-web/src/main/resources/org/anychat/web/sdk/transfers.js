import { AnyChatError, ErrorCode, MAX_BUFFER_EX_BYTES, requests } from './protocol.js';
import { IncomingBuffer, IncomingFile } from './incoming-transfers.js';
import { Sha256 } from './sha256.js';

const CHUNK_BYTES = 32_768;
const HASH_BYTES = 1_048_576;

/**
 * @typedef {object} SendOptions
 * @property {number} [wParam] for the receiver
 * @property {number} [lParam] for the receiver
 * @property {number} [flags] for the receiver
 * @property {AbortSignal} [signal] ends the transfer before its time
 * @property {(transferred: number, size: number) => void} [onProgress] how much the receiver has
 */

/**
 * @typedef {object} Outgoing
 * @property {Blob} blob
 * @property {number} sent
 * @property {number} limit
 * @property {boolean} reading
 * @property {(transferred: number, size: number) => void} onProgress
 * @property {() => void} resolve
 * @property {(error: AnyChatError) => void} reject
 */

/** Buffers and files of one client (section 9). */
export class Transfers {
  /** @type {(message: Record<string, any>, bytes?: Uint8Array) => Promise<any>} */ #request;
  /** @type {(event: any, detail: any) => void} */ #emit;
  /** @type {Map<number, Outgoing>} */ #outgoing = new Map();
  /** @type {Map<number, IncomingBuffer | IncomingFile>} */ #incoming = new Map();
  /** The last buffer to each user: the next waits for it. @type {Map<number, Promise<unknown>>} */ #lastBuffer = new Map();
  /** What came of files whose transfer broke. @type {import('./incoming-transfers.js').Parts} */ #parts = new Map();

  /**
   * @param {object} client
   * @param {(message: Record<string, any>, bytes?: Uint8Array) => Promise<any>} client.request
   * @param {(event: any, detail: any) => void} client.emit
   */
  constructor({ request, emit }) {
    this.#request = request;
    this.#emit = emit;
  }

  /**
   * Sends a larger buffer to a user who is logged in (`TransBufferEx`). Buffers to one user come in their order.
   * @param {number} userId
   * @param {Uint8Array<ArrayBuffer>} bytes 1–1048576
   * @param {SendOptions} [options]
   * @returns {Promise<{taskId: number}>} when the receiver has all of it; rejects with 6 (aborted), 21, 101, 205, 208, 700
   */
  async sendBuffer(userId, bytes, options = {}) {
    if (bytes.length === 0 || bytes.length > MAX_BUFFER_EX_BYTES) {
      throw new AnyChatError(ErrorCode.FUNCOPTERROR, `A buffer has 1 to ${MAX_BUFFER_EX_BYTES} bytes.`);
    }
    const sha256 = new Sha256().update(bytes).hex();
    const before = this.#lastBuffer.get(userId) ?? Promise.resolve();
    const sent = before.then(() => this.#send(userId, new Blob([bytes]), { kind: 'buffer', name: '', sha256 }, options));
    const last = sent.catch(() => {}).then(() => {
      if (this.#lastBuffer.get(userId) === last) {
        this.#lastBuffer.delete(userId);
      }
    });
    this.#lastBuffer.set(userId, last);
    return sent;
  }

  /**
   * Sends a file to a user who is logged in, or to the server (`TransFile`). Sent again after it broke it goes on where it
   * was.
   * @param {number} userId 0 is the server
   * @param {Blob} file a `File`, or any `Blob` with `options.name`
   * @param {SendOptions & {name?: string}} [options]
   * @returns {Promise<{taskId: number}>} when the receiver has all of it and has checked it; rejects with 6 (refused or
   *   aborted), 43, 101, 205, 208, 700, 710–715
   */
  async sendFile(userId, file, options = {}) {
    const name = options.name ?? /** @type {File} */ (file).name ?? 'file';
    const sha256 = await hashOf(file, options.signal);
    return this.#send(userId, file, { kind: 'file', name, sha256 }, options);
  }

  /**
   * Asks how far a transfer has come, one's own or to oneself.
   * @param {number} taskId
   * @returns {Promise<{taskId: number, userId: number, accepted: boolean, size: number, transferred: number,
   *   bitrate: number}>} rejects with 701 or 716 where it is over
   */
  async info(taskId) {
    const { userId, accepted, size, transferred, bitrate } = await this.#request(requests.transInfo(taskId));
    return { taskId, userId, accepted, size, transferred, bitrate };
  }

  /**
   * @param {number} userId
   * @param {Blob} blob
   * @param {{kind: string, name: string, sha256: string}} what
   * @param {SendOptions} options
   */
  async #send(userId, blob, { kind, name, sha256 }, { wParam = 0, lParam = 0, flags = 0, signal, onProgress = () => {} }) {
    throwIfAborted(signal);
    const content = { kind, name, size: blob.size, sha256, wParam, lParam, flags };
    const { taskId } = await this.#request(requests.transOffer(userId, content));
    const cancel = () => this.#cancel(taskId);
    try {
      await new Promise((resolve, reject) => {
        const settle = () => resolve(undefined);
        this.#outgoing.set(taskId, { blob, sent: -1, limit: 0, reading: false, onProgress, resolve: settle, reject });
        signal?.addEventListener('abort', cancel, { once: true });
        if (signal?.aborted) {
          cancel();
        }
      });
    } finally {
      this.#outgoing.delete(taskId);
      signal?.removeEventListener('abort', cancel);
    }
    return { taskId };
  }

  /** @param {number} taskId */
  #cancel(taskId) {
    this.#request(requests.transCancel(taskId, ErrorCode.CANCEL)).catch(() => {});
    this.#outgoing.get(taskId)?.reject(new AnyChatError(ErrorCode.CANCEL, 'The transfer was aborted.'));
  }

  /**
   * For the client: something came that may be about transfers.
   * @param {string} event @param {any} body @param {Uint8Array<ArrayBuffer>} [bytes]
   */
  onEvent(event, body, bytes) {
    if (event === 'transOffer') {
      this.#onOffer(body);
    } else if (event === 'transChunk' && bytes) {
      this.#incoming.get(body.taskId)?.chunk(body.offset, bytes);
    } else if (event === 'transProgress') {
      this.#onProgress(body);
    } else if (event === 'transEnd') {
      this.#onEnd(body);
    }
  }

  /**
   * For the client: the link is over.
   * @param {number} code
   */
  end(code) {
    for (const outgoing of this.#outgoing.values()) {
      outgoing.reject(new AnyChatError(code, 'The link ended before the transfer.'));
    }
    this.#outgoing.clear();
    for (const incoming of this.#incoming.values()) {
      incoming.end(code);
    }
    this.#incoming.clear();
  }

  /** @param {any} offer */
  #onOffer({ taskId, from, content }) {
    const hooks = {
      acknowledge: (/** @type {number} */ offset) => this.#quietly(requests.transAck(taskId, offset)),
      cancel: (/** @type {number} */ code) => this.#quietly(requests.transCancel(taskId, code)),
      done: () => this.#incoming.delete(taskId),
      emit: this.#emit,
    };
    const { kind, sha256, ...rest } = content;
    const about = { taskId, from, ...rest };
    if (kind === 'buffer') {
      this.#incoming.set(taskId, new IncomingBuffer(about, sha256, hooks));
    } else {
      const file = new IncomingFile(about, sha256, hooks, this.#parts);
      this.#incoming.set(taskId, file);
      this.#emit('transFileOffer', file.offer);
    }
  }

  /** @param {{taskId: number, offset: number, limit: number}} progress */
  #onProgress({ taskId, offset, limit }) {
    const outgoing = this.#outgoing.get(taskId);
    if (outgoing) {
      outgoing.sent = Math.max(outgoing.sent, offset);
      outgoing.limit = limit;
      outgoing.onProgress(offset, outgoing.blob.size);
      this.#pump(taskId, outgoing);
    }
  }

  /** @param {number} taskId @param {Outgoing} outgoing */
  async #pump(taskId, outgoing) {
    if (outgoing.reading) {
      return;
    }
    outgoing.reading = true;
    try {
      while (outgoing.sent < outgoing.limit && this.#outgoing.get(taskId) === outgoing) {
        const offset = outgoing.sent;
        const part = outgoing.blob.slice(offset, Math.min(offset + CHUNK_BYTES, outgoing.limit));
        const bytes = new Uint8Array(await part.arrayBuffer());
        outgoing.sent = offset + bytes.length;
        // What becomes of it is told by transProgress and transEnd, and by the end of the link.
        this.#quietly(requests.transChunk(taskId, offset), bytes);
      }
    } catch {
      this.#quietly(requests.transCancel(taskId, ErrorCode.TRANSFILE_READFAIL));
      outgoing.reject(new AnyChatError(ErrorCode.TRANSFILE_READFAIL, 'The file cannot be read.'));
    }
    outgoing.reading = false;
  }

  /** @param {{taskId: number, code: number}} end */
  #onEnd({ taskId, code }) {
    const outgoing = this.#outgoing.get(taskId);
    if (code === ErrorCode.SUCCESS) {
      outgoing?.resolve();
    } else {
      outgoing?.reject(new AnyChatError(code));
    }
    this.#incoming.get(taskId)?.end(code);
    this.#incoming.delete(taskId);
  }

  /** @param {Record<string, any>} message @param {Uint8Array} [bytes] */
  #quietly(message, bytes) {
    this.#request(message, bytes).catch(() => {});
  }
}

/** @param {Blob} blob @param {AbortSignal} [signal] */
async function hashOf(blob, signal) {
  const hash = new Sha256();
  try {
    for (let offset = 0; offset < blob.size; offset += HASH_BYTES) {
      throwIfAborted(signal);
      hash.update(new Uint8Array(await blob.slice(offset, offset + HASH_BYTES).arrayBuffer()));
    }
  } catch (cause) {
    throw cause instanceof AnyChatError ? cause : new AnyChatError(ErrorCode.TRANSFILE_READFAIL, 'The file cannot be read.', { cause });
  }
  return hash.hex();
}

/** @param {AbortSignal} [signal] */
function throwIfAborted(signal) {
  if (signal?.aborted) {
    throw new AnyChatError(ErrorCode.CANCEL, 'The transfer was aborted.');
  }
}
