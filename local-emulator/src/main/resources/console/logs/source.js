// SPDX-License-Identifier: Apache-2.0
// Reads log entries: a page of old ones, and the live tail. Without the API of entries, the lines of the status stream.

import { OWN_TRACE, poll } from '../api.js';
import { listen } from '../live.js';
import { entryOf, entryOfLine } from './entries.js';

export const PAGE = 500;

/** The whole filter. The user's part comes first, so that positions in it stay true. */
export function filterOf({ query, severity, own, start, end }) {
  return [query.trim(), severity ? `severity>=${severity}` : '', own ? '' : `NOT trace:"${OWN_TRACE}"`,
    start ? `timestamp>="${new Date(start).toISOString()}"` : '', end ? `timestamp<="${new Date(end).toISOString()}"` : '']
    .filter(Boolean).join('\n');
}

/** `{entries, next}`, oldest first; null if this local cloud has no API of entries. */
export async function read(filter, pageToken = null) {
  const token = pageToken === null ? '' : `&pageToken=${encodeURIComponent(pageToken)}`;
  try {
    const answer = await poll(`api/logs?filter=${encodeURIComponent(filter)}&limit=${PAGE}&order=desc${token}`);
    return { entries: (answer.items ?? []).map(entryOf).reverse(), next: answer.next ?? null };
  } catch (problem) {
    if (problem.status === 404) {
      return null;
    }
    throw problem;
  }
}

/**
 * Numbers of entries over the whole time: `{start, end, buckets, counts: {INFO: [..]}, since}`; `since` is there if the cloud left
 * older ones out. Null if this local cloud cannot count.
 */
export async function countOf(filter, { start, end }, buckets) {
  const time = `start=${new Date(start).toISOString()}&end=${new Date(end).toISOString()}`;
  try {
    return await poll(`api/logs/histogram?filter=${encodeURIComponent(filter)}&${time}&buckets=${buckets}`);
  } catch (problem) {
    if (problem.status === 404) {
      return null;
    }
    throw problem;
  }
}

const RETRY_MILLIS = 1500;
const PATIENCE_MILLIS = 1000;

/**
 * Passes new entries until the result is called. `opened` is called whenever entries written before may have been missed: when the
 * stream opens for the first time and after a break, and once if it does not open soon.
 */
export function tail(filter, arrived, opened) {
  let source = null;
  let retry = 0;
  let told = false;

  function tell() {
    told = true;
    opened();
  }

  function tellOnce() {
    if (!told) {
      tell();
    }
  }

  function connect() {
    source = new EventSource(`api/logs/stream?filter=${encodeURIComponent(filter)}`);
    source.addEventListener('message', (event) => {
      try {
        arrived(JSON.parse(event.data).map(entryOf));
      } catch {
        // A broken event is left out; the next is whole again.
      }
    });
    source.addEventListener('open', tell);
    source.addEventListener('error', () => {
      tellOnce();
      if (source.readyState === EventSource.CLOSED) {
        retry = setTimeout(connect, RETRY_MILLIS);
      }
    });
  }

  connect();
  const patience = setTimeout(tellOnce, PATIENCE_MILLIS);
  return () => {
    clearTimeout(retry);
    clearTimeout(patience);
    source.close();
  };
}

/** Passes the newest lines of the status stream, and every later one. */
export function lines(arrived) {
  let number = 0;
  return listen('api/stream', { status() {}, changed() {}, log: (line) => arrived([entryOfLine(line, number++)]) });
}
