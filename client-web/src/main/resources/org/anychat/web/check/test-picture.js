const BITS = 8;
const BAND = 60;
const BRIGHT = 128;

/**
 * A picture that says when it was drawn: a row of black and white fields is a number, by which a picture that comes back
 * is known again.
 */
export class TestPicture {
  /** @type {HTMLCanvasElement} */ #canvas;
  /** @type {CanvasRenderingContext2D} */ #paint;
  #eye = document.createElement('canvas');
  /** When each number was drawn last. @type {number[]} */ #drawn = [];
  #number = 0;
  /** @type {ReturnType<typeof setInterval> | undefined} */ #timer;
  /** @type {number[]} */ delays = [];

  /** @param {HTMLCanvasElement} canvas @param {number} fps */
  constructor(canvas, fps) {
    this.#canvas = canvas;
    this.#paint = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { alpha: false }));
    this.#eye.width = canvas.width;
    this.#eye.height = canvas.height;
    this.#draw();
    this.#timer = setInterval(() => this.#draw(), 1000 / fps);
  }

  stop() {
    clearInterval(this.#timer);
  }

  /** Watches what comes back. @param {HTMLVideoElement} video */
  watch(video) {
    const look = () => {
      this.#look(video);
      video.requestVideoFrameCallback?.(look);
    };
    video.requestVideoFrameCallback?.(look);
  }

  #draw() {
    const { width, height } = this.#canvas;
    this.#number = (this.#number + 1) % (1 << BITS);
    this.#paint.fillStyle = '#0f766e';
    this.#paint.fillRect(0, 0, width, height);
    this.#paint.fillStyle = '#f5f6f4';
    this.#paint.fillRect((this.#number * 5) % width, BAND + 20, 24, height - BAND - 40);
    for (let bit = 0; bit < BITS; bit++) {
      this.#paint.fillStyle = this.#number & (1 << bit) ? '#ffffff' : '#000000';
      this.#paint.fillRect((bit * width) / BITS, 0, width / BITS, BAND);
    }
    this.#drawn[this.#number] = performance.now();
  }

  /** @param {HTMLVideoElement} video */
  #look(video) {
    const { width, height } = this.#eye;
    const eye = this.#eye.getContext('2d', { willReadFrequently: true });
    if (!eye) {
      return;
    }
    eye.drawImage(video, 0, 0, width, height);
    const row = eye.getImageData(0, BAND / 2, width, 1).data;
    let number = 0;
    for (let bit = 0; bit < BITS; bit++) {
      const at = Math.floor(((bit + 0.5) * width) / BITS) * 4;
      number |= row[at + 1] > BRIGHT ? 1 << bit : 0;
    }
    const drawn = this.#drawn[number];
    if (drawn !== undefined) {
      this.delays.push(performance.now() - drawn);
    }
  }
}
