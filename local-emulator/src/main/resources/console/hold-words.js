// SPDX-License-Identifier: Apache-2.0
// Why a run waits, in the words of somebody who looks after a database.

import { plural } from './format.js';

const PATTERNS = {
  latency: [/take ([\d.]+) times as long/, (times) => `The database is slow: batches take ${times} times their calm time; waiting.`],
  locks: [/([\d.]+) (?:other )?sessions? /,
    (sessions) => `The migration is in the way of ${plural(Number(sessions), 'other session')}; waiting until they have their locks.`],
  'long.transaction': [/open for ([\d.]+) s/, (open) => `Another session keeps a transaction open for ${open} s; waiting until it ends.`],
  replication: [/is ([\d.]+ (?:s|MiB of WAL)) behind/, (behind) => `A replica is ${behind} behind; waiting until it catches up.`],
  wal: [/writes ([\d.]+) MiB/, (rate) => `The server writes ${rate} MiB of WAL a second; waiting until it is less.`],
  archiver: [/([\d.]+) segments/, (segments) => `${segments} WAL segments are not archived yet; waiting for the archive.`],
  autovacuum: [/take ([\d.]+) MiB of (\S+?),/, (size, table) => `${size} MiB of dead rows in ${table}; waiting for a vacuum.`],
  pool: [/([\d.]+) requests/,
    (requests) => `${plural(Number(requests), 'request waits', 'requests wait')} for a connection; waiting until there are free ones.`],
  rate: [/([\d.]+) rows per second/, (rate) => `The run is limited to ${rate} rows a second; waiting for its next share.`],
  window: [/from (\S+) to (\S+)/, (from, until) => `Rows are moved only from ${from} to ${until} UTC; waiting for that time.`],
};

/** The sentence of a hold; the function's own words if this console does not know its code or their form. */
export function holdWords(code, sentence) {
  const own = String(sentence ?? '').trim();
  const [pattern, words] = PATTERNS[code] ?? [];
  const found = pattern?.exec(own);
  if (found) {
    return words(...found.slice(1));
  }
  return own === '' ? '' : `The migration waits: ${own}`;
}
