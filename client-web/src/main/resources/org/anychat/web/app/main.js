import { AnyChatClient } from '../sdk/anychat.js';
import { Call } from './call.js';
import { byId, placeIcons } from './dom.js';
import { t, translate } from './i18n.js';
import { enterWished, join, Rejoining } from './joining.js';
import { Lobby } from './lobby.js';
import { Notices } from './notices.js';
import { OwnDevices } from './own-devices.js';

// `?room=1&name=Ann` fills the form; `&join=1` joins at once, for kiosks and tests.
const address = new URLSearchParams(location.search);

const client = new AnyChatClient();
const lobbyNotices = new Notices(byId('lobby-notices'));
const callNotices = new Notices(byId('call-notices'));
const devices = new OwnDevices(client, lobbyNotices);
const lobby = new Lobby({ client, devices, notices: lobbyNotices, onJoin: (wish) => enter(wish) });
const call = new Call({
  client,
  devices,
  notices: callNotices,
  onLeave: () => leave(),
  onTakenOut: () => leave('call.takenOut'),
  comeBack: async () => {
    if (current) {
      await enterWished(client, current);
    }
  },
});

/** @type {import('./joining.js').Wish | null} */
let current = null;
const rejoining = new Rejoining({
  attempt: async () => {
    if (current) {
      await enter(current);
      callNotices.clear('link');
      callNotices.show('back', { words: () => t('notice.rejoined'), tone: 'info', lastsMs: 3000 });
    }
  },
  onGivenUp: backToLobby,
});

/** @param {import('./joining.js').Wish} wish */
async function enter(wish) {
  await join(client, wish, () => devices.setPreviewing(false));
  current = wish;
  devices.notices = callNotices;
  lobby.hide();
  call.open();
}

/** @param {string} [key] of the words that say why */
async function leave(key = 'call.youLeft') {
  rejoining.stop();
  current = null;
  client.close();
  call.close();
  lobby.show();
  lobbyNotices.show('join', { words: () => t(key), tone: 'info', lastsMs: 6000 });
}

/** @param {{code: number}} why */
function backToLobby(why) {
  rejoining.stop();
  current = null;
  client.close();
  call.close();
  lobby.show();
  lobby.tell(why);
}

client.on('reconnecting', () => {
  if (call.isOpen) {
    callNotices.show('link', { words: () => t('notice.reconnecting'), tone: 'info' });
  }
});

client.on('reconnected', ({ resumed }) => {
  if (!call.isOpen) {
    return;
  }
  if (resumed) {
    callNotices.clear('link');
    call.open();
  } else {
    // The session is over, and with it the place in the room.
    rejoining.now();
  }
});

client.on('linkClose', (why) => {
  if (!call.isOpen) {
    // Joining tells by itself.
    return;
  }
  if (!Rejoining.mends(why.code)) {
    backToLobby(why);
    return;
  }
  call.interrupt();
  const actions = [
    { key: 'action.rejoin', run: () => rejoining.now() },
    { key: 'action.leave', run: () => leave() },
  ];
  callNotices.show('link', { words: () => t('notice.rejoining'), actions });
  rejoining.soon();
});

window.addEventListener('pagehide', () => client.close());

/** For tests and diagnostics. */
Object.defineProperty(window, 'anychat', { value: Object.freeze({ client }), enumerable: true });

placeIcons();
translate();
lobby.prefill({ name: address.get('name'), room: address.get('room') });
lobby.show();
const opening = devices.openBoth();
if (address.get('join') === '1') {
  lobby.join();
} else {
  await opening;
}
