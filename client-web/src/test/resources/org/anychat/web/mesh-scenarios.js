import { FrameGuard } from './sdk/frame-guard.js';
import { FrameSigner, FrameVerifier, TRAILER_BYTES, messageOf, publicKeyOf } from './sdk/frame-signatures.js';
import {
  PUBLISHER, ROOM, MEDIA_MS, bytesOf, hexOf, vectors, privateKey, signedFrames, sources, guarded, viewer, order, edge,
} from './mesh-world.js';
import { enter, until } from './sdk-scenarios.js';

/** Scenarios of edges of mesh trees, and of their signed frames. */
export const meshScenarios = { signsAsTheVectorsSay, tellsFramesApart, letsThroughWhatIsSigned,
  letsThroughNothingElse, saysWhatItCanDo, takesWhatComesByAnEdge, verifiesWhatComesBySourcesThatNobodyNamed,
  givesUpWhereOneKindIsWithheld, waitsAnewWhereAKindIsOpenedAgain, takesNothingForged, refusesEdges, feedsAViewer,
  leavesTreesWithoutAWorker };

/** Names of the vectors that come out otherwise, and how many there are. */
async function signsAsTheVectorsSay() {
  const { seed, key, frames } = await vectors();
  const wrong = [];
  for (const { name, codec, roomId, publisherId, epoch, counter, frame, message, signed } of frames) {
    const stream = { room: roomId, publisher: publisherId, kind: codec === 'opus' ? 'audio' : 'video' };
    const isH264 = codec === 'H264';
    const opened = await new FrameVerifier(await publicKeyOf(key), stream).open(bytesOf(signed), true, isH264);
    const said = await messageOf(stream, epoch, counter, bytesOf(frame), isH264);
    if (hexOf(said) !== message || opened.verdict !== 'good' || `${hexOf(opened.frame)}0000`.indexOf(frame) !== 0) {
      wrong.push(name);
    }
    if (counter <= 300) {
      const signer = new FrameSigner(await privateKey(seed), stream, epoch);
      let last;
      for (let i = 0; i < counter; i++) {
        last = await signer.sign(bytesOf(frame), isH264);
      }
      if (hexOf(last) !== signed) {
        wrong.push(`${name} signed`);
      }
    }
  }
  return { wrong, count: frames.length };
}

/** What becomes of a publisher's frames that come in another order, that somebody has changed, repeats or sends under another name. */
async function tellsFramesApart() {
  const { seed, key } = await vectors();
  const stream = { room: ROOM, publisher: PUBLISHER, kind: 'video' };
  const frames = await signedFrames(new FrameSigner(await privateKey(seed), stream, 1), 140);
  const anew = await signedFrames(new FrameSigner(await privateKey(seed), stream, 2), 2);
  const verifier = new FrameVerifier(await publicKeyOf(key), stream);
  const open = async (bytes, isKey) => (await verifier.open(bytes, isKey, false)).verdict;
  const inTurn = async (steps) => {
    const verdicts = [];
    for (const [bytes, isKey] of steps) {
      verdicts.push(await open(bytes, isKey));
    }
    return verdicts.join(' ');
  };
  const result = {
    begins: await inTurn([[frames[1], false], [frames[1], true], [frames[2], false]]),
    repeats: await inTurn([[frames[2], false], [frames[1], true]]),
    comesLate: await inTurn([[frames[5], false], [frames[4], false], [frames[4], false], [frames[139], false],
      [frames[3], false]]),
    changesEpoch: await inTurn([[anew[0], false], [anew[0], true], [frames[6], true], [anew[1], false], [frames[138], true]]),
  };
  const [, , frame] = frames;
  const { length } = frame;
  const changed = (at) => frame.map((byte, i) => (i === at ? byte ^ 1 : byte));
  const plain = frame.slice(0, length - TRAILER_BYTES);
  const forged = [];
  for (const bytes of [changed(0), ...[3, 40].map((back) => changed(length - back)), plain, new Uint8Array(),
    frame.slice(0, length - 1)]) {
    forged.push((await new FrameVerifier(await publicKeyOf(key), stream).open(bytes, true, false)).verdict);
  }
  const others = new FrameVerifier(await publicKeyOf(key), { ...stream, publisher: PUBLISHER - 1 });
  forged.push((await others.open(frames[0], true, false)).verdict);
  return { ...result, forged: [...new Set(forged)].join(), count: forged.length };
}

async function letsThroughWhatIsSigned(codec) {
  const { verdicts, decoded, end } = await guarded(codec, (sender) => sender.key);
  let pictures = 0;
  const look = setInterval(async () => {
    pictures = await decoded();
  }, 50);
  await until(() => pictures > 20 && verdicts.audio?.good > 20, MEDIA_MS);
  clearInterval(look);
  end();
  return { video: verdicts.video.forged, audio: verdicts.audio.forged };
}

/** Of somebody else's frames not one reaches the decoder. */
async function letsThroughNothingElse() {
  const { verdicts, decoded, end } = await guarded('vp8', (sender, receiver) => receiver.key);
  await until(() => verdicts.audio && verdicts.video, MEDIA_MS);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const pictures = await decoded();
  end();
  return { good: verdicts.audio.good + verdicts.video.good, pictures };
}

async function saysWhatItCanDo() {
  const { gateway, client } = await enter((g) => g.enter('Ben'));
  const words = () => gateway.received.filter(({ type }) => type === 'p2pPolicy');
  await until(() => words().length === 1);
  await client.leaveRoom();
  await client.enterRoom(1);
  await until(() => words().length === 2);
  client.close();
  const [first, second] = words();
  return { policy: first.policy, anew: first.anew, forwards: first.mesh.forwards, upBps: first.mesh.upBps,
    key: /^[\w-]{43}$/.test(first.mesh.key), another: first.mesh.key !== second.mesh.key };
}

/** By somebody who passes it on, it comes, stops coming, comes again, and is given up. */
async function takesWhatComesByAnEdge() {
  let carries = false;
  const { edges, reports, direct, pause, end } = await edge(({ key }) => key, { userId: -9 }, { carries: () => carries });
  await until(() => reports.includes('direct'), MEDIA_MS);
  const there = direct();
  pause(true);
  await until(() => reports.includes('starved'), MEDIA_MS);
  const stays = direct();
  carries = true;
  await until(() => direct() === 0);
  pause(false);
  await until(() => reports.filter((state) => state === 'direct').length === 2, MEDIA_MS);
  const again = direct();
  await new Promise((resolve) => setTimeout(resolve, 300));
  const still = direct();
  edges.endAllWith(-9);
  const states = [...new Set(reports)];
  const result = { states, there, stays, again, still, after: direct() };
  end();
  return result;
}

/** Whoever passes it on names other sources than those that it sends: what comes goes by who verifies all the same. */
async function verifiesWhatComesBySourcesThatNobodyNamed() {
  const { reports, direct, from, end } = await edge(({ key }) => key, { userId: -9 }, {},
    (sdp) => sdp.replace(/^(a=ssrc(?:-group:FID)?[: ])(\d+)/gm, (line, begin) => `${begin}4711`));
  const named = /^a=ssrc:/m.test(from.pc.localDescription.sdp);
  await until(() => reports.includes('direct') || reports.includes('forged'), MEDIA_MS);
  const result = { named, reports: reports.join(), direct: direct() };
  end();
  return result;
}

/** The picture goes on, and the sound, which is open, comes no more. */
async function givesUpWhereOneKindIsWithheld() {
  const { reports, from, end } = await edge(({ key }) => key, { userId: -9 });
  await until(() => reports.includes('direct'), MEDIA_MS);
  from.transceivers.find(({ sender }) => sender.track.kind === 'audio').sender.replaceTrack(null);
  await until(() => reports.includes('failed') || reports.includes('starved'), MEDIA_MS);
  end();
  return { reports: reports.join() };
}

/** The microphone is closed for longer than anybody waits for sound that is open, and has not sent yet when it is opened. */
async function waitsAnewWhereAKindIsOpenedAgain() {
  let isMuted = false;
  let looks = 0;
  const isOpen = (userId, kind) => {
    looks += kind === 'audio' ? 1 : 0;
    return kind !== 'audio' || !isMuted;
  };
  const { reports, from, end } = await edge(({ key }) => key, { userId: -9 }, { isOpen });
  await until(() => reports.includes('direct'), MEDIA_MS);
  const looked = async () => {
    const before = looks;
    await until(() => looks > before + 8, MEDIA_MS);
  };
  await from.transceivers.find(({ sender }) => sender.track.kind === 'audio').sender.replaceTrack(null);
  await looked();
  isMuted = true;
  await looked();
  const { now } = Performance.prototype;
  // In steps, as the picture goes on meanwhile.
  for (const passedMs of [3_000, 6_000, 9_000, 12_000]) {
    performance.now = () => now.call(performance) + passedMs;
    await looked();
  }
  isMuted = false;
  await looked();
  const result = reports.join();
  delete performance.now;
  end();
  return result;
}

/** Another key than that by which the frames are signed. */
async function takesNothingForged() {
  const { edges, reports, direct, end } = await edge(async () => (await FrameGuard.make()).key, { userId: -9 });
  await until(() => reports.includes('forged'), MEDIA_MS);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const known = edges.signal({ userId: -9, attempt: 7, sdp: '' });
  const result = { reports: reports.join(), direct: direct(), known };
  end();
  return result;
}

/** What a browser does not do, or the application does not want. */
async function refusesEdges() {
  const { edges, reports } = await viewer();
  const { key } = edges.abilities;
  edges.try(order(key, { offers: true }));
  edges.try(order(key, { userId: -2 }));
  edges.try(order(key, { stream: { publisher: -2 } }));
  edges.try(order(key, { userId: -9, offers: true, stream: { sends: true } }));
  edges.try(order(''));
  edges.signal({ userId: PUBLISHER, attempt: 7, sdp: 'v=0' });
  await until(() => reports.length === 5);
  edges.try(order(key));
  edges.signal({ userId: PUBLISHER, attempt: 7, sdp: 'v=0' });
  await until(() => reports.length === 6);
  edges.try(order(key));
  edges.want(PUBLISHER, false);
  edges.try(order(key));
  edges.stop();
  edges.try(order(key));
  return reports.join();
}

/** A browser publishes, another one watches; then it closes its microphone. */
async function feedsAViewer() {
  const { tracks, end } = sources();
  const open = new Set(['video', 'audio']);
  const to = await viewer({ onSignal: ({ sdp }) => from.edges.signal({ userId: -2, attempt: 7, sdp }) });
  const from = await viewer({
    ownId: PUBLISHER,
    track: (kind) => (open.has(kind) ? tracks.find((one) => one.kind === kind) : null),
    onSignal: ({ sdp }) => to.edges.signal({ userId: PUBLISHER, attempt: 7, sdp }),
  });
  const { key } = from.edges.abilities;
  to.edges.try(order(key));
  from.edges.try(order(key, { userId: -2, offers: true, stream: { sends: true } }));
  await until(() => to.reports.includes('direct'), MEDIA_MS);
  const [edge] = from.edges.all;
  open.delete('audio');
  await from.edges.send('audio');
  const sent = edge.pc.getSenders().map(({ track }) => track?.kind ?? 'nothing');
  const stats = [...(await edge.pc.getStats()).values()];
  const codec = stats.find(({ type, mimeType }) => type === 'codec' && mimeType.startsWith('video'))?.mimeType;
  from.edges.end({ userId: -2, attempt: 7, graceMs: 100 });
  await until(() => edge.pc.connectionState === 'closed');
  const result = { from: from.reports.join(), to: to.reports.slice(0, 2).join(), sent: sent.join(), codec };
  end();
  [from, to].forEach(({ edges }) => edges.stop());
  return result;
}

/** The worker's file cannot be had. */
async function leavesTreesWithoutAWorker() {
  const Browsers = globalThis.Worker;
  globalThis.Worker = class extends Browsers {
    constructor(url, options) {
      super('/no-such-worker.js', options);
    }
  };
  const { edges, reports, direct, end } = await edge(({ key }) => key);
  const before = edges.abilities !== null;
  await until(() => reports.includes('failed'), MEDIA_MS);
  edges.try(order('k'.repeat(43)));
  // The two ends may have found each other before the file is missed.
  const ends = reports.filter((state) => state !== 'connected').join();
  const result = { before, after: edges.abilities !== null, reports: ends, direct: direct() };
  globalThis.Worker = Browsers;
  end();
  return result;
}
