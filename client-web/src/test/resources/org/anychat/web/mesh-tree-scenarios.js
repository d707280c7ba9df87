import { HostClock } from './sdk/host-clock.js';
import { PUBLISHER, FORWARDER, LEAF, MEDIA_MS, order, tree, pictures, decodesMore } from './mesh-world.js';
import { until } from './sdk-scenarios.js';

/** Scenarios of trees in which a browser passes on. */
export const meshTreeScenarios = { passesOn, goesOnWithAnotherParent, bridgesBelowASilentParent, findsOutWhoAlters,
  passesOnNoFurtherThanItMay, endsWhereTheNextParentHasAnotherCodec, movesTimes };

/** What comes is decoded and verified two hops from who has published it, and nobody between them has encoded it. */
async function passesOn(codec) {
  const { forwarder, leaf, feed, end } = await tree(codec);
  await feed(PUBLISHER, FORWARDER, 7, 1);
  await feed(FORWARDER, LEAF, 8, 0);
  const [edge] = leaf.edges.all;
  await decodesMore(edge, 40);
  await until(() => edge.verdicts.audio.good > 40, MEDIA_MS);
  const result = { forwards: forwarder.edges.forwards, codec: (await pictures(edge)).codec, reports: leaf.reports.join(),
    passed: forwarder.reports.join(), there: leaf.direct(), forged: edge.verdicts.video.forged + edge.verdicts.audio.forged };
  end();
  return result;
}

/** The publisher feeds by another edge, with another encoder, other times and numbers; the leaf's edge goes on. */
async function goesOnWithAnotherParent(codec) {
  const { forwarder, leaf, feed, end } = await tree(codec);
  await feed(PUBLISHER, FORWARDER, 7, 1);
  await feed(FORWARDER, LEAF, 8, 0);
  const [edge] = leaf.edges.all;
  await decodesMore(edge, 10);
  await feed(PUBLISHER, FORWARDER, 9, 1);
  forwarder.edges.end({ userId: PUBLISHER, attempt: 7, graceMs: 2_000 });
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  await decodesMore(edge, 20);
  const result = { reports: leaf.reports.join(), there: leaf.direct(), failed: forwarder.reports.includes('failed'),
    forged: edge.verdicts.video.forged };
  end();
  return result;
}

/** Where nothing comes there is nothing to pass on; the edge stays, and carries again with the one above it. */
async function bridgesBelowASilentParent() {
  const { forwarder, leaf, feed, pause, end } = await tree('vp8');
  await feed(PUBLISHER, FORWARDER, 7, 1);
  await feed(FORWARDER, LEAF, 8, 0);
  await pause(true);
  await until(() => leaf.reports.includes('starved'), MEDIA_MS);
  await pause(false);
  await until(() => leaf.reports.filter((state) => state === 'direct').length === 2, MEDIA_MS);
  const result = { reports: [...new Set(leaf.reports)].join(), failed: forwarder.reports.includes('failed') };
  end();
  return result;
}

/** Who passes on changes a byte of each picture from some moment on. */
async function findsOutWhoAlters() {
  const { prototype } = RTCRtpSender;
  const { createEncodedStreams } = prototype;
  let alters = false;
  prototype.createEncodedStreams = function create() {
    const { readable, writable } = createEncodedStreams.call(this);
    const altering = new TransformStream({ transform: (frame, out) => {
      if (alters && frame instanceof RTCEncodedVideoFrame) {
        const bytes = new Uint8Array(frame.data);
        bytes[bytes.length >> 1] ^= 1;
        frame.data = bytes.buffer;
      }
      out.enqueue(frame);
    } });
    altering.readable.pipeTo(writable).catch(() => {});
    return { readable, writable: altering.writable };
  };
  const { leaf, feed, end } = await tree('vp8');
  await feed(PUBLISHER, FORWARDER, 7, 1);
  await feed(FORWARDER, LEAF, 8, 0);
  alters = true;
  await until(() => leaf.reports.includes('forged'), MEDIA_MS);
  const result = { reports: leaf.reports.join(), there: leaf.direct() };
  end();
  prototype.createEncodedStreams = createEncodedStreams;
  return result;
}

/** What a client is not to pass on: what it has not got, or further than the edge lets it; nor back to where it comes from. */
async function passesOnNoFurtherThanItMay() {
  const { root, forwarder, feed, end } = await tree('vp8');
  const { key } = root.edges.abilities;
  const attempts = [];
  const pass = (userId, ttl, stream) => {
    const before = forwarder.reports.length;
    forwarder.edges.try(order(key, { userId, attempt: 100 + attempts.length, offers: true,
      stream: { ttl, sends: true, ...stream } }));
    attempts.push(forwarder.reports[before] ?? 'made');
  };
  pass(LEAF, 0);
  await feed(PUBLISHER, FORWARDER, 7, 1);
  pass(LEAF, 1);
  pass(PUBLISHER, 0);
  pass(LEAF, 0, { key: 'k'.repeat(43) });
  forwarder.edges.upBandwidth(0);
  pass(LEAF, 0);
  forwarder.edges.upBandwidth(undefined);
  pass(LEAF, 0);
  const before = forwarder.reports.length;
  forwarder.edges.retime({ attempt: 7, generation: 2, ttl: 0 });
  await until(() => forwarder.reports.length > before, MEDIA_MS);
  attempts.push(forwarder.reports[before]);
  end();
  return attempts.join();
}

/** A frame keeps the number of its codec, which was said when the edge was made. */
async function endsWhereTheNextParentHasAnotherCodec() {
  const { forwarder, feed, publishIn, end } = await tree('vp8');
  await feed(PUBLISHER, FORWARDER, 7, 1);
  await feed(FORWARDER, LEAF, 8, 0);
  publishIn('h264');
  await feed(PUBLISHER, FORWARDER, 9, 1);
  const reports = forwarder.reports.join();
  end();
  return reports;
}

/** What comes in whatever times goes out in those of the host, as far from each other as it came. */
async function movesTimes() {
  const ticks = () => 90 * performance.now();
  const clock = new HostClock();
  const begun = clock.of(4_000_000_000);
  const hostZero = 4_294_000_000;
  [0, 5_000, 2_000].forEach((lateTicks) => clock.hear((hostZero + ticks() - lateTicks) >>> 0));
  const goesOn = clock.of(4_000_003_000);
  clock.restart();
  const isNow = (time) => Math.abs((time - hostZero - ticks()) | 0) < 9_000;
  const moved = clock.of(4_294_967_000);
  const next = clock.of(2_704);
  const jumped = clock.of(1_000_000_000);
  const early = clock.of(1_000_090_000);
  clock.restart();
  const another = clock.of(5);
  return { unready: [begun, goesOn].join(), moved: isNow(moved), apart: (next - moved) | 0, jumped: isNow(jumped),
    behind: (another - early) | 0 };
}
