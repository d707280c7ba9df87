// What a person at the page waits for, measured in the page itself.
(() => {
  /** The longest event of each interaction, input to next paint, in milliseconds; below 16 the browser tells none. */
  const interactions = new Map();
  const longTasks = [];
  let inputAt = 0;
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries()) {
      if (interactionId) {
        interactions.set(interactionId, Math.max(duration, interactions.get(interactionId) ?? 0));
      }
    }
  }).observe({ type: 'event', durationThreshold: 16, buffered: true });
  new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration)))
    .observe({ type: 'longtask', buffered: true });
  for (const type of ['pointerup', 'keydown']) {
    addEventListener(type, ({ timeStamp }) => { inputAt = timeStamp; }, { capture: true, passive: true });
  }
  const frame = () => new Promise((resolve) => { requestAnimationFrame(resolve); });
  const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

  window.figures = {
    /** Milliseconds from the last input to the frame after the one in which something was there. */
    async until(there) {
      for (const since = performance.now(); !there(); await frame()) {
        if (performance.now() - since > 15_000) {
          const typed = document.querySelector('.search')?.value ?? '';
          throw new Error(`never shown: ${there} where '${typed}' is searched: ${document.querySelector('.content')?.textContent}`);
        }
      }
      await frame();
      return performance.now() - inputAt;
    },
    /** The longest interaction since it was last asked, 0 where it was below 16 ms. */
    async interaction() {
      await frame();
      await frame();
      await pause(60);
      const longest = Math.max(0, ...interactions.values());
      interactions.clear();
      return longest;
    },
    longTasks: () => longTasks,
  };
})();
