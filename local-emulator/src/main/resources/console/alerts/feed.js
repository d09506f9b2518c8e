// SPDX-License-Identifier: Apache-2.0
// Polls alerts, incidents and objectives while their page is open and visible, as marked requests. No drawing here.

import { poll } from '../api.js';

const MILLIS = 5000;
const PARTS = { alerts: 'api/alerts', incidents: 'api/incidents?limit=200', slos: 'api/slos' };

/** Calls `changed({alerts, incidents, slos, problems})` after each round. A part that does not answer keeps its last answer. */
export function alertsFeed(changed) {
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
    await Promise.all(Object.entries(PARTS).map(async ([name, address]) => {
      try {
        next[name] = await poll(address);
      } catch (problem) {
        problems[name] = problem.message;
      }
    }));
    seen = { ...next, problems };
    looking = false;
    if (on) {
      changed(seen);
      timer = setTimeout(look, MILLIS);
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
