/** @typedef {import('./protocol.js').User} User */
/** @typedef {import('./protocol.js').MediaConfig} MediaConfig */
/** @typedef {import('./devices.js').MediaKind} MediaKind */

/**
 * The events of a client, with the `detail` that each carries.
 * @typedef {object} ClientEvents
 * @property {{roomId: number, count: number}} onlineUser once after entering; `count` includes oneself
 * @property {{roomId: number, userId: number, enter: boolean, user?: User, reason?: number}} userAtRoom somebody came
 *   (`user`) or went (`reason`: 0, or the code of a lost link)
 * @property {{roomId: number}} leftRoom the server took oneself out of the room, as at the end of a video call
 * @property {{userId: number, state: number}} cameraState another user's camera, a DeviceState
 * @property {{userId: number, state: number}} micStateChange another user's microphone, a DeviceState
 * @property {{userId: number, type: number, user: User}} userInfoUpdate another user's name or device; `type` is the
 *   UserState that changed
 * @property {{userId: number, mode: number}} chatModeChg another user's chat mode, a ChatMode
 * @property {{userId: number, requestId: number}} privateRequest somebody asks for a private chat: `privateChats.echo`
 * @property {{userId: number, requestId: number, code: number}} privateEcho the answer to one's own request; 0 is yes
 * @property {{userId: number, code: number}} privateExit a private chat, or another's request for one, is over
 * @property {{from: number, to: number, secret: boolean, text: string}} textMessage `to` is -1 for the room
 * @property {{from: number, bytes: Uint8Array}} transBuffer
 * @property {{bytes: Uint8Array}} sdkFilterData bytes from the server's plug-in
 * @property {{taskId: number, from: number, bytes: Uint8Array, wParam: number, lParam: number, flags: number}} transBufferEx
 *   a larger buffer came whole
 * @property {import('./incoming-transfers.js').IncomingFile['offer']} transFileOffer somebody offers a file: `accept()` gives
 *   a promise of the `File`, `reject()` refuses; without either the offer is over after a minute
 * @property {{taskId: number, from: number, file: File, wParam: number, lParam: number, flags: number}} transFile a file that
 *   was accepted came whole
 * @property {{step: number, userId: number, code: number, flags: number, param: number, userStr: string}} videoCall a
 *   CallStep of the other side or of the server; at the start `param` is the room to enter
 * @property {{userId: number, kind: MediaKind, track: MediaStreamTrack}} remoteTrack media of another user
 * @property {{userId: number, kind: MediaKind, track: MediaStreamTrack}} remoteTrackRemoved it ended; the track object
 *   may be used again for somebody else
 * @property {{direction: 'publish' | 'subscribe', state: 'connecting' | 'connected' | 'interrupted' | 'closed',
 *   reason?: string}} mediaState a media connection changed; after `closed` the SDK tries again by itself
 * @property {{userId: number, paused: boolean, reason: 'network' | 'limit'}} videoPaused a user's video is paused, since the
 *   network has no room for it or since others come before it where one gets no more than so many; or it goes on or has ended, `reason`
 *   being what it was paused for. Nothing is to be done. A track that comes with `remoteTrack` is not paused
 * @property {{userId: number, state: number, reason: string}} p2pConnectState a direct connection with a user is there (`state`
 *   2), or is not any more or has not come about (0): `reason` says why. Media goes on either way
 * @property {{kind: MediaKind}} deviceEnded one's own camera or microphone was unplugged or taken away
 * @property {{config: MediaConfig}} serverConfigUpdate the server's settings changed; what is open follows by itself,
 *   but where the application has asked for something else
 * @property {{code: number, message: string}} reconnecting the link is lost, and the client tries to get its session
 *   back; others see nothing of it, and media goes on
 * @property {{resumed: boolean, room: {roomId: number, roomName: string} | null, partners: number[],
 *   calls: {userId: number, roomId: number}[], missed: number}} reconnected the link is back; without `resumed` the
 *   client was logged in anew and is in no room. `missed`: texts and the like that the server could not keep
 * @property {{code: number, message: string}} linkClose the link ended and nobody asked for it; `connect` again
 */

/** What has a client's events. */
export class ClientEventTarget extends EventTarget {
  /**
   * Listens to an event: `addEventListener` with types, and without `.detail`.
   * @template {keyof ClientEvents} E
   * @param {E} event
   * @param {(detail: ClientEvents[E]) => void} listener
   * @returns {() => void} stops listening
   */
  on(event, listener) {
    const onEvent = (/** @type {Event} */ e) => listener(/** @type {CustomEvent} */ (e).detail);
    this.addEventListener(event, onEvent);
    return () => this.removeEventListener(event, onEvent);
  }
}

/**
 * Tells the listeners of a target.
 * @template {keyof ClientEvents} E
 * @param {EventTarget} target
 * @param {E} event
 * @param {ClientEvents[E]} detail
 */
export function emit(target, event, detail) {
  target.dispatchEvent(new CustomEvent(event, { detail }));
}
