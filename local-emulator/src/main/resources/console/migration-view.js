// SPDX-License-Identifier: Apache-2.0
// Migration panel: the list of runs, and one run live with its commands.

import { batchChart } from './batch-chart.js';
import { send } from './api.js';
import { byId, element, reconcile, setAttribute, setText } from './dom.js';
import { count, percent, plural, seconds, span, timeOfDay } from './format.js';
import { migrationFeed, runAddress } from './migration-feed.js';
import { collisionTable, findingTable, holdTable, movedTable, quarantineTable } from './migration-tables.js';
import { attempt } from './notices.js';
import { liveTable, named } from './table.js';

const COMMANDS = [
  ['start', 'Start', 'was started.'],
  ['pause', 'Pause', 'was asked to pause.'],
  ['resume', 'Resume', 'continues.'],
  ['retry-quarantined', 'Retry quarantined', 'retries its quarantined documents.'],
  ['rollback', 'Roll back…', 'is being rolled back.'],
];
const DUPLICATE_WORDS = [
  ['documentsToMerge', 'equal documents to merge'],
  ['chunksToMerge', 'equal chunks to merge'],
  ['documentsDiffering', 'documents that differ'],
];
const STAGES = {
  planning: 'Planning', counting: 'Counting before the move', checking: 'Checking before the start', moving: 'Moving',
  replanning: 'Looking for documents added meanwhile', 'late-references': 'Repairing late references', validating: 'Validating',
  'rolling-back': 'Rolling back', 'verifying-rollback': 'Verifying the rollback',
};
const DOCUMENT_WORDS = ['merged', 'skipped', 'quarantined', 'gone'];

let shown = null;
const feed = migrationFeed(show);

const runs = liveTable({
  caption: 'Migrations, newest first',
  empty: 'No migrations yet.',
  keyOf: (run) => run.id,
  columns: [
    { label: 'Run', create: named.create, update: (node, run) => named.update(node, shortId(run), `planned ${timeOfDay(run.createdAt)}`) },
    { label: 'State', create: () => element('span', { class: 'state' }), update: showState },
    { label: 'Documents', number: true, text: (run) => `${count(doneOf(run))} of ${count(run.documents?.planned)}` },
    {
      label: 'Actions', hideLabel: true,
      create(run) {
        const button = element('button', { type: 'button', 'aria-label': `Show run ${shortId(run)}` }, 'Show');
        button.addEventListener('click', () => feed.choose(run.id));
        return button;
      },
      update: (button, run) => setAttribute(button, 'aria-pressed', String(run.id === shown?.id)),
    },
  ],
});
const hint = element('div', { class: 'migration-hint' }, element('p', {}, 'Nothing moves until you start a run. First commands:'),
  element('pre', { tabindex: '0', 'aria-label': 'First commands' }));
const problem = element('p', { class: 'problem', role: 'status' });

const heading = element('h3', { tabindex: '-1' });
const report = element('a', {}, 'Report');
const waiting = element('p', { class: 'migration-waiting', role: 'status' });
const failure = element('p', { class: 'problem', role: 'status' });
const bar = element('progress', { 'aria-label': 'Progress of the stage', max: '1', value: '0' });
const progress = element('p', { class: 'migration-progress' });
const figures = element('dl', { class: 'facts' });
const chart = batchChart();
const buttons = COMMANDS.map(([command, label, success]) => {
  const button = element('button', { type: 'button', hidden: true, 'data-command': command }, label);
  button.addEventListener('click', () => (command === 'rollback' ? confirmRollback() : give(button, command, success)));
  return button;
});
const tables = [movedTable(), findingTable(), holdTable(), quarantineTable(), collisionTable()];
const sections = tables.map(({ title, table }) => element('details', { class: 'migration-part' },
  element('summary', {}, element('span', {}, title), element('span', { class: 'quiet' })), ...table.nodes));
const live = element('div', { class: 'migration-run', hidden: true },
  element('div', { class: 'migration-head' }, heading, report, element('div', { class: 'buttons' }, ...buttons)),
  waiting, failure, bar, progress, figures, chart.node, ...sections);

export function openMigrationPanel() {
  byId('migration').append(problem, live, hint, ...runs.nodes);
  byId('rollback-form').addEventListener('submit', (event) => {
    event.preventDefault();
    byId('rollback-dialog').close();
    give(buttons.at(-1), 'rollback', COMMANDS.at(-1)[2]);
  });
}

/** Polls for migrations only if the function migrate exists and the database answers. */
export function showMigration(status) {
  const known = (status.functions ?? []).some((item) => item.name === 'migrate');
  const answers = (status.parts ?? []).some((part) => part.name === 'database' && part.up);
  byId('migration-panel').hidden = !known;
  setText(hint.lastElementChild, firstCommands(status));
  if (known && answers) {
    feed.start();
  } else {
    feed.stop();
  }
}

function firstCommands({ baseUrl = '', database }) {
  const call = `curl -X POST ${baseUrl}/functions/migrate`;
  const json = "-H 'Content-Type: application/json' -d";
  return [`# ${database?.url ?? 'the corpus'}`, `${call}/assessments ${json} '{}'`,
    `${call}/migrations ${json} '{"dryRun":true}'`, '# with the "id" of that response: makes room for a real run',
    `${call}/migrations/ID/rollback`, '# for real: take a backup first',
    `${call}/migrations ${json} '{"acceptNoBackup":true}'`].join('\n');
}

function show(seen) {
  setText(problem, seen.problem);
  if (seen.problem) {
    return;
  }
  hint.hidden = seen.runs.length > 0;
  shown = seen.run;
  runs.show(seen.runs);
  live.hidden = !seen.run;
  const pill = byId('migration-state');
  showState(pill, seen.run ?? {});
  if (seen.run) {
    showRun(seen);
  }
}

function showRun({ run, batches, quarantine, collisions, holds }) {
  setText(heading, `Run ${shortId(run)}`);
  setAttribute(report, 'href', `${runAddress(run.id)}/report`);
  setText(waiting, run.waiting ? `Waits: ${run.waiting}` : '');
  waiting.hidden = !run.waiting;
  setText(failure, run.lastError ? `${run.lastError.message ?? run.lastError.code} (${timeOfDay(run.lastError.at)})` : '');
  showProgress(run);
  showFigures(run, collisions);
  chart.show(batches, run.settings?.targetBatchSeconds);
  const contents = [run.tables, run.findings, holds, quarantine?.items, collisions?.items];
  const more = [false, false, false, quarantine?.next, collisions?.next];
  contents.forEach((items = [], index) => {
    tables[index].table.show(items);
    setText(sections[index].firstElementChild.lastElementChild, `${items.length}${more[index] ? '+' : ''}`);
  });
  showButtons(run);
}

/** Shows the progress of the stage, or of the documents if the run is in no stage. */
function showProgress(run) {
  const { done, total, unit } = run.progress ?? { done: doneOf(run), total: run.documents?.planned ?? 0, unit: 'documents' };
  const stage = STAGES[run.stage] ?? run.stage;
  setAttribute(bar, 'max', Math.max(1, total ?? 1));
  setAttribute(bar, 'value', total ? Math.min(done, total) : 0);
  const one = unit.replace(/s$/, '');
  const parts = total === null ? [done > 0 ? plural(done, one) : ''] : [`${count(done)} of ${plural(total, one)}`];
  if (total > 0) {
    parts.push(`${percent(done, total)} %`);
  }
  setText(progress, [stage, parts.join(', ')].filter(Boolean).join(': '));
}

function showFigures(run, collisions) {
  const left = run.remainingSeconds;
  const list = [
    ['rate', count(run.rowsPerSecond), 'rows per second'],
    ['left', left ? span(left.expected) : '–', left ? `left of this stage, ${span(left.low)} to ${span(left.high)}` : 'left of this stage'],
    ['batch', count(run.batchRows), 'rows in the next batch'],
    ['chunks', count(run.chunks?.done), `of ${plural(run.chunks?.planned ?? 0, 'chunk')}`],
    ['pass', count(run.pass), 'pass'],
    ...DOCUMENT_WORDS.filter((word) => run.documents?.[word] > 0).map((word) => [word, count(run.documents[word]), word]),
    ...DUPLICATE_WORDS.filter(([field]) => run.plan?.[field] > 0).map(([field, word]) => [field, count(run.plan[field]), word]),
    ['collisions', collisions ? `${collisions.items?.length ?? 0}${collisions.next ? '+' : ''}` : '–', 'collisions'],
  ];
  reconcile(figures, list, ([name]) => name, () => element('div', {}, element('dt'), element('dd')),
    (node, [, value, label]) => {
      setText(node.firstElementChild, label);
      setText(node.lastElementChild, value);
    });
}

/** Moves the focus away from a button that is hidden. */
function showButtons(run) {
  const focused = document.activeElement;
  for (const button of buttons) {
    button.hidden = !(run.commands ?? []).includes(button.dataset.command);
    setAttribute(button, 'aria-label', `${button.textContent.replace('…', '')} run ${shortId(run)}`);
  }
  if (buttons.includes(focused) && focused.hidden) {
    (buttons.find((button) => !button.hidden) ?? heading).focus();
  }
}

function confirmRollback() {
  setText(byId('rollback-run'), shortId(shown));
  setText(byId('rollback-count'), plural(doneOf(shown), 'document'));
  byId('rollback-dialog').showModal();
}

async function give(button, command, success) {
  const run = shown;
  await attempt(button, () => send('POST', runAddress(run.id, command)), `Run ${shortId(run)} ${success}`);
  feed.look();
}

function showState(pill, run) {
  const setAside = run.direction === 'BACK' ? 0 : run.documents?.quarantined ?? 0;
  const state = (run.state ?? '').toLowerCase().replaceAll('_', ' ');
  setText(pill, setAside > 0 ? `${state}, ${count(setAside)} set aside` : state);
  setAttribute(pill, 'data-state', run.state ?? null);
}

const shortId = (run) => String(run.id).slice(0, 8);
const doneOf = (run) => ['done', 'merged', 'skipped', 'gone'].reduce((sum, word) => sum + (run.documents?.[word] ?? 0), 0);
