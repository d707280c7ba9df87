/**
 * Where somebody wants in.
 * @typedef {object} Wish
 * @property {string} name
 * @property {string} room a number, or a name
 * @property {string} [roomPassword]
 * @property {string} [password] of the account; empty = guest
 * @property {string} [serverPassword]
 */

/** What a network or a restarting server does; anything else needs the person. */
const PASSING_CODES = new Set([23, 44, 58, 100, 101, 108]);
const FIRST_DELAY_MS = 500;
const LAST_DELAY_MS = 15_000;

/**
 * Connects, logs in and enters the room. A client that the SDK has logged in again after a lost session only enters.
 * @param {import('../sdk/anychat.js').AnyChatClient} client
 * @param {Wish} wish
 * @param {() => void} onConnected the server's settings are known
 * @returns {Promise<void>} rejects with an AnyChatError; the link is closed then
 */
export async function join(client, wish, onConnected) {
  try {
    if (client.state !== 'loggedIn') {
      await client.connect({ serverPassword: wish.serverPassword });
      onConnected();
      await client.login({ name: wish.name, password: wish.password });
    }
    await enterWished(client, wish);
  } catch (error) {
    client.close({ keepDevices: true });
    throw error;
  }
}

/**
 * Enters the room.
 * @param {import('../sdk/anychat.js').AnyChatClient} client logged in
 * @param {Wish} wish
 */
export async function enterWished(client, wish) {
  const options = { password: wish.roomPassword };
  await (/^[1-9]\d{0,8}$/.test(wish.room)
    ? client.enterRoom(Number(wish.room), options)
    : client.enterRoomEx(wish.room, options));
}

/** Comes back after a lost link: at once, then with pauses that grow to 15 s, until the person gives up. */
export class Rejoining {
  #attempt;
  #onGivenUp;
  #failures = 0;
  #active = false;
  /** @type {number | undefined} */ #timer;

  /**
   * @param {object} hooks
   * @param {() => Promise<void>} hooks.attempt joins
   * @param {(error: any) => void} hooks.onGivenUp an attempt failed in a way that trying again does not mend
   */
  constructor({ attempt, onGivenUp }) {
    this.#attempt = attempt;
    this.#onGivenUp = onGivenUp;
  }

  /** Whether a link that closed with this code is worth coming back to. @param {number} code */
  static mends(code) {
    return PASSING_CODES.has(code);
  }

  /** Begins, or tries at once. */
  now() {
    clearTimeout(this.#timer);
    this.#active = true;
    this.#attempt().then(
      () => this.stop(),
      (error) => this.#failed(error),
    );
  }

  /** Plans the first attempt. */
  soon() {
    clearTimeout(this.#timer);
    this.#active = true;
    const delayMs = Math.min(LAST_DELAY_MS, FIRST_DELAY_MS * 2 ** this.#failures);
    this.#timer = setTimeout(() => this.now(), delayMs * (0.5 + Math.random()));
  }

  /** Ends it. */
  stop() {
    clearTimeout(this.#timer);
    this.#active = false;
    this.#failures = 0;
  }

  /** @param {any} error */
  #failed(error) {
    if (!this.#active) {
      return;
    }
    if (Rejoining.mends(error.code)) {
      this.#failures++;
      this.soon();
    } else {
      this.stop();
      this.#onGivenUp(error);
    }
  }
}
