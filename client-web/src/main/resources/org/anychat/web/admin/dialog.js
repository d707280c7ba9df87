import { t } from '../app/i18n.js';
import { element } from '../app/dom.js';

/**
 * A field of a question.
 * @typedef {object} Field
 * @property {string} name
 * @property {string} label words for it
 * @property {string} [value]
 * @property {[value: string, words: string][]} [options] to choose from
 * @property {boolean} [long] of several lines
 * @property {'text' | 'number' | 'checkbox'} [type]
 * @property {number} [min]
 * @property {number} [max]
 */

/**
 * Asks before something is done.
 * @param {{title: string, words: string, confirm: string, danger?: boolean, fields?: Field[]}} question
 * @returns {Promise<Record<string, string> | undefined>} what was filled in; undefined where the person thinks better of it
 */
export function ask({ title, words, confirm, danger = false, fields = [] }) {
  const inputs = fields.map(input);
  const form = element('form', { className: 'question' }, [
    element('h2', { text: title }),
    element('p', { text: words }),
    ...inputs.map(({ box }) => box),
    element('div', { className: 'choices' }, [
      element('button', { type: 'button', className: 'quiet', text: t('admin.cancel'), onclick: () => dialog.close() }),
      element('button', { type: 'submit', className: danger ? 'danger' : 'primary', text: confirm }),
    ]),
  ]);
  const dialog = element('dialog', { className: 'panel' }, [form]);
  dialog.setAttribute('aria-label', title);
  document.body.append(dialog);
  return new Promise((resolve) => {
    let answer;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      answer = Object.fromEntries(inputs.map(({ name, read }) => [name, read()]));
      dialog.close();
    });
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(answer);
    });
    dialog.showModal();
    (inputs[0]?.field ?? form.querySelector('[type=submit]'))?.focus();
  });
}

/** @param {Field} field */
function input({ name, label, value = '', options, long, type = 'text', min, max }) {
  let field;
  if (options) {
    field = element('select', { name }, options.map(([option, text]) =>
      element('option', { value: option, text, selected: option === value })));
  } else if (long) {
    field = element('textarea', { name, value, rows: 4, maxLength: 2000, required: true });
  } else {
    field = element('input', { name, type, value, required: type !== 'checkbox' });
    if (type === 'checkbox') {
      field.checked = value === 'true';
    } else if (type === 'number') {
      Object.assign(field, { min: String(min ?? 0), max: String(max ?? 86_400) });
    }
  }
  const check = type === 'checkbox' && !options && !long;
  const box = element('label', { className: check ? 'check' : 'field' },
    check ? [field, element('span', { text: label })] : [element('span', { text: label }), field]);
  return { name, field, box, read: () => (check ? String(field.checked) : field.value) };
}

/**
 * Says in a corner what came of something.
 * @param {string} words
 * @param {'good' | 'bad'} tone
 */
export function toast(words, tone) {
  const note = element('p', { className: `toast ${tone}`, text: words });
  document.getElementById('toasts')?.append(note);
  setTimeout(() => note.remove(), tone === 'bad' ? 12_000 : 6_000);
}
