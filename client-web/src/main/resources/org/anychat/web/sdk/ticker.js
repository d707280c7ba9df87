/**
 * Calls back about once a second, in hidden pages too, so that a link outlives a page in the background.
 * @param {() => void} onTick
 * @returns {() => void} stops it
 */
export function startTicker(onTick) {
  /** @type {number | undefined} */
  let interval;
  const fallBack = () => {
    interval ??= setInterval(onTick, 1000);
  };
  /** @type {Worker | undefined} */
  let worker;
  try {
    worker = new Worker(new URL('./ticker-worker.js', import.meta.url));
    worker.onmessage = onTick;
    worker.onerror = fallBack;
  } catch {
    // The SDK may come from another origin than the page, which may then not start its worker.
    fallBack();
  }
  return () => {
    worker?.terminate();
    clearInterval(interval);
  };
}
