import { CallStep, TO_SERVER } from './sdk/anychat.js';
import { Sha256 } from './sdk/sha256.js';
import { codeOf, enter, until } from './sdk-scenarios.js';

/** Scenarios about buffers, files and video calls. */
export const exchangeScenarios = { hashes, sendFile, sendBuffers, receiveFile, receiveBuffer, brokenTransfers, videoCalls };

const CONTENT = { wParam: 7, lParam: -8, flags: 9 };

function bytesOf(length) {
  return Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8)) & 255);
}

async function digest(bytes) {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Lengths around the ends of blocks, in pieces of every kind; tells those that the browser's own digest finds different. */
async function hashes() {
  const different = [];
  for (const length of [0, 1, 3, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1_000, 100_000]) {
    const bytes = bytesOf(length);
    const hash = new Sha256();
    for (let at = 0; at < length; at += 1 + (at % 97)) {
      hash.update(bytes.subarray(at, Math.min(length, at + 1 + (at % 97))));
    }
    if (hash.hex() !== (await digest(bytes))) {
      different.push(length);
    }
  }
  return different;
}

/** A gateway that takes offers and lets bytes pass a window at a time, as the receiver of `kept` bytes would. */
function takeTransfers(gateway, { firstOffset = 0, window = 65_536 } = {}) {
  const transfers = new Map();
  let task = 4_710;
  gateway.on_transOffer = ({ userId, content }) => {
    const taskId = task + (content.kind === 'file' ? 0 : 1);
    task += 2;
    const transfer = { taskId, userId, content, have: firstOffset };
    transfers.set(taskId, transfer);
    setTimeout(() => progress(transfer), 20);
    return { taskId };
  };
  gateway.on_transChunk = ({ taskId, offset }) => {
    const transfer = transfers.get(taskId);
    const { bytes } = gateway.received.findLast(({ type, offset: at }) => type === 'transChunk' && at === offset);
    transfer.inOrder = offset === transfer.have && transfer.inOrder !== false;
    transfer.have += bytes.length;
    setTimeout(() => (transfer.have < transfer.content.size ? progress(transfer) : end(transfer)));
  };
  const progress = ({ taskId, have, content }) => {
    gateway.event({ event: 'transProgress', taskId, offset: have, limit: Math.min(content.size, have + window) });
  };
  const end = (transfer) => {
    progress(transfer);
    gateway.event({ event: 'transEnd', taskId: transfer.taskId, code: 0 });
  };
  return transfers;
}

async function sendFile() {
  const { gateway, client } = await enter();
  const transfers = takeTransfers(gateway, { firstOffset: 40_000 });
  const bytes = bytesOf(150_000);
  const file = new File([bytes], '报告.pdf');
  const seen = [];
  const { taskId } = await client.transfers.sendFile(TO_SERVER, file, { ...CONTENT, onProgress: (have) => seen.push(have) });
  const { userId, content, have, inOrder } = transfers.get(taskId);
  const sent = gateway.received.filter(({ type }) => type === 'transChunk');
  client.close();
  return {
    userId, have, inOrder,
    content: JSON.stringify(content) === JSON.stringify({
      kind: 'file', name: '报告.pdf', size: 150_000, sha256: await digest(bytes), ...CONTENT,
    }),
    same: sent.every(({ offset, bytes: part }) => part.every((byte, i) => byte === bytes[offset + i])),
    first: seen[0], last: seen[seen.length - 1],
  };
}

/** Each waits for the one before, to the same user. */
async function sendBuffers() {
  const { gateway, client } = await enter();
  takeTransfers(gateway);
  await Promise.all([
    client.transfers.sendBuffer(-3, bytesOf(100_000)),
    client.transfers.sendBuffer(-3, bytesOf(10)),
  ]);
  const order = gateway.received.filter(({ type }) => type.startsWith('trans')).map(({ type, content }) => content?.size ?? type);
  const tooLarge = await codeOf(client.transfers.sendBuffer(-3, new Uint8Array(1_048_577)));
  client.close();
  return { last: order.slice(-2), tooLarge };
}

/** The first transfer breaks in the middle, the second goes on there. */
async function receiveFile() {
  const { gateway, client } = await enter();
  const bytes = bytesOf(100_000);
  const content = { kind: 'file', name: 'a.bin', size: bytes.length, sha256: await digest(bytes), ...CONTENT };
  const acks = () => gateway.received.filter(({ type }) => type === 'transAck').map(({ taskId, offset }) => [taskId, offset]);
  const received = [];
  const ended = [];
  client.on('transFileOffer', (offer) => {
    ended.push(offer.accept().then((file) => file.size, ({ code }) => code));
  });
  client.on('transFile', (event) => received.push(event));
  gateway.event({ event: 'transOffer', taskId: 2, from: -3, content });
  gateway.binaryEvent({ event: 'transChunk', taskId: 2, offset: 0 }, bytes.subarray(0, 60_000));
  gateway.event({ event: 'transEnd', taskId: 2, code: 101 });
  gateway.event({ event: 'transOffer', taskId: 4, from: -3, content });
  gateway.binaryEvent({ event: 'transChunk', taskId: 4, offset: 60_000 }, bytes.subarray(60_000));
  await until(() => received.length === 1);
  const { file, ...about } = received[0];
  const same = (await digest(await file.arrayBuffer())) === content.sha256;
  await until(() => acks().length === 4);
  client.close();
  return { ended: await Promise.all(ended), about, name: file.name, same, acks: acks() };
}

async function receiveBuffer() {
  const { gateway, client } = await enter();
  const bytes = bytesOf(70_000);
  const received = [];
  client.on('transBufferEx', (event) => received.push(event));
  const content = { kind: 'buffer', name: '', size: bytes.length, sha256: await digest(bytes), ...CONTENT };
  gateway.event({ event: 'transOffer', taskId: 3, from: -3, content });
  gateway.binaryEvent({ event: 'transChunk', taskId: 3, offset: 0 }, bytes.subarray(0, 65_536));
  gateway.binaryEvent({ event: 'transChunk', taskId: 3, offset: 65_536 }, bytes.subarray(65_536));
  gateway.event({ event: 'transOffer', taskId: 5, from: -3, content });
  gateway.binaryEvent({ event: 'transChunk', taskId: 5, offset: 9 }, bytes.subarray(0, 9));
  const cancels = () => gateway.received.filter(({ type }) => type === 'transCancel').map(({ taskId, code }) => [taskId, code]);
  await until(() => received.length === 1 && cancels().length === 1);
  const [{ bytes: got, ...about }] = received;
  client.close();
  return { about, same: (await digest(got)) === content.sha256, cancels: cancels() };
}

async function brokenTransfers() {
  const { gateway, client } = await enter();
  const file = new File([bytesOf(100_000)], 'a.bin');
  gateway.failures = { transOffer: 712 };
  const refused = await codeOf(client.transfers.sendFile(-3, file));
  gateway.failures = {};
  gateway.on_transOffer = () => ({ taskId: 2 });
  const aborting = new AbortController();
  const aborted = codeOf(client.transfers.sendFile(-3, file, { signal: aborting.signal }));
  await until(() => gateway.received.filter(({ type }) => type === 'transOffer').length === 2);
  aborting.abort();
  const results = { refused, aborted: await aborted };
  const lost = codeOf(client.transfers.sendFile(-3, file));
  await until(() => gateway.received.filter(({ type }) => type === 'transOffer').length === 3);
  await new Promise((resolve) => setTimeout(resolve, 50));
  gateway.drop();
  results.lost = await lost;
  return { ...results, cancelled: gateway.received.filter(({ type }) => type === 'transCancel').map(({ code }) => code) };
}

async function videoCalls() {
  const { gateway, client } = await enter();
  const seen = [];
  client.on('videoCall', (event) => seen.push(event));
  await client.videoCall.request(-3, { flags: 3, param: 5, userStr: 'ticket 17' });
  await client.videoCall.reply(-3, { code: 100_101 });
  await client.videoCall.finish(-3);
  gateway.failures = { videoCall: 100_103 };
  const busy = await codeOf(client.videoCall.request(-3));
  gateway.event({ event: 'videoCall', step: 3, userId: -3, code: 0, flags: 3, param: 100_000, userStr: '' });
  await until(() => seen.length === 1);
  client.close();
  return {
    sent: gateway.received.filter(({ type }) => type === 'videoCall').slice(0, 3),
    busy, started: seen[0].step === CallStep.START && seen[0].param,
  };
}
