/** A key that is held repeats thirty times a second, and the server counts what it is asked. */
const PAUSE_MS = 100;

/**
 * Does something when a person has stopped typing for a moment.
 * @param {HTMLInputElement} field
 * @param {() => void} act
 */
export function onTyped(field, act) {
  let timer = 0;
  field.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(act, PAUSE_MS);
  });
}
