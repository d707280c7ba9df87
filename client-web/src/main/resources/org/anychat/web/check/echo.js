import { TestPicture } from './test-picture.js';

const FPS = 15;
const CONNECT_MS = 10_000;
const MEDIA_MS = 5_000;
const TCP_MS = 4_000;
const MAX_BITRATE = 300_000;
const TONE_HZ = 440;

/**
 * How the echo went.
 * @typedef {object} EchoResult
 * @property {'relay' | 'ice' | 'dtls' | 'media' | null} failed the step that did not work
 * @property {string} [reason]
 * @property {string[]} addresses of the relay, UDP
 * @property {string[]} tcp addresses for media over TCP
 * @property {{remote: string, protocol: string, rtt: number}} [pair]
 * @property {{remote: string, protocol: string, rtt: number}} [tcpPair] by TCP, where that works
 * @property {{packets: number, lost: number, audio: number, frames: number, fps: number, delay: number}} [media]
 */

/** Sends a test picture and a tone to a relay and receives them again. */
export class Echo {
  #visit;
  #canvas;
  #video;
  #sending = new RTCPeerConnection();
  #receiving = new RTCPeerConnection();
  /** @type {EchoResult} */ #result = { failed: null, addresses: [], tcp: [] };
  /** @type {TestPicture | null} */ #picture = null;
  /** @type {AudioContext | null} */ #audio = null;
  /** Resolved once it is clear whether TCP works. */ #tcpTried = () => {};
  #tcpTest = new Promise((resolve) => {
    this.#tcpTried = () => resolve(undefined);
  });

  /**
   * @param {import('./visit.js').Visit} visit
   * @param {HTMLCanvasElement} canvas
   * @param {HTMLVideoElement} video
   */
  constructor(visit, canvas, video) {
    this.#visit = visit;
    this.#canvas = canvas;
    this.#video = video;
  }

  /** @returns {Promise<EchoResult>} never fails */
  async run() {
    try {
      await this.#connect();
      await this.#measure();
    } catch (error) {
      this.#result.failed ??= 'media';
      this.#result.reason ??= error instanceof Error ? error.message : String(error);
    }
    this.#end();
    return this.#result;
  }

  async #connect() {
    this.#receive();
    const answer = await this.#publish();
    this.#readAddresses(answer);
    await this.#sending.setRemoteDescription({ type: 'answer', sdp: answer });
    await until(this.#sending, CONNECT_MS).catch((error) => {
      const ice = this.#sending.iceConnectionState;
      this.#result.failed = ice === 'connected' || ice === 'completed' ? 'dtls' : 'ice';
      throw error;
    });
    // So that there is one even if nothing comes back; what it measures is read again at the end.
    this.#result.pair = await pairOf(this.#sending);
  }

  /** @returns {Promise<string>} the relay's answer */
  async #publish() {
    this.#picture = new TestPicture(this.#canvas, FPS);
    const [picture] = this.#canvas.captureStream(FPS).getVideoTracks();
    this.#sending.addTransceiver(picture, {
      direction: 'sendonly',
      sendEncodings: [{ maxBitrate: MAX_BITRATE }],
    });
    this.#sending.addTransceiver(this.#tone(), { direction: 'sendonly' });
    await this.#sending.setLocalDescription();
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => this.#refuse('relay', 'timeout', reject), CONNECT_MS);
      this.#visit.on('answer', ({ sdp }) => {
        clearTimeout(late);
        resolve(sdp);
      });
      this.#visit.on('failed', ({ reason }) => this.#refuse('relay', reason, reject));
      this.#visit.send({ type: 'publish', sdp: this.#sending.localDescription?.sdp });
    });
  }

  /** @param {'relay'} step @param {string} reason @param {(error: Error) => void} reject */
  #refuse(step, reason, reject) {
    this.#result.failed = step;
    this.#result.reason = reason;
    reject(new Error(reason));
  }

  /** @returns {MediaStreamTrack} */
  #tone() {
    this.#audio = new AudioContext();
    const tone = this.#audio.createOscillator();
    const out = this.#audio.createMediaStreamDestination();
    tone.frequency.value = TONE_HZ;
    tone.connect(out);
    tone.start();
    // Where the browser wants a gesture first the tone is silence, which is sent all the same.
    this.#audio.resume().catch(() => {});
    return out.stream.getAudioTracks()[0];
  }

  #receive() {
    const stream = new MediaStream();
    this.#receiving.ontrack = ({ track }) => {
      stream.addTrack(track);
      this.#video.srcObject = stream;
      this.#video.play().catch(() => {});
    };
    /** Offers are answered one after the other. */
    let answered = Promise.resolve();
    this.#visit.on('offer', ({ revision, sdp }) => {
      answered = answered.then(() => this.#answer(revision, sdp)).catch(() => {});
    });
  }

  /** @param {number} revision @param {string} sdp */
  async #answer(revision, sdp) {
    const { first, rest } = tcpFirst(sdp);
    await this.#receiving.setRemoteDescription({ type: 'offer', sdp: first });
    await this.#receiving.setLocalDescription();
    this.#visit.send({ type: 'answer', revision, sdp: this.#receiving.localDescription?.sdp });
    if (!this.#result.tcpPair) {
      await this.#tryTcp();
    }
    // Now the better way: ICE moves over to it where there is one.
    for (const candidate of rest) {
      await this.#receiving.addIceCandidate({ candidate, sdpMLineIndex: 0 });
    }
    this.#tcpTried();
  }

  async #tryTcp() {
    try {
      await until(this.#receiving, TCP_MS);
      const pair = await pairOf(this.#receiving);
      this.#result.tcpPair = pair.protocol === 'TCP' ? pair : undefined;
    } catch {
      // No way by TCP, which is a finding like others.
    }
  }

  /** @param {string} sdp */
  #readAddresses(sdp) {
    const found = { udp: new Set(), tcp: new Set() };
    for (const [, transport, host, port] of sdp.matchAll(/^a=candidate:\S+ \d+ (\S+) \d+ (\S+) (\d+)/gm)) {
      const addresses = transport.toLowerCase() === 'udp' ? found.udp : found.tcp;
      addresses.add(host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`);
    }
    this.#result.addresses = [...found.udp];
    this.#result.tcp = [...found.tcp];
  }

  async #measure() {
    await Promise.race([this.#tcpTest, pause(2 * TCP_MS)]);
    this.#picture?.watch(this.#video);
    await pause(MEDIA_MS);
    this.#result.pair = await pairOf(this.#sending);
    const media = { packets: 0, lost: 0, audio: 0, frames: 0, fps: 0, delay: 0 };
    (await this.#receiving.getStats()).forEach((stats) => {
      if (stats.type === 'inbound-rtp') {
        media.packets += stats.packetsReceived;
        media.lost += Math.max(0, stats.packetsLost);
        media.audio += stats.kind === 'audio' ? stats.packetsReceived : 0;
        media.frames += stats.kind === 'video' ? (stats.framesDecoded ?? 0) : 0;
      }
    });
    const delays = [...(this.#picture?.delays ?? [])].sort((a, b) => a - b);
    media.fps = Math.round(media.frames / (MEDIA_MS / 1000));
    media.delay = Math.round(delays[Math.floor(delays.length / 2)] ?? this.#result.pair?.rtt ?? 0);
    this.#result.media = media;
    if (media.packets === 0) {
      this.#result.failed = 'media';
    }
  }

  #end() {
    this.#picture?.stop();
    this.#sending.close();
    this.#receiving.close();
    this.#audio?.close().catch(() => {});
    this.#video.srcObject = null;
  }
}

/** @param {number} ms */
function pause(ms) {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/**
 * An offer whose only candidates are those for TCP, and the others.
 * @param {string} sdp
 * @returns {{first: string, rest: string[]}} nothing is split off where there are none for TCP
 */
function tcpFirst(sdp) {
  const isTcp = (/** @type {string} */ line) => /^a=candidate:\S+ \d+ tcp /i.test(line);
  const lines = sdp.split('\r\n');
  if (!lines.some(isTcp)) {
    return { first: sdp, rest: [] };
  }
  const isOther = (/** @type {string} */ line) =>
    line === 'a=end-of-candidates' || (line.startsWith('a=candidate:') && !isTcp(line));
  return {
    first: lines.filter((line) => !isOther(line)).join('\r\n'),
    rest: lines.filter((line) => isOther(line) && line !== 'a=end-of-candidates').map((line) => line.slice(2)),
  };
}

/** Waits until a connection is there. @param {RTCPeerConnection} pc @param {number} ms @returns {Promise<void>} */
function until(pc, ms) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('timeout')), ms);
    const look = () => {
      if (pc.connectionState === 'connected') {
        clearTimeout(late);
        resolve();
      } else if (pc.connectionState === 'failed') {
        clearTimeout(late);
        reject(new Error('failed'));
      }
    };
    pc.addEventListener('connectionstatechange', look);
    look();
  });
}

/** The way that ICE has chosen. @param {RTCPeerConnection} pc */
async function pairOf(pc) {
  const stats = await pc.getStats();
  /** @type {any[]} */
  const all = [];
  stats.forEach((one) => all.push(one));
  const chosen = all.find(({ type, selectedCandidatePairId }) => type === 'transport' && selectedCandidatePairId);
  const pair = chosen
    ? stats.get(chosen.selectedCandidatePairId)
    : all.find(({ type, nominated, state }) => type === 'candidate-pair' && nominated && state === 'succeeded');
  const remote = pair && stats.get(pair.remoteCandidateId);
  return {
    remote: remote ? `${remote.address ?? remote.ip}:${remote.port}` : '?',
    protocol: String(remote?.protocol ?? 'udp').toUpperCase(),
    rtt: Math.round((pair?.currentRoundTripTime ?? 0) * 1000),
  };
}
