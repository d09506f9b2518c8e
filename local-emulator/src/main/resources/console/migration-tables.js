// SPDX-License-Identifier: Apache-2.0
// Tables of a run, each with its title.

import { copyable } from './copyable.js';
import { element, setAttribute, setText } from './dom.js';
import { count, span, timeOfDay } from './format.js';
import { liveTable, named } from './table.js';

const SEVERITIES = { REFUSAL: 'FAILED', WARNING: 'STARTING' };

const findingKey = (item) => `${item.code} ${item.subject} ${item.reason}`;

/** Findings, each once: the checks before the start repeat those of the assessment. */
export function merged(findings) {
  return [...new Map((findings ?? []).map((item) => [findingKey(item), item])).values()];
}

export const movedTable = () => ({
  title: 'Rows moved',
  table: liveTable({
    caption: 'Rows moved by table and column',
    empty: 'No rows moved yet.',
    keyOf: (item) => `${item.table} ${item.column}`,
    columns: [
      { label: 'Table', create: named.create, update: (node, item) => named.update(node, item.table, item.column) },
      { label: 'Rows', number: true, text: (item) => count(item.rows) },
    ],
  }),
});

export const findingTable = () => ({
  title: 'Findings',
  table: liveTable({
    caption: 'Findings in the schema and in the checks before the start',
    empty: 'No findings.',
    keyOf: findingKey,
    columns: [
      { label: 'Subject', create: named.create, update: (node, item) => named.update(node, item.subject, item.code) },
      {
        label: 'Severity', create: () => element('span', { class: 'state' }),
        update(node, item) {
          setText(node, String(item.severity ?? '').toLowerCase());
          setAttribute(node, 'data-state', SEVERITIES[item.severity] ?? null);
        },
      },
      { label: 'Reason', text: (item) => item.reason },
      { label: 'Remedy', create: (item) => copyable(item.subject), update: (node, item) => node.show(item.remedy) },
    ],
  }),
});

export const holdTable = () => ({
  title: 'Holds',
  table: liveTable({
    caption: 'Reasons why the run waited, to leave the database to other users',
    empty: 'The run never waited.',
    keyOf: (item) => `${item.code} ${item.beganAt ?? ''}`,
    columns: [
      { label: 'Reason', create: named.create, update: (node, item) => named.update(node, item.code, item.reason) },
      { label: 'Times', number: true, text: (item) => count(item.times) },
      { label: 'For', number: true, text: (item) => (item.seconds === null ? 'still' : span(item.seconds)) },
    ],
  }),
});

export const quarantineTable = () => ({
  title: 'Quarantine',
  table: liveTable({
    caption: 'Documents that could not be moved and are unchanged',
    empty: 'No document is quarantined.',
    keyOf: (item) => item.oldId,
    columns: [
      { label: 'Document', create: named.create, update: (node, item) => named.update(node, item.oldId, timeOfDay(item.at)) },
      { label: 'Code', create: named.create, update: (node, item) => named.update(node, item.code, item.sqlstate) },
      { label: 'Reason', text: (item) => item.reason },
      { label: 'Attempts', number: true, text: (item) => count(item.attempts) },
    ],
  }),
});

export const collisionTable = () => ({
  title: 'Collisions',
  table: liveTable({
    caption: 'Documents that share one true id',
    empty: 'No two documents share a true id.',
    keyOf: (item) => `${item.newId} ${item.oldId}`,
    columns: [
      { label: 'True id', create: named.create, update: (node, item) => named.update(node, item.newId, `was ${item.oldId}`) },
      { label: 'Role', text: (item) => String(item.role ?? '').toLowerCase() },
      { label: 'Resolution', text: (item) => item.resolution },
    ],
  }),
});
