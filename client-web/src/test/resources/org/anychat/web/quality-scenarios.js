import { AnyChatError } from './sdk/anychat.js';
import { ErrorCode } from './sdk/protocol.js';
import { QualityReports } from './sdk/quality-reports.js';

/** What clients tell of what they see: each scenario returns plain data. */
export const qualityScenarios = { reportsOnce, reportsNotToAServerOfBefore };

const PASSES = 5;

/** A connection whose pictures one sets, read again and again. */
function reporting(answer = () => {}) {
  const told = [];
  let tracks = [];
  let waiting = [];
  const reports = new QualityReports(async ({ received }) => {
    told.push(received);
    answer();
  }, async () => {
    waiting.splice(0).forEach((pass) => pass());
    return { tracks };
  }, 1);
  return {
    told,
    reports,
    show: (...shown) => {
      tracks = shown.map(([userId, kind, freezes, frozenMs]) => ({ userId, kind, freezes, frozenMs }));
    },
    passes: async () => {
      for (let i = 0; i < PASSES; i++) {
        await new Promise((pass) => waiting.push(pass));
      }
    },
  };
}

/** A report where something has changed, and none after the end. */
async function reportsOnce() {
  const { told, reports, show, passes } = reporting();
  reports.start();
  await passes();
  show([-3, 'video', 1, 250], [-3, 'audio', 9, 9000], [undefined, 'video', 7, 7], [1001, 'video', 0, 0]);
  await passes();
  show([-3, 'video', 2, 1240], [1001, 'video', 0, 0]);
  await passes();
  show(...Array.from({ length: 100 }, (_, at) => [at + 1, 'video', 0, 0]));
  await passes();
  reports.stop();
  show([-3, 'video', 3, 3000]);
  await new Promise((resolve) => setTimeout(resolve, 50));
  return { told: told.slice(0, 2), count: told.length, largest: told[2].length };
}

async function reportsNotToAServerOfBefore() {
  const { told, reports, show, passes } = reporting(() => {
    throw new AnyChatError(ErrorCode.FUNCOPTERROR, 'type: no such request');
  });
  reports.start();
  show([-3, 'video', 1, 250]);
  await passes();
  show([-3, 'video', 2, 500]);
  await passes();
  reports.stop();
  return told.length;
}
