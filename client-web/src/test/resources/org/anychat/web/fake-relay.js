/** The relay of a FakeGateway: real peer connections in the same page, which offer the pictures of scripted people. */
export class FakeRelay {
  /** Offers that the client answered. */
  answers = [];
  /** SDP of the client's offers. */
  offers = [];
  #send;
  #publisher = null;
  #subscriber = null;
  #revision = 0;
  #people = new Map();
  #last = Promise.resolve();

  /** @param {(event: object) => void} send */
  constructor(send) {
    this.#send = send;
  }

  /** Peer connection that receives what the client publishes. */
  get publisher() {
    return this.#publisher;
  }

  add(user) {
    const tracks = [];
    if (user.camera === 2) {
      tracks.push(picture(user));
    }
    if (user.microphone === 2) {
      tracks.push(tone(user));
    }
    this.#people.set(user.userId, tracks);
    this.#offerSoon();
  }

  remove(userId) {
    this.#people.get(userId)?.forEach((track) => track.stop());
    this.#people.delete(userId);
    this.#offerSoon();
  }

  async publish(sdp) {
    this.offers.push(sdp);
    this.#publisher ??= new RTCPeerConnection();
    await this.#publisher.setRemoteDescription({ type: 'offer', sdp });
    await this.#publisher.setLocalDescription();
    await gathered(this.#publisher);
    return this.#publisher.localDescription.sdp;
  }

  /** Forgets its connections, as a relay that starts anew. */
  restart() {
    this.#publisher?.close();
    this.#publisher = null;
    this.#revision = 0;
    this.#replaceSubscriber(null);
  }

  subscribe() {
    this.#replaceSubscriber(new RTCPeerConnection());
    this.#offerSoon();
  }

  answered(revision, sdp) {
    this.answers.push(revision);
    return this.#inTurn(() => {
      if (revision === this.#revision) {
        return this.#subscriber.setRemoteDescription({ type: 'answer', sdp });
      }
    });
  }

  #offerSoon() {
    if (this.#subscriber) {
      this.#inTurn(() => this.#offer());
    }
  }

  /** Nothing waits for a connection that was closed. */
  #replaceSubscriber(pc) {
    this.#subscriber?.close();
    this.#subscriber = pc;
    this.#last = Promise.resolve();
  }

  /** Offers and answers change the connection's state, so they take turns: an answer in the middle of an offer finds it gone. */
  #inTurn(step) {
    this.#last = this.#last.then(step);
    return this.#last;
  }

  async #offer() {
    const pc = this.#subscriber;
    const wanted = [...this.#people].flatMap(([userId, tracks]) => tracks.map((track) => ({ userId, track })));
    for (const transceiver of pc.getTransceivers()) {
      if (!wanted.some(({ track }) => track === transceiver.sender.track)) {
        await transceiver.sender.replaceTrack(null);
        transceiver.direction = 'inactive';
      }
    }
    for (const { userId, track } of wanted) {
      await this.#carry(pc, userId, track);
    }
    if (pc.signalingState === 'have-local-offer') {
      await pc.setLocalDescription({ type: 'rollback' });
    }
    await pc.setLocalDescription();
    await gathered(pc);
    this.#revision++;
    this.#send({ event: 'mediaOffer', revision: this.#revision, sdp: this.#named(pc.localDescription.sdp) });
  }

  async #carry(pc, userId, track) {
    const all = pc.getTransceivers();
    if (all.some((transceiver) => transceiver.sender.track === track)) {
      return;
    }
    const free = all.find((t) => t.direction === 'inactive' && t.receiver.track.kind === track.kind);
    const transceiver = free ?? pc.addTransceiver(track, { direction: 'sendonly' });
    if (free) {
      await free.sender.replaceTrack(track);
      free.direction = 'sendonly';
    }
    transceiver.owner = userId;
  }

  /** Puts each section's owner into its msid, as the relay does. */
  #named(sdp) {
    const [head, ...sections] = sdp.split(/^m=/m);
    const transceivers = this.#subscriber.getTransceivers();
    const named = sections.map((section) => {
      const kind = section.slice(0, 5);
      const owner = transceivers.find((t) => t.mid === /^a=mid:(\S+)/m.exec(section)[1]).owner;
      return section.replace(/^a=msid:.*$/m, `a=msid:${owner} ${owner}-${kind}`).replace(/^a=ssrc:\d+ msid.*\r\n/gm, '');
    });
    return [head, ...named].join('m=');
  }
}

async function gathered(pc) {
  while (pc.iceGatheringState !== 'complete') {
    await new Promise((resolve) => pc.addEventListener('icegatheringstatechange', resolve, { once: true }));
  }
}

/** A moving picture: a calm gradient with a head and shoulders, so that screens look like calls. */
function picture({ userId, name }) {
  const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 240 });
  const context = canvas.getContext('2d');
  const hue = (userId * -53) % 360;
  const draw = (frame) => {
    const wall = context.createLinearGradient(0, 0, 320, 240);
    wall.addColorStop(0, `hsl(${hue} 35% 62%)`);
    wall.addColorStop(1, `hsl(${hue + 40} 30% 38%)`);
    context.fillStyle = wall;
    context.fillRect(0, 0, 320, 240);
    context.fillStyle = `hsl(${hue + 180} 30% 30%)`;
    context.beginPath();
    context.ellipse(160, 250, 92, 92, 0, 0, 7);
    context.fill();
    context.fillStyle = `hsl(${20 + (name.length % 3) * 6} 45% ${50 + (name.length % 4) * 7}%)`;
    context.beginPath();
    context.ellipse(160 + Math.sin(frame / 10) * 4, 112, 44, 54, 0, 0, 7);
    context.fill();
  };
  let frame = 0;
  draw(frame);
  const timer = setInterval(() => draw(frame++), 100);
  const [track] = canvas.captureStream(10).getVideoTracks();
  const stop = track.stop.bind(track);
  track.stop = () => {
    clearInterval(timer);
    stop();
  };
  return track;
}

function tone({ userId }) {
  const context = new AudioContext();
  const oscillator = new OscillatorNode(context, { frequency: 300 - userId * 40 });
  const destination = new MediaStreamAudioDestinationNode(context);
  oscillator.connect(destination);
  oscillator.start();
  return destination.stream.getAudioTracks()[0];
}
