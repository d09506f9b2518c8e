// SPDX-License-Identifier: Apache-2.0
// Histogram of the entries that match, over the whole time and stacked by severity. The cloud counts them; one that cannot leaves
// it to the console, which counts those that are loaded.

import { chart } from '../charts/chart.js';
import { unitOf } from '../charts/units.js';
import { element, setText } from '../dom.js';
import { plural, timeOfDay } from '../format.js';
import { choose } from '../shell/time-range.js';
import { rankOf } from './entries.js';
import { countOf } from './source.js';

const BUCKETS = 60;
const LEVELS = [['error', 5, '--bad'], ['warning', 4, '--wait'], ['info', 2, '--accent'], ['debug and default', 0, '--edge']];
const EVERY_MILLIS = 1000;
/** Counting takes a tenth of the time at most. */
const PATIENCE = 10;

/** @param counted gets the number of all entries, or null if only those loaded were counted */
export function logHistogram(counted) {
  const view = chart({ title: 'Entries over time', onZoom: choose, figures: false });
  const note = element('p', { class: 'quiet', role: 'status', hidden: true });
  let question = null;
  let readyAt = 0;
  let timer = 0;
  let busy = false;
  let again = false;

  /** Counts and draws at most once a second. `question` is `{filter, time(), loaded(), loadedTime()}`; a new one does not wait. */
  function show(next) {
    if (next !== question) {
      question = next;
      readyAt = 0;
    }
    again = true;
    if (!busy) {
      clearTimeout(timer);
      timer = setTimeout(count, Math.max(0, readyAt - Date.now()));
    }
  }

  async function count() {
    const asked = question;
    const begun = Date.now();
    busy = true;
    again = false;
    try {
      const time = asked.time();
      const answer = asked.filter === null ? null : await countOf(asked.filter, time, BUCKETS);
      if (asked === question) {
        draw(answer === null ? asked.loadedTime() : time, answer === null ? buckets(asked.loaded(), asked.loadedTime()) : bucketsOf(answer, time),
          answer);
      }
    } catch {
      // The page tells why its query is refused, or that the connection is lost; the next entry asks again.
    }
    busy = false;
    readyAt = asked === question ? Date.now() + Math.max(EVERY_MILLIS, PATIENCE * (Date.now() - begun)) : 0;
    if (again) {
      show(question);
    }
  }

  function draw(time, series, answer) {
    view.show({ ...time, bars: true, whole: true, unit: { ...unitOf('1'), name: 'entries' }, series, nothing: 'No entries in this time.' });
    const all = series.flatMap(({ points }) => points).reduce((sum, [, number]) => sum + number, 0);
    note.hidden = !answer?.since;
    setText(note, answer?.since ? `Only the newest entries are counted: ${plural(all, 'match', 'matches')} since ${timeOfDay(answer.since)}.` : '');
    counted(answer === null || answer.since ? null : all);
  }

  return { node: element('div', {}, view.node, note), show };
}

/** Series of `[middle of a bucket, entries]`, one for each level that occurs, of the cloud's answer. */
export function bucketsOf({ counts }, time) {
  const byLevel = LEVELS.map(() => new Array(BUCKETS).fill(0));
  for (const [severity, numbers] of Object.entries(counts ?? {})) {
    numbers.forEach((number, bucket) => {
      byLevel[levelOf(severity)][bucket] += number;
    });
  }
  return seriesOf(byLevel, time);
}

/** The same of entries. */
export function buckets(entries, time) {
  const width = (time.end - time.start) / BUCKETS;
  const byLevel = LEVELS.map(() => new Array(BUCKETS).fill(0));
  for (const entry of entries) {
    const bucket = Math.floor((entry.time - time.start) / width);
    if (bucket >= 0 && bucket < BUCKETS) {
      byLevel[levelOf(entry.severity)][bucket]++;
    }
  }
  return seriesOf(byLevel, time);
}

const levelOf = (severity) => LEVELS.findIndex(([, rank]) => rankOf(severity) >= rank);

function seriesOf(byLevel, { start, end }) {
  const width = (end - start) / BUCKETS;
  return LEVELS.map(([name, , color], level) => ({ name, color, points: byLevel[level].map((number, at) => [start + (at + 0.5) * width, number]) }))
    .filter((series) => series.points.some(([, number]) => number > 0)).reverse();
}
