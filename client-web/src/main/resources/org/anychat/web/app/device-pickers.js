import { listDevices, watchDevices } from '../sdk/anychat.js';
import { element } from './dom.js';
import { onLanguage, t } from './i18n.js';
import { recall, remember } from './preferences.js';

/** @typedef {'camera' | 'microphone' | 'speaker'} Role */

const canPickSpeaker = 'setSinkId' in HTMLMediaElement.prototype;

/** The device that the person picked last, if it was ever picked here. @param {Role} role @returns {string | undefined} */
export function pickedDevice(role) {
  return recall(role) || undefined;
}

/** Selects for camera, microphone and (where the browser can) speaker. */
export class DevicePickers {
  #place;
  #onPick;
  /** @type {(role: Role) => string | undefined} */ #inUse;

  /**
   * @param {HTMLElement} place
   * @param {object} hooks
   * @param {(role: Role, deviceId: string) => void} hooks.onPick the person picked another device
   * @param {(role: Role) => string | undefined} hooks.inUse the device that is open now
   */
  constructor(place, { onPick, inUse }) {
    this.#place = place;
    this.#onPick = onPick;
    this.#inUse = inUse;
    watchDevices(() => this.refresh());
    onLanguage(() => this.refresh());
  }

  /** Reads the devices anew: labels come with the person's permission, devices with their plugs. */
  async refresh() {
    const { cameras, microphones, speakers } = await listDevices();
    const fields = [this.#field('camera', cameras), this.#field('microphone', microphones)];
    if (canPickSpeaker && speakers.length > 0) {
      fields.push(this.#field('speaker', speakers));
    }
    const focused = document.activeElement?.getAttribute('data-role');
    this.#place.replaceChildren(...fields);
    if (focused) {
      /** @type {HTMLElement | null} */ (this.#place.querySelector(`[data-role=${focused}]`))?.focus();
    }
  }

  /** @param {Role} role @param {MediaDeviceInfo[]} devices */
  #field(role, devices) {
    const options = devices.map((device, index) => {
      const label = device.label || t('device.number', { kind: t(`device.${role}`), number: index + 1 });
      return element('option', { value: device.deviceId, text: label });
    });
    const select = element('select', { disabled: devices.length === 0 }, options);
    if (devices.length === 0) {
      select.append(element('option', { value: '', text: t('device.none') }));
    }
    select.value = this.#inUse(role) ?? pickedDevice(role) ?? devices[0]?.deviceId ?? '';
    select.dataset.role = role;
    select.onchange = () => {
      remember(role, select.value);
      this.#onPick(role, select.value);
    };
    return element('label', { className: 'field' }, [element('span', { text: t(`device.${role}`) }), select]);
  }
}
