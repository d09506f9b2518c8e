// SPDX-License-Identifier: Apache-2.0
// Migration: the list of runs, and one run with what it does, why it waits, and the commands that apply.

import { batchCharts } from '../charts/batch-charts.js';
import { send } from '../api.js';
import { byId, element, reconcile, setAttribute, setText } from '../dom.js';
import { count, plural, timeOfDay } from '../format.js';
import { runAddress } from '../migration-feed.js';
import { figuresOf, progressOf, stateWords, waitingWords } from '../migration-words.js';
import { collisionTable, findingTable, holdTable, merged, movedTable, quarantineTable } from '../migration-tables.js';
import { databaseAnswers, feed, hasMigrate, migrationsSeen, onMigrations } from '../migrations.js';
import { attempt } from '../notices.js';
import { addressOf } from '../shell/router.js';
import { liveTable, named } from '../table.js';

const COMMANDS = [
  ['start', 'Start', 'was started.'],
  ['pause', 'Pause', 'was asked to pause.'],
  ['resume', 'Resume', 'continues.'],
  ['retry-quarantined', 'Retry quarantined', 'retries its quarantined documents.'],
  ['rollback', 'Roll back…', 'is being rolled back.'],
];

const ASKING = 'Asking migrate for its runs…';

let shown = null;
/** The run of the open question; the page may show a newer one when it is answered. */
let asked = null;
let entered = false;

const runs = liveTable({
  caption: 'Migrations, newest first',
  empty: 'No migrations yet.',
  keyOf: (run) => run.id,
  columns: [
    {
      label: 'Run',
      create: (run) => element('div', { class: 'named' },
        element('a', { class: 'name', href: addressOf('migration', [run.id]) }), element('span', { class: 'quiet' })),
      update(node, run) {
        named.update(node, shortId(run), `planned ${timeOfDay(run.createdAt)}`);
        setAttribute(node.firstElementChild, 'aria-current', run.id === shown?.id ? 'true' : null);
      },
    },
    { label: 'State', create: () => element('span', { class: 'state' }), update: showState },
    { label: 'Documents', number: true, text: (run) => `${count(doneOf(run))} of ${count(run.documents?.planned)}` },
  ],
});
const loading = element('p', { class: 'empty', role: 'status' }, ASKING);
const hint = element('div', { class: 'migration-hint', hidden: true }, element('p', {}, 'Nothing moves until you start a run. First commands:'),
  element('pre', { tabindex: '0', 'aria-label': 'First commands' }));
const problem = element('p', { class: 'problem', role: 'status' });
const list = element('div', { class: 'migration-list', hidden: true }, element('h3', { class: 'plain' }, 'All runs'), ...runs.nodes);

const heading = element('h3', { tabindex: '-1' });
const report = element('a', {}, 'Report');
const log = element('a', {}, 'Log');
const waiting = element('p', { class: 'migration-waiting', role: 'status' });
const failure = element('p', { class: 'problem', role: 'status' });
const bar = element('progress', { 'aria-label': 'Progress of the stage', max: '1', value: '0' });
const progress = element('p', { class: 'migration-progress' });
const figures = element('dl', { class: 'facts' });
const charts = batchCharts();
const buttons = COMMANDS.map(([command, label, success]) => {
  const button = element('button', { type: 'button', hidden: true, 'data-command': command }, label);
  button.addEventListener('click', () => (command === 'rollback' ? confirmRollback() : give(button, command, success)));
  return button;
});
const tables = [movedTable(), findingTable(), holdTable(), quarantineTable(), collisionTable()];
const sections = tables.map(({ title, table }) => element('details', { class: 'migration-part' },
  element('summary', {}, element('span', {}, title), element('span', { class: 'quiet' })), ...table.nodes));
const live = element('div', { class: 'migration-run', hidden: true },
  element('div', { class: 'migration-head' }, heading, report, log, element('div', { class: 'buttons' }, ...buttons)),
  waiting, failure, bar, progress, figures, charts.node, ...sections);

export function open() {
  byId('migration').append(loading, problem, live, hint, list);
  byId('rollback-form').addEventListener('submit', (event) => {
    event.preventDefault();
    byId('rollback-dialog').close();
    give(buttons.at(-1), 'rollback', COMMANDS.at(-1)[2], asked);
  });
  onMigrations(() => {
    if (entered) {
      showSeen();
    }
  });
}

export function enter({ parts }) {
  entered = true;
  feed.choose(parts[0] ?? null);
  showSeen();
}

export function leave() {
  entered = false;
}

export function show(status) {
  setText(loading, !hasMigrate(status) ? 'This local cloud has no function migrate.'
    : !databaseAnswers(status) ? 'The database is down, so migrate is not asked for its runs.' : ASKING);
  setText(hint.lastElementChild, firstCommands(status));
}

function firstCommands({ baseUrl = '', database }) {
  const call = `curl -X POST ${baseUrl}/functions/migrate`;
  const json = "-H 'Content-Type: application/json' -d";
  return [`# ${database?.url ?? 'the corpus'}`, `${call}/assessments ${json} '{}'`,
    `${call}/migrations ${json} '{"dryRun":true}'`, '# with the "id" of that response: makes room for a real run',
    `${call}/migrations/ID/rollback`, '# for real: take a backup first',
    `${call}/migrations ${json} '{"acceptNoBackup":true}'`].join('\n');
}

function showSeen() {
  const seen = migrationsSeen();
  setText(problem, seen?.problem);
  loading.hidden = Boolean(seen?.runs) || Boolean(seen?.problem);
  if (!seen?.runs || seen.problem) {
    return;
  }
  hint.hidden = seen.runs.length > 0;
  list.hidden = seen.runs.length === 0;
  shown = seen.run;
  runs.show(seen.runs);
  live.hidden = !seen.run;
  showState(byId('migration-state'), seen.run ?? {});
  if (seen.run) {
    showRun(seen);
  }
}

function showRun({ run, batches, quarantine, collisions, holds }) {
  setText(heading, `Run ${shortId(run)}`);
  setAttribute(report, 'href', `${runAddress(run.id)}/report`);
  setAttribute(log, 'href', addressOf('logs', [], { query: `jsonPayload.run="${run.id}"`, range: '1d' }));
  setText(waiting, waitingWords(run));
  waiting.hidden = !run.waiting;
  setText(failure, run.lastError ? `${run.lastError.message ?? run.lastError.code} (${timeOfDay(run.lastError.at)})` : '');
  showProgress(run);
  reconcile(figures, figuresOf(run, batches, collisions), ([name]) => name, () => element('div', {}, element('dt'), element('dd')),
    (node, [, value, label]) => {
      setText(node.firstElementChild, label);
      setText(node.lastElementChild, value);
    });
  charts.show(batches, run.settings?.targetBatchSeconds);
  const contents = [run.tables, merged(run.findings), holds, quarantine?.items, collisions?.items];
  const more = [false, false, false, quarantine?.next, collisions?.next];
  contents.forEach((items, index) => {
    tables[index].table.show(items ?? []);
    setText(sections[index].firstElementChild.lastElementChild, `${(items ?? []).length}${more[index] ? '+' : ''}`);
    sections[index].hidden = (items ?? []).length === 0;
  });
  showButtons(run);
}

/** Shows the progress of the stage, or of the documents if the run is in no stage. */
function showProgress(run) {
  const { done, total, words } = progressOf(run);
  setAttribute(bar, 'max', Math.max(1, total ?? 1));
  setAttribute(bar, 'value', total ? Math.min(done, total) : 0);
  setText(progress, words);
}

/** Moves the focus away from a button that is hidden. */
function showButtons(run) {
  const focused = document.activeElement;
  for (const button of buttons) {
    button.hidden = !applies(run, button.dataset.command);
    setAttribute(button, 'aria-label', `${button.textContent.replace('…', '')} run ${shortId(run)}`);
  }
  if (buttons.includes(focused) && focused.hidden) {
    (buttons.find((button) => !button.hidden) ?? heading).focus();
  }
}

/** Whether a command is allowed and would do something. */
function applies(run, command) {
  return (run.commands ?? []).includes(command) && (command !== 'retry-quarantined' || run.documents?.quarantined > 0);
}

function confirmRollback() {
  asked = shown;
  setText(byId('rollback-run'), shortId(shown));
  setText(byId('rollback-count'), plural(doneOf(shown), 'document'));
  byId('rollback-dialog').showModal();
}

async function give(button, command, success, run = shown) {
  await attempt(button, () => send('POST', runAddress(run.id, command)), `Run ${shortId(run)} ${success}`);
  feed.look();
}

function showState(pill, run) {
  setText(pill, stateWords(run));
  setAttribute(pill, 'data-state', run.state ?? null);
}

const shortId = (run) => String(run.id).slice(0, 8);
const doneOf = (run) => ['done', 'merged', 'skipped', 'gone'].reduce((sum, word) => sum + (run.documents?.[word] ?? 0), 0);
