import uPlot from '/webjars/uplot/1.6.30/dist/uPlot.esm.js';
import { element } from '../app/dom.js';
import { language, t } from '../app/i18n.js';

const HEIGHT = 190;
/** Seconds from one time at the axis to the next: none is said twice. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600];

/** @param {string} name of a colour of the page */
function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

const STROKES = ['--accent', '--chart-2', '--chart-3', '--chart-4', '--chart-5', '--chart-6', '--chart-7', '--chart-8'];

/**
 * A chart over time that follows the width of its place and the colours of the system.
 */
export class Chart {
  #plot;
  #labels;
  #format;
  #data = [[]];
  #observer;
  #scheme = matchMedia('(prefers-color-scheme: dark)');

  /**
   * @param {string} title
   * @param {string[]} labels of its lines
   * @param {(value: number) => string} format
   */
  constructor(title, labels, format) {
    this.#labels = labels;
    this.#format = format;
    this.place = element('div', { className: 'plot' });
    this.element = element('figure', { className: 'panel chart' }, [element('figcaption', { text: title }), this.place]);
    this.#data = [[], ...labels.map(() => [])];
    this.#observer = new ResizeObserver(() => this.#fit());
    this.#observer.observe(this.place);
    this.#scheme.addEventListener('change', this.#rebuild);
  }

  #rebuild = () => {
    this.#plot?.destroy();
    this.#plot = undefined;
    this.#fit();
  };

  #fit() {
    const width = Math.floor(this.place.clientWidth);
    if (width < 40) {
      return;
    }
    if (this.#plot) {
      this.#plot.setSize({ width, height: HEIGHT });
      this.#showLast();
    } else {
      this.#plot = new uPlot(this.#options(width), this.#data, this.place);
    }
  }

  #options(width) {
    const axis = { stroke: colour('--soft'), grid: { stroke: colour('--line'), width: 1 }, ticks: { stroke: colour('--line') } };
    const time = new Intl.DateTimeFormat(language(), { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
    const format = this.#format;
    return {
      width,
      height: HEIGHT,
      // Half of the last time on the right.
      padding: [8, 30, 0, 0],
      scales: { y: { range: (_, low, high) => [0, high > 0 ? high * 1.1 : 1] } },
      axes: [
        { ...axis, space: 90, incrs: STEPS, values: (_, ticks) => ticks.map((tick) => time.format(tick * 1000)) },
        { ...axis, size: 74, values: (_, ticks) => ticks.map((tick) => format(tick)) },
      ],
      series: [
        { label: t('chart.time'), value: (_, seconds) => (seconds ? time.format(seconds * 1000) : '–') },
        ...this.#labels.map((label, at) => ({
          label, stroke: colour(STROKES[at % STROKES.length]), width: 2, points: { show: false },
          value: (_, value) => (value === null || value === undefined ? '–' : format(value)),
        })),
      ],
      cursor: { points: { size: 7 } },
    };
  }

  /** Shows other lines. @param {string[]} labels */
  lines(labels) {
    if (labels.join('\n') !== this.#labels.join('\n')) {
      this.#labels = labels;
      this.#plot?.destroy();
      this.#plot = undefined;
    }
  }

  /** @param {(number | null)[][]} data seconds first, then one list per line */
  show(data) {
    this.#data = data;
    if (this.#plot) {
      this.#plot.setData(data);
    } else {
      this.#fit();
    }
    this.#showLast();
  }

  /** The legend says the newest values while nobody points at others. */
  #showLast() {
    if (this.#plot && !(this.#plot.cursor.left >= 0)) {
      this.#plot.setLegend({ idx: this.#data[0].length - 1 });
    }
  }

  close() {
    this.#observer.disconnect();
    this.#scheme.removeEventListener('change', this.#rebuild);
    this.#plot?.destroy();
  }
}
