// SPDX-License-Identifier: Apache-2.0
// Why the thresholds of one alert are what they are: a sentence, the values with thresholds and alarms on them, and the evidence.

import { chart } from '../charts/chart.js';
import { unitOf } from '../charts/units.js';
import { element, reconcile, setText } from '../dom.js';
import { plural, seconds } from '../format.js';
import { addressOf } from '../shell/router.js';
import { liveTable } from '../table.js';
import { plot } from './plot.js';
import { countedWords, headline, minutes, own, rateWords, share, thresholdAt, thresholdWords } from './words.js';

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const TIER_COLORS = { critical: '--chart-7', high: '--chart-2', low: '--chart-4' };

export function evidencePanel() {
  const heading = element('h2', { tabindex: '-1' }, 'Alert');
  const subject = element('p', { class: 'quiet' });
  const sentence = element('p', { class: 'headline' });
  const published = element('p', { class: 'quiet' });
  const course = chart({ title: 'Values, thresholds and alarms', tall: true, figures: false });
  const tradeOff = plot({ title: 'False hours against detection', across: 'false hours', up: 'found' });
  const sizes = plot({ title: 'Detection by size', across: 'change of the value', up: 'found' });
  const reasons = element('ul', { class: 'reasons', 'aria-label': 'Reasons' });
  const numbers = liveTable({
    caption: 'Evidence', empty: 'There is no evidence: the past was not fit to make thresholds of it.', keyOf: (row) => row.name,
    columns: [
      { label: 'Measure', text: (row) => row.name },
      { label: 'Today', text: (row) => row.today },
      { label: 'Proposed', text: (row) => row.proposed },
    ],
  });
  const kinds = liveTable({
    caption: 'Detection by kind of incident', empty: '', keyOf: (row) => row.kind,
    columns: [
      { label: 'Kind', text: (row) => row.kind },
      { label: 'In the choice', text: (row) => (row.heldBack ? 'held back' : 'used') },
      { label: 'Found, by size of the change', text: (row) => row.found },
    ],
  });
  const byKind = element('details', {}, element('summary', {}, 'By kind of incident'), ...kinds.nodes);
  const judged = element('p', { class: 'quiet' });
  const details = element('div', { class: 'evidence' }, published, course.node,
    element('div', { class: 'beside' },
      element('section', { 'aria-label': 'Reasons' }, element('h3', { class: 'plain' }, 'Why'), reasons),
      element('section', { 'aria-label': 'Evidence' }, element('h3', { class: 'plain' }, 'Evidence'), ...numbers.nodes, judged, byKind),
      tradeOff.node, sizes.node));
  const node = element('section', { class: 'panel span-12', hidden: true, 'aria-label': 'Alert' },
    element('div', { class: 'panel-head' }, heading, subject), sentence, details);
  let shown = null;

  function draw(part, title) {
    setText(heading, title);
    setText(subject, `${part.alert} · ${part.condition}`);
    setText(sentence, headline(part));
    details.hidden = !part.result;
    if (!part.result) {
      return;
    }
    const { result } = part;
    const unit = unitOf(result.unit);
    setText(published, result.published ? 'Apply puts the thresholds into force at once.'
      : 'Terraform holds this threshold: apply does not change it, the Terraform variables do.');
    drawCourse(result, unit);
    reconcile(reasons, [...new Set([...(result.changes ?? []), ...(result.kept ?? []), ...(result.reasons ?? []), ...(result.guards ?? []), ...(result.notes ?? [])])], String,
      () => element('li', {}), (item, reason) => setText(item, reason));
    drawEvidence(result);
  }

  function drawCourse(result, unit) {
    const { series, alarms = {} } = result;
    const values = (result.above === false ? series.lowest : series.highest) ?? [];
    const start = Date.parse(series.from);
    const timeOf = (index) => start + index * 1000 * series.periodSeconds;
    const level = (bound) => values.map((_, index) => [timeOf(index), thresholdAt(bound.hours, timeOf(index))]);
    const today = own(result, 'today');
    const proposed = result.proposed ?? [];
    const ownTier = own(result, 'proposed');
    const spans = (list) => (list ?? []).map(({ from, until }) => [Date.parse(from), Date.parse(until)]);
    const incidents = (real) => spans((result.incidents ?? []).filter((incident) => (incident.real === false) !== real));
    const lanes = [
      { name: 'alarms today', spans: spans(alarms.today), color: '--quiet' },
      ...(proposed.length > 0 ? [{ name: 'alarms proposed', spans: spans(alarms.proposed), color: '--chart-2' }] : []),
      { name: 'incidents', spans: incidents(true), color: '--bad' },
      ...(incidents(false).length > 0 ? [{ name: 'called false alarms', spans: incidents(false), color: '--wait' }] : []),
    ];
    const tested = Date.parse(result.evidence?.testFrom);
    course.show({
      start, end: timeOf(values.length), unit, lanes, moment: Number.isFinite(tested) ? { at: tested, name: 'judged from here' } : null,
      series: [
        { name: result.above === false ? 'lowest values' : 'highest values', color: '--chart-1', points: values.map((value, index) => [timeOf(index), value]) },
        ...(today ? [{ name: `today, ${today.severity}: ${boundWords(today, unit)}`, color: '--quiet', dashed: true, step: 'end', points: level(today) }] : []),
        ...proposed.map((bound) => ({
          name: `proposed, ${bound.severity}: ${boundWords(bound, unit)}`, color: TIER_COLORS[bound.severity] ?? '--chart-5', step: 'end',
          dashed: bound !== ownTier, points: level(bound),
        })),
      ],
      nothing: 'This alert had no values.',
    });
  }

  function drawEvidence({ evidence, tradeOff: choice, counts, agreement, proposed = [] }) {
    const [before, after] = [evidence?.today, evidence?.proposed];
    const row = (name, words) => ({ name, today: before ? words(before) : '–', proposed: after && proposed.length > 0 ? words(after) : '–' });
    numbers.show(!evidence ? [] : [
      row('False hours', (side) => rateWords(side.falseHours, 'upper')),
      row('False alarms a week', (side) => side.alarmsPerWeek?.toFixed?.(1) ?? '–'),
      row('Injected incidents found', (side) => rateWords(side.found, 'lower')),
      row('Median time to the alarm', (side) => minutes(side.medianMinutesToAlarm)),
    ]);
    setText(judged, !evidence ? '' : [
      `Judged on ${day.format(Date.parse(evidence.testFrom))} to ${day.format(Date.parse(evidence.until))}, which took no part in the choice.`,
      'Bounds hold with 95 % confidence.',
      agreement ? `Replayed, ${rateWords(agreement)} of the openings agree with the live alert.` : '',
      counts ? countedWords(counts) : '',
    ].filter(Boolean).join(' '));
    const kindRows = [...new Set((evidence?.kinds ?? []).map((point) => point.kind))].map((kind) => {
      const points = evidence.kinds.filter((point) => point.kind === kind);
      return { kind: kind.replaceAll('_', ' '), heldBack: points[0].heldBack,
        found: points.map((point) => `${share(point.size)}: ${share(point.found.share)}`).join(' · ') };
    });
    kinds.show(kindRows);
    byKind.hidden = kindRows.length === 0;
    drawTradeOff(choice, before, after && proposed.length > 0 ? after : null, proposed.length > 0 ? 'proposed' : 'best of the choice');
    const curve = evidence?.curve ?? [];
    sizes.node.hidden = curve.length === 0;
    sizes.show({ line: curve.map((point) => [point.size, point.found]),
      text: typeof evidence?.smallestSize === 'number' ? `From ${share(evidence.smallestSize)} on, 99 of 100 are found.`
        : 'No size of this test is found 99 times in 100.' });
  }

  /** Where there are no days of the choice, the two points of the test are all that is known. */
  function drawTradeOff(choice, before, after, best) {
    const ways = choice?.ways ?? [];
    const point = (judged, name, kind) => ({ x: judged.falseHours.share, y: judged.found.share, name, kind });
    const points = ways.length > 0
      ? ways.map((way) => point(way, way.today ? 'today' : way.chosen ? best : way.name, way.today ? 'today' : way.chosen ? 'chosen' : 'other'))
      : [...(before ? [point(before, 'today', 'today')] : []), ...(after ? [point(after, 'proposed', 'chosen')] : [])];
    const chosenWay = ways.find((way) => way.chosen);
    tradeOff.node.hidden = points.length === 0;
    tradeOff.show({
      points, line: (choice?.curve ?? []).map((looser) => [looser.falseHours.share, looser.found.share, `thresholds × ${looser.factor}`]),
      text: `Better is higher and further left.${chosenWay ? ` ${plural(ways.length, 'way')} tried on ${day.format(Date.parse(choice.from))} to ${day.format(Date.parse(choice.until))}; chosen: ${
        chosenWay.today ? 'today’s thresholds' : chosenWay.name}. The line is the chosen one with its thresholds halved to doubled.` : ''}`,
    });
  }

  return {
    node,
    /** Shows a part, or nothing. With `focus`, the reader has just chosen it. */
    show(part, title, focus) {
      node.hidden = !part;
      const stamp = part ? `${part.key} ${part.error ?? ''} ${Boolean(part.result)} ${title}` : null;
      if (part && stamp !== shown) {
        draw(part, title);
      }
      shown = stamp;
      if (part && focus) {
        heading.focus();
      }
    },
  };
}

function boundWords(bound, unit) {
  const over = bound.windowSeconds > 0 ? `, median of ${seconds(bound.windowSeconds)}` : '';
  return `${thresholdWords(bound.hours, unit)}${over}${bound.lastingSeconds > 0 ? ` for ${seconds(bound.lastingSeconds)}` : ''}`;
}

/** Address of a part of a proposal. */
export const partAddress = (id, part) => addressOf('tuning', [id, part.alert, part.condition]);
