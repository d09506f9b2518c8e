// SPDX-License-Identifier: Apache-2.0
// A run in words and figures. No drawing here.

import { count, percent, plural, shortSeconds, span } from './format.js';
import { holdWords } from './hold-words.js';
import { underWay } from './migration-feed.js';

const STAGES = {
  planning: 'Planning', counting: 'Counting before the move', checking: 'Checking before the start', moving: 'Moving',
  replanning: 'Looking for documents added meanwhile', 'late-references': 'Repairing late references', validating: 'Validating',
  'rolling-back': 'Rolling back', 'verifying-rollback': 'Verifying the rollback',
};
const DOCUMENT_WORDS = ['merged', 'skipped', 'quarantined', 'gone'];
const DUPLICATE_WORDS = [
  ['documentsToMerge', 'equal documents to merge'],
  ['chunksToMerge', 'equal chunks to merge'],
  ['documentsDiffering', 'documents that differ'],
];

const doneOf = (run) => ['done', 'merged', 'skipped', 'gone'].reduce((sum, word) => sum + (run.documents?.[word] ?? 0), 0);

export function stateWords(run) {
  const setAside = run.direction === 'BACK' ? 0 : run.documents?.quarantined ?? 0;
  const state = (run.state ?? '').toLowerCase().replaceAll('_', ' ');
  return setAside > 0 ? `${state}, ${count(setAside)} set aside` : state;
}

export const waitingWords = (run) => (run.waiting ? holdWords(run.waitingCode, run.waiting) : '');

/** `{done, total, words}` of the stage, or of the documents if the run is in no stage. */
export function progressOf(run) {
  const { done, total, unit } = run.progress ?? { done: doneOf(run), total: run.documents?.planned ?? 0, unit: 'documents' };
  const stage = STAGES[run.stage] ?? run.stage;
  const one = unit.replace(/s$/, '');
  const parts = total === null ? [done > 0 ? plural(done, one) : ''] : [`${count(done)} of ${plural(total, one)}`];
  if (total > 0) {
    parts.push(`${percent(done, total)} %`);
  }
  return { done, total, words: [stage, parts.join(', ')].filter(Boolean).join(': ') };
}

/** `[key, value, label]`. A run that has ended has no remaining time and no next batch. */
export function figuresOf(run, batches, collisions) {
  const left = run.remainingSeconds;
  const moving = underWay(run);
  return [
    ...(moving ? [['rate', count(run.rowsPerSecond), 'rows per second']] : endedFigures(run, batches)),
    ...(moving && left ? [['left', span(left.expected), `left of this stage, ${span(left.low)} to ${span(left.high)}`]] : []),
    ...(moving && run.batchRows > 0 ? [['batch', count(run.batchRows), 'rows in the next batch']] : []),
    ['chunks', count(run.chunks?.done), `of ${plural(run.chunks?.planned ?? 0, 'chunk')}`],
    ...(moving && run.pass > 1 ? [['pass', count(run.pass), 'pass']] : []),
    ...DOCUMENT_WORDS.filter((word) => run.documents?.[word] > 0).map((word) => [word, count(run.documents[word]), word]),
    ...DUPLICATE_WORDS.filter(([field]) => run.plan?.[field] > 0).map(([field, word]) => [field, count(run.plan[field]), word]),
    ...(collisions?.items?.length > 0 ? [['collisions', `${collisions.items.length}${collisions.next ? '+' : ''}`, 'collisions']] : []),
  ];
}

/** How long the run took, and how fast it was on average. */
function endedFigures(run, batches) {
  const took = (Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000;
  const rows = (run.tables ?? []).reduce((sum, table) => sum + (table.rows ?? 0), 0);
  const longest = Math.max(0, ...batches.map((batch) => batch.seconds ?? 0));
  return [
    ...(Number.isFinite(took) ? [['took', span(took), 'from start to end']] : []),
    ...(took > 0 && rows > 0 ? [['rate', count(rows / took), 'rows per second on average']] : []),
    ...(longest > 0 ? [['longest', shortSeconds(longest), 'longest batch']] : []),
  ];
}
