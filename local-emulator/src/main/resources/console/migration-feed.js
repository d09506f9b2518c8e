// SPDX-License-Identifier: Apache-2.0
// Polls the function migrate for its runs while the page is visible, as marked requests. No drawing here.

import { path, poll } from './api.js';

const BASE = ['functions', 'migrate', 'migrations'];
const LIVE_MILLIS = 1000;
const QUIET_MILLIS = 4000;
const REPORT_MILLIS = 10_000;
const MOST_BATCHES = 400;
const PAGES_AT_ONCE = 5;
const UNDER_WAY = ['PLANNING', 'PLANNED', 'RUNNING', 'PAUSED', 'ROLLING_BACK'];

export const underWay = (run) => UNDER_WAY.includes(run?.state);
/** Whether a run has this id, or an id that begins with it. */
export const isRun = (run, id) => id !== null && String(run.id).startsWith(id);
export const runAddress = (id, ...rest) => path(...BASE, id, ...rest);

/** Calls `changed({runs, run, batches, quarantine, collisions, holds, problem})` after each poll; a brief one has no lists of the run. */
export function migrationFeed(changed) {
  let chosen = null;
  let memory = remember(null);
  let timer = 0;
  let looking = false;
  let again = false;
  let on = false;
  let whole = false;

  /** State of one run between two polls. */
  function remember(id) {
    return { id, cursor: null, batches: new Map(), reportAt: 0, reportOf: null, report: {} };
  }

  async function look() {
    if (looking) {
      again = true;
      return;
    }
    clearTimeout(timer);
    if (document.hidden) {
      return;
    }
    looking = true;
    let live = false;
    try {
      const runs = newestFirst((await poll(`${path(...BASE)}?limit=20`)).items ?? []);
      const listed = runs.find((candidate) => isRun(candidate, chosen)) ?? runs.find(underWay) ?? runs[0];
      live = underWay(listed);
      changed({ runs, ...(listed ? await details(listed.id) : { run: null }), problem: null });
    } catch (problem) {
      changed({ problem: problem.message });
    }
    looking = false;
    if (on) {
      timer = setTimeout(look, again ? 0 : live && whole ? LIVE_MILLIS : QUIET_MILLIS);
      again = false;
    }
  }

  async function details(id) {
    if (memory.id !== id) {
      memory = remember(id);
    }
    const run = await poll(runAddress(id));
    if (!whole) {
      return { run, batches: [] };
    }
    await readBatches(id);
    const due = memory.reportOf !== run.state || Date.now() - memory.reportAt > REPORT_MILLIS;
    if (due) {
      const [quarantine, collisions, report] = await Promise.all(
        ['quarantine?limit=100', 'collisions?limit=100', 'report'].map((what) => poll(`${runAddress(id)}/${what}`)));
      memory.report = { quarantine, collisions, holds: holdsOf(report) };
      memory.reportOf = run.state;
      memory.reportAt = Date.now();
    }
    const batches = [...memory.batches.values()].sort((one, other) => one.number - other.number);
    return { run, batches, ...memory.report };
  }

  /** Reads new batches only; the last page is read again, because it may have grown. */
  async function readBatches(id) {
    for (let page = 0; page < PAGES_AT_ONCE; page++) {
      const after = memory.cursor === null ? '' : `&after=${encodeURIComponent(memory.cursor)}`;
      const answer = await poll(`${runAddress(id, 'batches')}?limit=100${after}`);
      for (const batch of answer.items ?? []) {
        memory.batches.set(batch.number, batch);
      }
      for (const number of [...memory.batches.keys()].slice(0, Math.max(0, memory.batches.size - MOST_BATCHES))) {
        memory.batches.delete(number);
      }
      if (answer.next === null || answer.next === undefined) {
        return;
      }
      memory.cursor = answer.next;
    }
  }

  document.addEventListener('visibilitychange', () => {
    if (on && !document.hidden) {
      look();
    }
  });

  return {
    /** Polls from now on, with the lists of the run if `all` is true. */
    start(all) {
      if (!on || whole !== all) {
        on = true;
        whole = all;
        look();
      }
    },
    stop() {
      on = false;
      clearTimeout(timer);
    },
    /** Follows this run, or the newest if `id` is null. */
    choose(id) {
      if (chosen !== id) {
        chosen = id;
        if (on) {
          look();
        }
      }
    },
    look,
  };
}

const newestFirst = (runs) => [...runs].sort((one, other) => Date.parse(other.createdAt) - Date.parse(one.createdAt));

/** Holds of a report, as a plain list or as one of its tables. */
function holdsOf(report) {
  const table = (report.sections ?? []).find((section) => section.key === 'holds');
  return (report.holds ?? table?.rows ?? []).map((hold) => ({
    code: hold.code, reason: hold.reason ?? hold.example, beganAt: hold.beganAt, endedAt: hold.endedAt,
    times: hold.times ?? 1, seconds: hold.seconds ?? secondsBetween(hold.beganAt, hold.endedAt),
  }));
}

function secondsBetween(from, until) {
  const seconds = (Date.parse(until) - Date.parse(from)) / 1000;
  return Number.isFinite(seconds) ? seconds : null;
}
