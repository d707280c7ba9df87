import { hasWords, language, t } from '../app/i18n.js';

const DASH = '–';

/** @param {number} value @param {number} [digits] */
export function number(value, digits = 0) {
  return Number.isFinite(value) ? value.toLocaleString(language(), { maximumFractionDigits: digits }) : DASH;
}

/** @param {number} bps */
export function bitrate(bps) {
  if (!Number.isFinite(bps)) {
    return DASH;
  }
  if (bps >= 1e6) {
    return `${number(bps / 1e6, bps >= 1e8 ? 0 : 1)} Mbit/s`;
  }
  return `${number(bps / 1e3)} kbit/s`;
}

/** @param {number} count */
export function bytes(count) {
  if (!Number.isFinite(count)) {
    return DASH;
  }
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, count)) / 10)));
  return `${number(count / 2 ** (10 * step), step > 2 ? 1 : 0)} ${units[step]}`;
}

/** @param {number} share 0 to 1; below 0 while unknown */
export function percent(share, digits = 0) {
  return share >= 0 ? `${number(share * 100, digits)} %` : DASH;
}

/** @param {number} ms since 1970 */
export function clock(ms) {
  return new Date(ms).toLocaleTimeString(language(), { hour12: false });
}

/** @param {number} ms since 1970 */
export function moment(ms) {
  return new Date(ms).toLocaleString(language(), { hour12: false });
}

/** @param {number} seconds */
export function duration(seconds) {
  if (!Number.isFinite(seconds)) {
    return DASH;
  }
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor(seconds / 3_600) % 24;
  const minutes = Math.floor(seconds / 60) % 60;
  if (days > 0) {
    return t('time.days', { days, hours });
  }
  return hours > 0 ? t('time.hours', { hours, minutes }) : t('time.minutes', { minutes, seconds: Math.floor(seconds) % 60 });
}

/** Words for a code of the error table. @param {number} code */
export function codeWords(code) {
  if (code === 0) {
    return t('code.0');
  }
  const key = [`code.${code}`, `error.${code}`].find(hasWords);
  return key ? `${code} · ${t(key)}` : `${code}`;
}

/** @param {number} size of a picture, packed */
export function pictureSize(size) {
  return size > 0 ? `${size & 0xffff}×${size >>> 16}` : DASH;
}

const DEVICES = [DASH, 'Windows', 'Android', 'iOS', 'Web', 'Linux', 'Mac', 'Windows Phone', 'Windows CE'];

/** @param {number} device user state 15 */
export function deviceName(device) {
  return DEVICES[device] ?? DEVICES[0];
}

/** How often and how long a picture stood still, where the client has said so. @param {{freezes: number, frozenMs: number}} [said] */
export function freezeWords(said) {
  if (!said) {
    return DASH;
  }
  return said.freezes > 0 ? `${number(said.freezes)}× · ${number(said.frozenMs / 1000, 1)} s` : '0';
}

/**
 * How its NAT maps ports, and what it lets in, as far as a client has said so lately; it is asked where the server makes mesh trees.
 * @param {{mapping: string, filtering: string, udp: boolean} | null | undefined} network
 */
export function natWords(network) {
  if (!network) {
    return DASH;
  }
  if (!network.udp) {
    return t('nat.blocked');
  }
  const mapping = t(`nat.${network.mapping}`);
  return network.filtering === 'unknown' ? mapping : `${mapping} · ${t(`natIn.${network.filtering}`)}`;
}

/** @param {{transport: string, tls: boolean}} way */
export function wayWords(way) {
  return `${{ framed: 'TCP', http: 'HTTP' }[way.transport] ?? 'WebSocket'}${way.tls ? ' · TLS' : ''}`;
}
