const SIDE = 16;
const GREY = 128;
const SOON_MS = 50;
const SOON = 20;
const LATER_MS = 200;

/**
 * Writes the smallest picture for senders that pass frames on, as a browser sends nothing, and measures nothing of the network,
 * where nothing is to be encoded. Quickly at first: its times are what the frames that are passed on are put in.
 * @param {WritableStream} writable of a `MediaStreamTrackGenerator`
 * @param {() => boolean} isNeeded whether anything is passed on now
 * @returns {() => void} to be told when it may be needed again
 */
export function drawHost(writable, isNeeded) {
  const writer = writable.getWriter();
  const pixels = new Uint8Array((SIDE * SIDE * 3) / 2).fill(GREY);
  let drawn = 0;
  /** @type {number | undefined} */ let timer;
  const draw = () => {
    timer = undefined;
    if (isNeeded()) {
      pixels[0] = drawn++ % GREY;
      const frame = new VideoFrame(pixels, { format: 'I420', codedWidth: SIDE, codedHeight: SIDE,
        timestamp: Math.round(performance.now() * 1_000) });
      writer.write(frame).catch(() => {});
      timer = setTimeout(draw, drawn < SOON ? SOON_MS : LATER_MS);
    }
  };
  return () => {
    if (timer === undefined) {
      drawn = 0;
      draw();
    }
  };
}
