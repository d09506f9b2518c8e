// SPDX-License-Identifier: Apache-2.0
// Proposals, the chosen one with its alerts, and thresholds in force, as marked requests.

import { path, poll } from '../api.js';
import { feed } from '../feed.js';

const BASE = 'functions/tune/';
const LIVE_MILLIS = 1000;
const QUIET_MILLIS = 5000;
const LISTED = 10;

export const proposalAddress = (id, ...rest) => BASE + path('proposals', id, ...rest);

/**
 * Calls `changed({made: {items, proposal}, thresholds, alerts, problems})` after each round.
 *
 * @param chosen gives the id of the proposal in the address, or null: the newest
 */
export function tuningFeed(chosen, changed) {
  // A proposal that is made changes only with its state, and is large.
  const whole = new Map();
  let list = [];

  async function read(id, state) {
    const held = whole.get(id);
    if (held && held.state !== 'RUNNING' && held.state === state) {
      return held;
    }
    const proposal = await poll(proposalAddress(id));
    whole.clear();
    whole.set(id, proposal);
    return proposal;
  }

  async function proposals() {
    list = (await poll(`${BASE}proposals?limit=${LISTED}`)).items ?? [];
    const id = chosen() ?? list[0]?.id;
    const proposal = id === undefined ? null : await read(id, list.find((item) => item.id === id)?.state);
    return { items: list, proposal };
  }

  const round = feed({ made: proposals, thresholds: () => poll(`${BASE}thresholds?limit=200`), alerts: () => poll('api/alerts') },
    ({ made }) => (made?.proposal?.state === 'RUNNING' || made?.items.some((item) => item.state === 'RUNNING') ? LIVE_MILLIS : QUIET_MILLIS), changed);
  return round;
}
