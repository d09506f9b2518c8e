// SPDX-License-Identifier: Apache-2.0
// Probe: health score, findings, the pipeline with its losses, retrieval by user, scans, and advice on the database.

import { send } from '../api.js';
import { copyable } from '../copyable.js';
import { byId, element, setAttribute, setText } from '../dom.js';
import { count, plural, relative } from '../format.js';
import { attempt } from '../notices.js';
import { findingsPanel } from '../probe/findings.js';
import { probeFeed } from '../probe/feed.js';
import { pipelineView } from '../probe/pipeline.js';
import { scorePanel } from '../probe/score.js';
import { levelOf, selfCheckWords, share } from '../probe/words.js';
import { cloudNow } from '../shell/clock.js';
import { liveTable, named } from '../table.js';

const now = () => new Date(cloudNow()).toISOString();
const feed = probeFeed(showSeen);
const score = scorePanel();
const findings = findingsPanel(() => feed.look());
const pipeline = pipelineView();
const objective = element('p', {});
const selfCheck = element('p', { class: 'quiet' });
const problems = new Map();

const users = liveTable({
  caption: 'Retrieval by user, the worst first',
  empty: 'No retrievals yet.',
  keyOf: (user) => user.user,
  columns: [
    { label: 'User', text: (user) => user.user },
    { label: 'Success', number: true, text: (user) => share(user.success), alarm: (user) => user.meetsObjective === false },
    { label: 'Found', number: true, text: (user) => count(user.found) },
    { label: 'Missed', number: true, text: (user) => count(user.missed) },
  ],
});

const scans = liveTable({
  caption: 'Scans, newest first',
  empty: 'No scans yet.',
  keyOf: (scan) => scan.id,
  columns: [
    { label: 'Scan', create: named.create, update: (node, scan) => named.update(node, String(scan.kind ?? '').toLowerCase(), relative(scan.createdAt, now())) },
    {
      label: 'State', create: () => element('div', {}, element('span', { class: 'state' }), element('span', { class: 'quiet block' })),
      update(node, scan) {
        setText(node.firstElementChild, String(scan.state ?? '').toLowerCase());
        setAttribute(node.firstElementChild, 'data-state', scan.state);
        setText(node.lastElementChild, stateOf(scan));
      },
    },
    { label: 'Rows', number: true, text: (scan) => count(scan.summary?.rows) },
    { label: 'Rows a second', number: true, text: (scan) => count(scan.summary?.rowsPerSecond) },
    { label: 'Kinds found', number: true, text: (scan) => count(Object.keys(scan.summary?.findings ?? {}).length) },
  ],
});

const advice = liveTable({
  caption: 'Advice on the database, the worst first',
  empty: 'No advice: nothing stands out.',
  keyOf: (item) => `${item.rule} ${item.subject}`,
  columns: [
    { label: 'Subject', create: named.create, update: (node, item) => named.update(node, item.subject, item.seen) },
    {
      label: 'Severity', create: () => element('span', { class: 'state' }),
      update(node, item) {
        setText(node, String(item.severity ?? '').toLowerCase());
        setAttribute(node, 'data-level', levelOf(item.severity));
      },
    },
    { label: 'Do', create: (item) => copyable(`${item.rule} of ${item.subject}`), update: (node, item) => node.show(item.statement) },
    { label: 'Effect and cost', create: named.create, update: (node, item) => named.update(node, item.effect, item.cost) },
  ],
});
const unseen = element('p', { class: 'quiet' });

export function open() {
  byId('page-probe').append(
    panel('score', 'Health score', 'span-4', [score.node, selfCheck]),
    panel('findings', 'Findings', 'span-8', [findings.node], ['full', 'incremental', 'sample'].map(scanButton)),
    panel('stages', 'Stages of the pipeline', 'span-12', [pipeline.node]),
    panel('retrieval', 'Retrieval', 'span-4', [objective, ...users.nodes]),
    panel('scans', 'Scans', 'span-8', scans.nodes),
    panel('database', 'Advice on the database', 'span-12', [...advice.nodes, unseen]));
}

/** Why a scan waits or failed, how far it is, or what it proves. */
function stateOf({ state, error, waiting, summary }) {
  const proofs = (summary?.samples ?? []).map((sample) => sample.proof).filter(Boolean);
  const left = Object.keys(summary?.notLookedAt ?? {});
  return error ?? waiting ?? (state === 'RUNNING' ? share(summary?.progress)
    : [...new Set(proofs), left.length > 0 ? `not looked at: ${left.join(', ')}` : ''].filter(Boolean).join('; '));
}

function panel(id, title, span, children, tools = []) {
  const problem = element('p', { class: 'problem', role: 'status' });
  problems.set(id, problem);
  return element('section', { class: `panel ${span}`, 'aria-labelledby': `probe-${id}` },
    element('div', { class: 'panel-head' }, element('h2', { id: `probe-${id}` }, title), element('div', { class: 'buttons' }, ...tools)), problem, ...children);
}

function scanButton(kind) {
  const button = element('button', { type: 'button' }, { full: 'Scan everything', incremental: 'Scan what is new', sample: 'Scan a sample' }[kind]);
  button.addEventListener('click', () => attempt(button, () => send('POST', 'functions/probe/scans', { kind }), 'The scan has begun.').then(feed.look));
  return button;
}

export function enter({ parts }) {
  feed.start();
  findings.choose(parts[0] ?? null);
}

export function leave() {
  feed.stop();
}

function showSeen(seen) {
  for (const [id, node] of problems) {
    setText(node, seen.problems[id] ?? '');
  }
  findings.show(seen.findings ?? []);
  score.show(seen.score);
  const check = seen.checks?.items?.[0];
  setText(selfCheck, selfCheckWords(check, relative(check?.at, now())));
  pipeline.show(seen.stages);
  scans.show(seen.scans?.items ?? []);
  const retrieval = seen.retrieval;
  setText(objective, !retrieval || !(retrieval.found + retrieval.missed > 0) ? ''
    : `${share(retrieval.success)} of ${plural(retrieval.found + retrieval.missed, 'retrieval')} succeeded; the objective is ${share(retrieval.objective)}.`);
  users.show([...(retrieval?.items ?? [])].sort((one, other) => (one.success ?? 1) - (other.success ?? 1)));
  advice.show(seen.database?.items ?? []);
  const blind = seen.database?.unseen ?? [];
  setText(unseen, blind.length > 0 ? `Not seen: ${blind.map((item) => `${item.what} (${item.why})`).join('; ')}.` : '');
}
