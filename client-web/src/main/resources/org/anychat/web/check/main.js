import { byId } from '../app/dom.js';
import { language, onLanguage, setLanguage, translate } from '../app/i18n.js';
import { browserChecks, deviceChecks, line } from './browser-checks.js';
import { Echo } from './echo.js';
import { Report, say } from './report.js';
import { certificateLines, linkChecks, mediaLines } from './server-checks.js';
import { Visit } from './visit.js';

// `?start=1` starts at once, for links of those who help and for tests.
const address = new URLSearchParams(location.search);
const report = new Report(byId('check-lines'));
const start = byId('check-start');
const devices = byId('check-devices');
const copy = byId('check-copy');
let state = 'idle';

async function run() {
  if (state === 'running') {
    return;
  }
  state = 'running';
  report.clear();
  showPictures(true);
  showWords();
  for (const found of await browserChecks()) {
    report.add(found);
  }
  if (typeof RTCPeerConnection === 'function') {
    await serverChecks();
  }
  state = 'done';
  showPictures(false);
  showWords();
}

async function serverChecks() {
  let visit;
  try {
    visit = await Visit.open();
    for (const found of await linkChecks(visit)) {
      report.add(found);
    }
    certificateLines(visit).forEach((found) => report.add(found));
    const canvas = /** @type {HTMLCanvasElement} */ (byId('check-sent'));
    const video = /** @type {HTMLVideoElement} */ (byId('check-back'));
    for (const found of mediaLines(await new Echo(visit, canvas, video).run())) {
      report.add(found);
    }
  } catch {
    report.add(line('server', 'fail', 'serverNone', 'serverNoneDo'));
    ['relay', 'udp', 'tcp', 'echo'].forEach((name) => report.add(line(name, 'skip', 'skipped')));
  } finally {
    visit?.close();
  }
}

async function tryDevices() {
  if (navigator.mediaDevices) {
    for (const found of await deviceChecks()) {
      report.add(found);
    }
    showWords();
  }
}

async function copyReport() {
  try {
    await navigator.clipboard.writeText(report.text());
    copy.textContent = say('copied');
  } catch {
    // Pages that are not secure may not: the text is there to be selected.
    const text = /** @type {HTMLTextAreaElement} */ (byId('check-report'));
    text.focus();
    text.select();
  }
}

/** @param {boolean} shown */
function showPictures(shown) {
  byId('check-sent').hidden = !shown;
  byId('check-back').hidden = !shown;
}

function showWords() {
  const running = state === 'running';
  document.title = `${say('title')} · AnyChat`;
  byId('check-title').textContent = say('title');
  byId('check-lead').textContent = say('lead');
  byId('check-language').textContent = say('otherLanguage');
  devices.textContent = say('devices');
  copy.textContent = say('copy');
  copy.hidden = state !== 'done';
  start.textContent = say(running ? 'running' : state === 'done' ? 'again' : 'start');
  start.setAttribute('aria-busy', String(running));
  byId('check-sum').textContent = state === 'done' ? report.sum() : '';
  document.body.dataset.state = state;
  const text = /** @type {HTMLTextAreaElement} */ (byId('check-report'));
  text.hidden = state !== 'done';
  text.value = state === 'done' ? report.text() : '';
  report.show();
}

start.addEventListener('click', run);
devices.addEventListener('click', tryDevices);
copy.addEventListener('click', copyReport);
byId('check-language').addEventListener('click', () => setLanguage(language() === 'zh' ? 'en' : 'zh'));
onLanguage(showWords);
translate();
showWords();
if (address.get('start') === '1') {
  run();
}
