import { FakeGateway } from './fake-gateway.js';
import { codeOf, enter, until } from './sdk-scenarios.js';

/** Scenarios of lost links that are brought back. */
export const reconnectScenarios = { comesBack, countsAttempts, logsInAnew, otherServer, toldServers,
  asksWithoutAnOffer };

const count = (gateway, type) => gateway.received.filter((request) => request.type === type).length;
const named = (seen, ...names) => seen.filter(({ event }) => names.includes(event));

/** The session goes on: requests wait, the room is caught up with, media is not touched. */
async function comesBack() {
  const { gateway, client, seen } = await enter((g) => {
    g.token = 'first';
    g.enter('Ben');
  });
  await client.openMicrophone();
  await until(() => client.remoteTracks.length === 2 && count(gateway, 'publish') === 1);
  gateway.text(-3, 'counted');
  await until(() => named(seen, 'textMessage').length === 1);
  await until(() => gateway.relay.connected?.() ?? true);
  seen.length = 0;
  gateway.unreachable = true;
  gateway.drop();
  await until(() => named(seen, 'reconnecting').length === 1);
  gateway.away(() => {
    gateway.enter('Eve');
    gateway.set(-3, 'microphone', 1);
  });
  const waiting = client.sendText('while away');
  gateway.unreachable = false;
  await waiting;
  await until(() => named(seen, 'reconnected').length === 1);
  const resume = gateway.received.find(({ type }) => type === 'resume');
  const publishes = count(gateway, 'publish');
  const { state, users } = client;
  client.close();
  return {
    resume, publishes, state, names: users.map(({ name }) => name),
    events: named(seen, 'reconnecting', 'reconnected', 'userAtRoom', 'micStateChange', 'linkClose')
      .map(({ event, code, resumed, userId }) => [event, code ?? resumed ?? userId]),
    logins: count(gateway, 'login'), texts: count(gateway, 'sendText'),
  };
}

/** Each attempt has a number of its own, those of the next way back go on from there. */
async function countsAttempts() {
  const { gateway, client, seen } = await enter((g) => {
    g.token = 'first';
    g.failures.resume = 58;
  });
  gateway.drop();
  await until(() => count(gateway, 'resume') === 2);
  delete gateway.failures.resume;
  await until(() => named(seen, 'reconnected').length === 1);
  gateway.drop();
  await until(() => named(seen, 'reconnected').length === 2);
  client.close();
  return gateway.received.filter(({ type }) => type === 'resume').map(({ attempt }) => attempt);
}

/** A token that is good for nothing any more. */
async function logsInAnew() {
  const { gateway, client, seen } = await enter((g) => {
    g.token = 'first';
    g.failures.resume = 8;
  });
  gateway.drop();
  const waiting = codeOf(client.sendText('lost with the session'));
  await until(() => named(seen, 'reconnected').length === 1);
  const result = {
    waiting: await waiting, state: client.state, room: client.room, resumed: named(seen, 'reconnected')[0].resumed,
    logins: count(gateway, 'login'),
  };
  client.close();
  return result;
}

/** The next address is tried where one is not there, on the way back and at the first connect. */
async function otherServer() {
  const { gateway, client, seen } = await enter((g) => {
    g.token = 'first';
  });
  client.close();
  gateway.unreachableUrls.add('ws://one.test/anychat');
  await client.connect({ url: 'ws://one.test', servers: ['ws://two.test'] });
  const first = gateway.url;
  await client.login({ name: 'Ann' });
  gateway.unreachableUrls.clear();
  gateway.unreachableUrls.add('ws://two.test/anychat');
  gateway.drop();
  await until(() => named(seen, 'reconnected').length === 1);
  const second = gateway.url;
  client.close();
  return { first, second };
}

/** The server names others, at the login and at each return, by which it takes back what it said before. */
async function toldServers() {
  const { gateway, client, seen } = await enter((g) => {
    g.token = 'first';
  });
  client.close();
  gateway.servers = ['two.test:8906', 'not an address', '[2001:db8::1]:8906'];
  await client.connect({ url: 'ws://one.test' });
  await client.login({ name: 'Ann' });
  const urls = [];
  const lose = async (...unreachable) => {
    gateway.unreachableUrls = new Set(unreachable);
    seen.length = 0;
    gateway.drop();
    await until(() => named(seen, 'reconnected').length === 1);
    urls.push(gateway.url);
  };
  gateway.servers = ['three.test:8906'];
  await lose('ws://one.test/anychat');
  await lose('wss://two.test:8906/anychat', 'ws://one.test/anychat');
  client.close();
  return urls;
}

/** The server has closed the connection before, after it was asked for another, and offers none. */
async function asksWithoutAnOffer() {
  const { gateway, client } = await enter((g) => {
    g.enter('Ben');
    g.on_subscribe = () => {
      g.on_subscribe = FakeGateway.prototype.on_subscribe;
    };
  });
  gateway.event({ event: 'mediaState', direction: 'subscribe', state: 'closed', code: 0, reason: '' });
  await until(() => client.remoteTracks.length === 2);
  client.close();
  return count(gateway, 'subscribe');
}
