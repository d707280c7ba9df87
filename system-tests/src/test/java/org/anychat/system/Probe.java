package org.anychat.system;

/**
 * The script that looks and listens inside a page. It knows nothing of the web app: it takes every playing video and
 * every live audio track that is not the page's own capture, and tells what was decoded.
 */
final class Probe {
    /** Installs {@code window.anychatProbe}. */
    static final String SCRIPT = """
            () => {
              const named = {
                red: [255, 0, 0], green: [0, 255, 0], blue: [0, 0, 255], yellow: [255, 255, 0],
                cyan: [0, 255, 255], magenta: [255, 0, 255], white: [255, 255, 255], black: [0, 0, 0],
              };
              const own = new WeakSet();
              const capture = navigator.mediaDevices && navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
              if (capture) {
                navigator.mediaDevices.getUserMedia = async (constraints) => {
                  const stream = await capture(constraints);
                  stream.getTracks().forEach((track) => own.add(track));
                  return stream;
                };
              }
              const watched = new Map();
              const heard = new Map();
              const pictures = {lastMs: 0, longestGapMs: 0};
              let audioContext = null;

              const colour = (context, x, y) => {
                const [r, g, b] = context.getImageData(x, y, 1, 1).data;
                let best = null;
                for (const [name, c] of Object.entries(named)) {
                  const distance = (r - c[0]) ** 2 + (g - c[1]) ** 2 + (b - c[2]) ** 2;
                  if (!best || distance < best.distance) best = {name, distance};
                }
                return best.name;
              };
              const majority = (values) => {
                const counts = {};
                values.forEach((value) => { counts[value] = (counts[value] || 0) + 1; });
                return Object.entries(counts).sort((a, b) => b[1] - a[1])[0][0];
              };
              const picture = (video) => {
                if (!video.videoWidth) return 'nothing';
                const canvas = document.createElement('canvas');
                canvas.width = 80;
                canvas.height = 60;
                const context = canvas.getContext('2d', { willReadFrequently: true });
                context.drawImage(video, 0, 0, 80, 60);
                const half = (x) => majority([10, 20, 30, 40, 50].map((y) => colour(context, x, y)));
                const left = majority([half(8), half(16), half(28)]);
                const right = majority([half(52), half(64), half(72)]);
                return left + '-' + right;
              };
              const isRemote = (track) => track.readyState === 'live' && !own.has(track);
              const watch = (video) => {
                const [track] = video.srcObject.getVideoTracks();
                if (!track || !isRemote(track)) return;
                const state = {video, track, frames: 0, lastMs: 0, longestGapMs: 0, firstMs: 0};
                watched.set(video, state);
                const onFrame = (nowMs) => {
                  if (state.lastMs) state.longestGapMs = Math.max(state.longestGapMs, nowMs - state.lastMs);
                  else state.firstMs = nowMs;
                  state.lastMs = nowMs;
                  state.frames += 1;
                  pictures.longestGapMs = Math.max(pictures.longestGapMs, nowMs - pictures.lastMs);
                  pictures.lastMs = nowMs;
                  video.requestVideoFrameCallback(onFrame);
                };
                video.requestVideoFrameCallback(onFrame);
              };
              const listen = (stream) => {
                for (const track of stream.getAudioTracks()) {
                  if (heard.has(track) || !isRemote(track)) continue;
                  audioContext ||= new AudioContext();
                  const analyser = audioContext.createAnalyser();
                  analyser.fftSize = 4096;
                  analyser.smoothingTimeConstant = 0;
                  audioContext.createMediaStreamSource(new MediaStream([track])).connect(analyser);
                  heard.set(track, {analyser, tones: {}});
                }
              };
              const sampleTone = (entry) => {
                const bins = new Float32Array(entry.analyser.frequencyBinCount);
                entry.analyser.getFloatFrequencyData(bins);
                let best = 0;
                for (let i = 3; i < bins.length; i += 1) if (bins[i] > bins[best || 3]) best = i;
                if (bins[best] < -55) return;
                const hz = Math.round((best * audioContext.sampleRate) / entry.analyser.fftSize);
                const rounded = Math.round(hz / 20) * 20;
                entry.tones[rounded] = (entry.tones[rounded] || 0) + 1;
              };
              const elements = () => [...document.querySelectorAll('video, audio')].filter((e) => e.srcObject);
              const sample = async () => {
                for (const element of elements()) {
                  if (element.tagName === 'VIDEO' && element.srcObject.getVideoTracks().length && !watched.has(element)) {
                    watch(element);
                  }
                  listen(element.srcObject);
                }
                for (const [video, state] of watched) {
                  const [track] = video.isConnected && video.srcObject ? video.srcObject.getVideoTracks() : [];
                  if (track !== state.track || !isRemote(track)) watched.delete(video);
                }
                const played = new Set(elements().flatMap((element) => element.srcObject.getAudioTracks()));
                for (const [track, entry] of heard) {
                  if (!isRemote(track) || !played.has(track)) heard.delete(track);
                  else sampleTone(entry);
                }
              };
              // Without any remote picture, whichever element and connection it came by.
              const longestGapMs = () => Math.max(pictures.longestGapMs, performance.now() - pictures.lastMs);
              const report = () => ({
                videos: [...watched.values()].map((state) => ({
                  picture: picture(state.video), frames: state.frames,
                  longestGapMs: Math.max(state.longestGapMs, performance.now() - state.lastMs),
                })),
                tones: [...heard.values()].map((entry) => {
                  const [tone] = Object.entries(entry.tones).sort((a, b) => b[1] - a[1]);
                  return tone ? Number(tone[0]) : 0;
                }),
              });
              const sees = (expected) => {
                const pictures = report().videos.filter((video) => video.frames > 1).map((video) => video.picture);
                return pictures.slice().sort().join() === expected.slice().sort().join();
              };
              const forget = () => {
                for (const state of watched.values()) { state.longestGapMs = 0; state.frames = 0; }
                for (const entry of heard.values()) entry.tones = {};
                pictures.longestGapMs = 0;
                pictures.lastMs = performance.now();
              };
              setInterval(() => { sample().catch((error) => console.error('probe', error)); }, 200);
              window.anychatProbe = {sample, report, sees, forget, longestGapMs};
            }
            """;

    private Probe() {}
}
