// SPDX-License-Identifier: Apache-2.0
// Answers of the function probe for its page, as marked requests.

import { poll } from '../api.js';
import { feed } from '../feed.js';

const BASE = 'functions/probe/';
const LIVE_MILLIS = 1000;
const QUIET_MILLIS = 5000;
const MOST_PAGES = 4;
const PARTS = {
  scans: 'scans?limit=10', stages: 'stages', retrieval: 'retrieval?limit=20', score: 'score', database: 'database', known: 'known/stats',
  checks: 'self-checks?limit=1',
};

/** Calls `changed({findings, scans, stages, retrieval, score, database, known, checks, problems})` after each round. */
export function probeFeed(changed) {
  const parts = Object.fromEntries(Object.entries(PARTS).map(([name, address]) => [name, () => poll(BASE + address)]));
  return feed({ ...parts, findings: allFindings }, ({ scans }) => ((scans?.items ?? []).some((scan) => scan.state === 'RUNNING') ? LIVE_MILLIS : QUIET_MILLIS),
    changed);
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
