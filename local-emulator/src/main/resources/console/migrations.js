// SPDX-License-Identifier: Apache-2.0
// The migrations' feed, shared by the pages that show it. It polls only while one of them is open.

import { migrationFeed } from './migration-feed.js';

const listeners = [];
let seen = null;

export const feed = migrationFeed((next) => {
  seen = next.problem ? { ...seen, problem: next.problem } : next;
  listeners.forEach((listener) => listener(seen));
});

/** Calls the listener after each poll. `null` means that no answer has arrived yet. */
export function onMigrations(listener) {
  listeners.push(listener);
}

export const migrationsSeen = () => seen;
export const latestRun = () => seen?.run ?? null;

export const hasMigrate = (status) => (status?.functions ?? []).some((item) => item.name === 'migrate');

export const databaseAnswers = (status) => (status?.parts ?? []).some((part) => part.name === 'database' && part.up);

/** Polls if the page shows migrations, the function migrate exists and the database answers. */
export function pollMigrations(status, page) {
  if (hasMigrate(status) && databaseAnswers(status) && ['overview', 'migration'].includes(page)) {
    feed.start(page === 'migration');
  } else {
    feed.stop();
  }
}
