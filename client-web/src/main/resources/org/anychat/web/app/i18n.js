import en from './lang/en.js';
import zh from './lang/zh.js';
import { recall, remember } from './preferences.js';

/** @type {Record<string, Record<string, string>>} */
const LANGUAGES = { en, zh };

/** @type {Set<() => void>} */
const listeners = new Set();

let current = recall('language') ?? '';
if (!(current in LANGUAGES)) {
  current = navigator.languages.find((tag) => /^(zh|en)\b/i.test(tag))?.slice(0, 2).toLowerCase() ?? 'en';
}

/**
 * Adds the words of a page of its own.
 * @param {Record<string, Record<string, string>>} words by language, then by key
 */
export function addWords(words) {
  for (const [name, more] of Object.entries(words)) {
    Object.assign(LANGUAGES[name], more);
  }
}

/** The language shown: `en` or `zh`. @returns {string} */
export function language() {
  return current;
}

/**
 * Words for a key, in the language shown.
 * @param {string} key
 * @param {Record<string, string | number>} [values] for `{x}` in the words
 * @returns {string}
 */
export function t(key, values = {}) {
  const words = LANGUAGES[current][key] ?? key;
  return words.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''));
}

/** Whether there are words for a key. @param {string} key @returns {boolean} */
export function hasWords(key) {
  return key in LANGUAGES[current];
}

/**
 * Shows another language and remembers it.
 * @param {string} next `en` or `zh`
 */
export function setLanguage(next) {
  current = next in LANGUAGES ? next : 'en';
  remember('language', current);
  translate();
  listeners.forEach((listener) => listener());
}

/**
 * Calls back when another language is shown, for words that are made in code.
 * @param {() => void} listener
 */
export function onLanguage(listener) {
  listeners.add(listener);
}

/** Fills the page's `data-i18n`, `data-i18n-label` and `data-i18n-placeholder` elements. */
export function translate() {
  document.documentElement.lang = current === 'zh' ? 'zh-CN' : current;
  forEach('i18n', (element, key) => {
    element.textContent = t(key);
  });
  forEach('i18n-label', (element, key) => {
    element.setAttribute('aria-label', t(key));
    if (element instanceof HTMLButtonElement) {
      element.title = t(key);
    }
  });
  forEach('i18n-placeholder', (element, key) => element.setAttribute('placeholder', t(key)));
}

/** @param {string} name @param {(element: Element, key: string) => void} apply */
function forEach(name, apply) {
  for (const element of document.querySelectorAll(`[data-${name}]`)) {
    apply(element, element.getAttribute(`data-${name}`) ?? '');
  }
}
