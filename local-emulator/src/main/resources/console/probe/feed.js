// SPDX-License-Identifier: Apache-2.0
// Polls the function probe while its page is open and visible, as marked requests. No drawing here.

import { poll } from '../api.js';

const BASE = 'functions/probe/';
const LIVE_MILLIS = 1000;
const QUIET_MILLIS = 5000;
const MOST_PAGES = 4;
const PARTS = {
  scans: 'scans?limit=10', stages: 'stages', retrieval: 'retrieval?limit=20', score: 'score', database: 'database', known: 'known/stats',
  checks: 'self-checks?limit=1',
};

/**
 * Calls `changed({findings, scans, stages, retrieval, score, database, known, checks, problems})` after each round. A part that does not
 * answer keeps its last answer, and has its reason in `problems`.
 */
export function probeFeed(changed) {
  let seen = { problems: {} };
  let timer = 0;
  let on = false;
  let looking = false;

  async function look() {
    clearTimeout(timer);
    if (looking || document.hidden) {
      return;
    }
    looking = true;
    const problems = {};
    const next = { ...seen };
    await Promise.all([...Object.entries(PARTS).map(([name, address]) => read(name, () => poll(BASE + address))), read('findings', allFindings)]);
    async function read(name, answer) {
      try {
        next[name] = await answer();
      } catch (problem) {
        problems[name] = problem.message;
      }
    }
    seen = { ...next, problems };
    looking = false;
    if (on) {
      changed(seen);
      const live = (seen.scans?.items ?? []).some((scan) => scan.state === 'RUNNING');
      timer = setTimeout(look, live ? LIVE_MILLIS : QUIET_MILLIS);
    }
  }

  document.addEventListener('visibilitychange', () => {
    if (on && !document.hidden) {
      look();
    }
  });

  return {
    start() {
      if (!on) {
        on = true;
        look();
      }
    },
    stop() {
      on = false;
      clearTimeout(timer);
    },
    look,
  };
}

async function allFindings() {
  const items = [];
  let after = '';
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await poll(`${BASE}findings?limit=200${after}`);
    items.push(...(answer.items ?? []));
    if (!answer.next) {
      break;
    }
    after = `&after=${encodeURIComponent(answer.next)}`;
  }
  return items;
}

export const findingAddress = (fingerprint, ...rest) => ['functions', 'probe', 'findings', fingerprint, ...rest].map(encodeURIComponent).join('/');
