import { hasWords, t } from './i18n.js';

/**
 * Words for a failed call: what is wrong and what to do.
 * @param {{code?: number}} error
 * @returns {string}
 */
export function errorWords({ code = 5 }) {
  const key = `error.${code}`;
  return hasWords(key) ? t(key) : t('error.other', { code });
}

/**
 * Words for a camera or microphone that cannot be opened.
 * @param {'camera' | 'microphone'} device
 * @param {{reason?: string, code?: number}} error
 * @returns {string}
 */
export function deviceWords(device, { reason = 'inUse', code }) {
  const candidates = [`notice.${device}.${reason}`, `notice.${reason}`];
  return t(candidates.find(hasWords) ?? `error.${code}`);
}
