// SPDX-License-Identifier: Apache-2.0
// Tuning: proposals of thresholds, why each threshold is what it is, and the thresholds in force.

import { byId, element, setAttribute, setText } from '../dom.js';
import { plural, relative } from '../format.js';
import { cloudNow } from '../shell/clock.js';
import { addressOf } from '../shell/router.js';
import { liveTable, named } from '../table.js';
import { beginForm } from '../tuning/begin.js';
import { decisionForm } from '../tuning/decision.js';
import { evidencePanel, partAddress } from '../tuning/evidence.js';
import { tuningFeed } from '../tuning/feed.js';
import { historyPanel } from '../tuning/history.js';
import { countsOf, countWords, headline, outcomeOf, stateLevel, stateWords } from '../tuning/words.js';

const ORDER = ['changed', 'failed', 'running', 'kept'];
const OUTCOMES = { changed: ['changed', 'wait'], kept: ['kept', null], failed: ['not made', 'bad'], running: ['to be made', null] };

let chosen = { id: null, alert: null, condition: null };
let chosenNow = false;
let alerts = [];
let shownProposal = null;
const now = () => new Date(cloudNow()).toISOString();
const feed = tuningFeed(() => chosen.id, showSeen);
const begin = beginForm(() => feed.look());
const decision = decisionForm(() => feed.look());
const evidence = evidencePanel();
const history = historyPanel(titleOf, () => feed.look());
const problems = new Map();

const proposals = liveTable({
  caption: 'Proposals, the newest first',
  empty: 'No proposals yet.',
  keyOf: (proposal) => proposal.id,
  columns: [
    {
      label: 'Proposal',
      create: (proposal) => element('div', { class: 'named' }, element('a', { class: 'name', href: addressOf('tuning', [proposal.id]) }), element('span', { class: 'quiet' })),
      update: (node, proposal) => {
        named.update(node, relative(proposal.createdAt, now()), `${proposal.days} days · ${countWords(countsOf(proposal))}`);
        setAttribute(node.firstElementChild, 'aria-current', proposal.id === shownProposal?.id ? 'true' : null);
      },
    },
    {
      label: 'State', create: () => element('span', { class: 'state' }),
      update(node, proposal) {
        setText(node, stateWords(proposal.state));
        setAttribute(node, 'data-level', stateLevel(proposal.state));
        setAttribute(node, 'data-state', proposal.state);
      },
    },
  ],
});

const facts = element('p', { class: 'quiet' });
const progress = element('progress', { max: '1', value: '0', 'aria-label': 'Alerts that are made' });
const parts = liveTable({
  caption: 'Alerts of the proposal, changed ones first',
  empty: 'Choose a proposal, or begin one.',
  keyOf: (part) => part.key,
  columns: [
    {
      label: 'Alert',
      create: () => element('div', { class: 'named' }, element('a', { class: 'name' }), element('span', { class: 'quiet' })),
      update(node, part) {
        named.update(node, part.several ? `${titleOf(part).title}: ${part.condition}` : titleOf(part).title, headline(part));
        setAttribute(node.firstElementChild, 'href', partAddress(shownProposal.id, part));
        setAttribute(node.firstElementChild, 'aria-current', part.shown ? 'true' : null);
      },
    },
    {
      label: 'Outcome', create: () => element('span', { class: 'state' }),
      update(node, part) {
        const [words, level] = OUTCOMES[outcomeOf(part)];
        setText(node, words);
        setAttribute(node, 'data-level', level);
      },
    },
  ],
});

export function open() {
  byId('page-tuning').append(
    panel('proposals', 'Proposals', 'span-4', [begin.node, ...proposals.nodes]),
    panel('proposal', 'Proposal', 'span-8', [facts, progress, decision.node, element('div', { class: 'part-list' }, ...parts.nodes)]),
    evidence.node,
    panel('thresholds', 'Thresholds in force', 'span-12', history.nodes));
}

function panel(id, title, span, children) {
  const problem = element('p', { class: 'problem', role: 'status' });
  problems.set(id, problem);
  return element('section', { class: `panel ${span}`, 'aria-labelledby': `tuning-${id}` },
    element('div', { class: 'panel-head' }, element('h2', { id: `tuning-${id}` }, title)), problem, ...children);
}

export function enter({ parts: [id = null, alert = null, condition = null] }) {
  chosenNow = alert !== null && (alert !== chosen.alert || condition !== chosen.condition);
  chosen = { id, alert, condition };
  feed.start();
  feed.look();
  if (shownProposal !== null) {
    showProposal(shownProposal);
  }
}

export function leave() {
  feed.stop();
}

/** Title of an alert, and the unit of a condition. */
function titleOf({ alert, condition }) {
  const known = alerts.find((each) => each.name === alert);
  return { title: known?.title ?? alert, unit: known?.conditions.find((each) => each.name === condition)?.unit };
}

function showSeen(seen) {
  setText(problems.get('proposals'), seen.problems.made ?? '');
  setText(problems.get('thresholds'), seen.problems.thresholds ?? '');
  alerts = seen.alerts?.items ?? [];
  begin.offer(alerts);
  shownProposal = seen.made?.proposal ?? null;
  proposals.show(seen.made?.items ?? []);
  showProposal(shownProposal);
  history.show(seen.thresholds?.items ?? [], now());
}

function showProposal(proposal) {
  if (!proposal || (chosen.id !== null && proposal.id !== chosen.id)) {
    // A proposal that was just chosen is still being read.
    parts.show([]);
    evidence.show(null);
    decision.show(null);
    setText(facts, '');
    progress.hidden = true;
    return;
  }
  const rank = (part) => ORDER.indexOf(outcomeOf(part));
  const list = proposal.parts.map((part) => ({ ...part, key: `${proposal.id} ${part.alert} ${part.condition}` })).sort((one, other) => rank(one) - rank(other));
  const made = list.filter((part) => outcomeOf(part) !== 'running');
  const shown = list.find((part) => part.alert === chosen.alert && part.condition === chosen.condition) ?? made[0] ?? null;
  const several = (part) => list.some((other) => other !== part && other.alert === part.alert);
  parts.show(list.map((part) => ({ ...part, shown: part === shown, several: several(part) })));
  const counts = countsOf(proposal);
  setText(facts, [`${stateWords(proposal.state)}`, `from ${proposal.days} days`, `begun ${relative(proposal.createdAt, now())}`,
    proposal.state === 'RUNNING' ? `${proposal.made} of ${plural(proposal.total, 'alert')} made` : countWords(counts),
    proposal.decidedAt ? `decided ${relative(proposal.decidedAt, now())}` : '', proposal.reason ? `“${proposal.reason}”` : ''].filter(Boolean).join(' · '));
  progress.hidden = proposal.state !== 'RUNNING';
  setAttribute(progress, 'max', Math.max(1, list.length));
  setAttribute(progress, 'value', made.length);
  decision.show(proposal, counts.changed > 0);
  evidence.show(shown, shown ? titleOf(shown).title : '', chosenNow);
  chosenNow = false;
}
