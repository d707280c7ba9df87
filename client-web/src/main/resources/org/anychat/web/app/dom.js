/**
 * An element of index.html.
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 * @returns {T}
 */
export function byId(id) {
  return /** @type {T} */ (document.getElementById(id));
}

/**
 * Makes an element.
 * @template {keyof HTMLElementTagNameMap} N
 * @param {N} name
 * @param {{className?: string, text?: string, [property: string]: any}} [properties] set as they are; `text` is the
 *   text content, so that nothing a person wrote is ever read as HTML
 * @param {(Node | string)[]} [children]
 * @returns {HTMLElementTagNameMap[N]}
 */
export function element(name, { text, ...properties } = {}, children = []) {
  const made = Object.assign(document.createElement(name), properties);
  if (text !== undefined) {
    made.textContent = text;
  }
  made.append(...children);
  return made;
}

const SVG = 'http://www.w3.org/2000/svg';

/**
 * An icon of icons.svg, hidden from screen readers: what it is on has a label.
 * @param {string} name
 * @returns {SVGSVGElement}
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `${new URL('./icons.svg', import.meta.url).pathname}#${name}`);
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', 'icon-glyph');
  svg.append(use);
  return svg;
}

/** Puts the icons into the elements of index.html that name one (`data-icon`). */
export function placeIcons() {
  for (const place of document.querySelectorAll('[data-icon]')) {
    place.prepend(icon(place.getAttribute('data-icon') ?? ''));
  }
}

/**
 * Shows a button's state: icon, label, whether it is pressed.
 * @param {HTMLElement} button
 * @param {{icon: string, label: string, on?: boolean}} look `on` false paints it as off
 */
export function dress(button, { icon: name, label, on }) {
  button.querySelector('svg')?.remove();
  button.prepend(icon(name));
  const shortcut = button.getAttribute('aria-keyshortcuts');
  button.title = shortcut ? `${label} (${shortcut})` : label;
  button.setAttribute('aria-label', label);
  button.classList.toggle('off', on === false);
}
