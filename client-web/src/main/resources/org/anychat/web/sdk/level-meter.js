/**
 * Measures how loud an audio track is, for a level display. Reading is cheap enough for every animation frame.
 */
export class LevelMeter {
  /** @type {AudioContext} */ #context;
  /** @type {AnalyserNode} */ #analyser;
  /** @type {MediaStreamAudioSourceNode | null} */ #source = null;
  #samples = new Float32Array(512);
  #wake = () => {
    this.#context.resume().catch(() => {});
  };

  /** @param {MediaStreamTrack} track stays with its owner */
  constructor(track) {
    this.#context = new AudioContext();
    this.#analyser = new AnalyserNode(this.#context, { fftSize: this.#samples.length });
    try {
      this.#source = this.#context.createMediaStreamSource(new MediaStream([track]));
      this.#source.connect(this.#analyser);
    } catch {
      // A browser that cannot mix sample rates measures silence.
    }
    // Browsers keep audio asleep until the person has touched the page.
    document.addEventListener('pointerdown', this.#wake);
    document.addEventListener('keydown', this.#wake);
  }

  /** Root mean square of the last samples, 0 (silence) to 1. @returns {number} */
  level() {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    let sum = 0;
    for (const sample of this.#samples) {
      sum += sample * sample;
    }
    return Math.min(1, Math.sqrt(sum / this.#samples.length));
  }

  /** Lets go of the browser's audio. */
  close() {
    document.removeEventListener('pointerdown', this.#wake);
    document.removeEventListener('keydown', this.#wake);
    this.#source?.disconnect();
    this.#context.close().catch(() => {});
  }
}
