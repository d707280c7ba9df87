import { FrameGuard } from './frame-guard.js';
import { ForwardingEdge } from './forwarding-edge.js';

/** @typedef {import('./mesh-edge.js').MeshEdge} MeshEdge */
/** @typedef {import('./mesh-edge.js').EdgeOrder} EdgeOrder */
/** @typedef {import('./receiving-edge.js').ReceivingEdge} ReceivingEdge */

/** Where a stream comes another way, what the server says of the edges comes one after the other. */
const SETTLE_MS = 1_000;

/** By which edge each stream comes that is passed on, and how far it may go. */
export class Forwarding {
  #edges;
  /** @type {Map<number, ReceivingEdge>} by publisher, of those that an edge has carried */ #parents = new Map();

  /** @param {() => MeshEdge[]} edges those that are not being given up */
  constructor(edges) {
    this.#edges = edges;
  }

  /** Whether this browser can pass anything on. */
  static get isPossible() {
    return FrameGuard.passesOn;
  }

  /** By which edge a publisher's stream comes. @param {number} publisher */
  parent(publisher) {
    return this.#parents.get(publisher);
  }

  /**
   * Whether a stream may be passed on: never back to its publisher or to whom it comes from, and only by as many hops as may
   * follow the edge by which it comes.
   * @param {EdgeOrder} order
   */
  fits({ userId, stream }) {
    const parent = this.#parents.get(stream.publisher);
    return Forwarding.isPossible && parent !== undefined && userId !== stream.publisher && userId !== parent.userId
      && stream.key === parent.key && stream.ttl < parent.ttl;
  }

  /** A stream comes by an edge, which may be another one than before. @param {ReceivingEdge} edge */
  onCarries(edge) {
    if (this.#parents.get(edge.publisher) !== edge) {
      this.#parents.set(edge.publisher, edge);
      this.#passing(edge.publisher).forEach((one) => one.from(edge));
      this.settle(edge.publisher);
    }
  }

  /** An edge is being given up: what still comes by it goes on until another one carries the stream. @param {MeshEdge} edge */
  onLeft(edge) {
    const { publisher } = edge;
    if (this.#parents.get(publisher) === edge) {
      this.#parents.delete(publisher);
      const other = this.#edges().find((one) => one !== edge && !one.sends && one.publisher === publisher && one.carries);
      if (other) {
        this.onCarries(/** @type {ReceivingEdge} */ (other));
      }
    }
  }

  /** An edge is gone: nothing of it goes on any more. @param {MeshEdge} edge */
  onGone(edge) {
    this.onLeft(edge);
    this.#passing(edge.publisher).forEach((one) => one.lose(edge));
  }

  /** How many hops may follow is about to be said anew: what does not fit then is ended. @param {number} publisher */
  settle(publisher) {
    setTimeout(() => {
      const parent = this.#parents.get(publisher);
      if (parent) {
        this.#passing(publisher).filter(({ ttl }) => ttl >= parent.ttl).forEach((edge) => edge.fail());
      }
    }, SETTLE_MS);
  }

  /** @param {number} publisher @returns {ForwardingEdge[]} */
  #passing(publisher) {
    return this.#edges().flatMap((edge) => (edge instanceof ForwardingEdge && edge.publisher === publisher ? [edge] : []));
  }
}
