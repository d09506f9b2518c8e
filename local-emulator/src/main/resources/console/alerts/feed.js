// SPDX-License-Identifier: Apache-2.0
// Alerts, incidents and objectives for their page, as marked requests.

import { poll } from '../api.js';
import { feed } from '../feed.js';

const MILLIS = 5000;

/** Calls `changed({alerts, incidents, slos, problems})` after each round. */
export const alertsFeed = (changed) => feed({
  alerts: () => poll('api/alerts'), incidents: () => poll('api/incidents?limit=200'), slos: () => poll('api/slos'),
}, () => MILLIS, changed);
