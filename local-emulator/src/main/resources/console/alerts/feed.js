// SPDX-License-Identifier: Apache-2.0
// Alerts, incidents and objectives for their page, as marked requests.

import { poll } from '../api.js';
import { feed } from '../feed.js';

const MILLIS = 5000;

/**
 * Calls `changed({alerts, incidents, slos, judged, problems})` after each round.
 *
 * @param tunes whether the cloud has the function that groups incidents; `judged` is null without it
 */
export function alertsFeed(tunes, changed) {
  let lacking = false;

  async function judged() {
    if (!tunes() || lacking) {
      return null;
    }
    try {
      return await poll('functions/tune/incidents?limit=50');
    } catch (problem) {
      // An older function without incidents is not asked again and again.
      lacking = problem.status === 404;
      if (lacking) {
        return null;
      }
      throw problem;
    }
  }

  return feed({ alerts: () => poll('api/alerts'), incidents: () => poll('api/incidents?limit=200'), slos: () => poll('api/slos'), judged }, () => MILLIS, changed);
}
