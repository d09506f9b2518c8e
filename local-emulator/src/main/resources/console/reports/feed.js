// SPDX-License-Identifier: Apache-2.0
// Reports, and the two that are compared, as marked requests.

import { path, poll } from '../api.js';
import { feed } from '../feed.js';

const BASE = 'functions/report/';
const LIVE_MILLIS = 1000;
const QUIET_MILLIS = 5000;
const LISTED = 30;

export const REPORTS = `${BASE}reports`;
export const FEEDBACK = `${BASE}feedback`;
export const reportAddress = (id) => BASE + path('reports', id);

/**
 * Calls `changed({list, pair, problems})` after each round.
 *
 * @param compared gives the ids of two reports that are compared, or null
 */
export function reportFeed(compared, changed) {
  // A report never changes.
  const whole = new Map();

  async function read(id) {
    if (!whole.has(id)) {
      const report = await poll(reportAddress(id));
      if (!report.sections) {
        throw new Error('This report is not made, so that there is nothing to compare.');
      }
      whole.set(id, report);
    }
    return whole.get(id);
  }

  async function pair() {
    const ids = compared();
    return ids === null ? null : { ids, reports: await Promise.all(ids.map(read)) };
  }

  return feed({ list: async () => (await poll(`${REPORTS}?limit=${LISTED}`)).items ?? [], pair },
    ({ list }) => ((list ?? []).some((item) => item.state === 'RUNNING') ? LIVE_MILLIS : QUIET_MILLIS), changed);
}
