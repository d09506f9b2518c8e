// SPDX-License-Identifier: Apache-2.0
// Widgets of Cloud Monitoring's dashboards: what each asks, and a model of the answer for a chart. JSON leaves out zeros.

import { send } from '../api.js';
import { withGaps } from './points.js';
import { periodOf } from './query.js';
import { unitOf } from './units.js';

/** `[{title, columns, widgets}]` of a dashboard: a heading begins a section. */
export function sectionsOf(dashboard) {
  const sections = [];
  for (const { width, widget } of dashboard.mosaicLayout?.tiles ?? []) {
    if (widget.sectionHeader) {
      sections.push({ title: widget.title, columns: 1, widgets: [] });
    } else {
      sections.at(-1).columns = Math.floor(48 / width);
      sections.at(-1).widgets.push(widget);
    }
  }
  return sections;
}

/** Model of a chart or a score. */
export async function modelOf(widget, range) {
  const sets = widget.xyChart?.dataSets ?? [{ timeSeriesQuery: widget.scorecard.timeSeriesQuery }];
  const [first] = sets;
  const answers = await Promise.all(sets.map((set) => answerOf(set, range)));
  const unit = first.timeSeriesQuery.unitOverride ?? '1';
  const [limit] = (widget.xyChart ?? widget.scorecard).thresholds ?? [];
  return {
    start: range.start, end: range.end,
    // The title has the unit.
    unit: { ...unitOf(unit), name: '' },
    bars: first.plotType === 'STACKED_BAR', stack: first.plotType === 'STACKED_AREA',
    target: limit ? { name: limit.label, value: limit.value ?? 0, below: limit.direction === 'BELOW', limit: true } : undefined,
    series: distinct(answers.flat()),
  };
}

async function answerOf(set, range) {
  const own = Number.parseInt(set.minAlignmentPeriod ?? set.timeSeriesQuery.timeSeriesFilter?.aggregation?.alignmentPeriod ?? '60s', 10);
  const seconds = Math.max(periodOf(range), own);
  const answer = await send('POST', 'api/dashboards/query', {
    timeSeriesQuery: set.timeSeriesQuery, start: new Date(range.start).toISOString(), end: new Date(range.end).toISOString(), seconds,
  });
  const period = Math.max(seconds, Number.parseInt(set.timeSeriesQuery.timeSeriesFilter?.aggregation?.alignmentPeriod ?? '0', 10));
  return (answer.series ?? []).map(({ labels, points }) => ({
    name: nameOf(set.legendTemplate ?? '', labels ?? {}),
    points: withGaps(points.map(([instant, value]) => [Date.parse(instant), value]), period * 1000),
  }));
}

/** The template with the values of labels; without one, all labels. */
function nameOf(template, labels) {
  const name = template.replace(/\$\{([^}]+)\}/g, (all, label) => labels[label] ?? '').trim();
  return name || Object.values(labels).filter(Boolean).join(' ') || 'all';
}

function distinct(series) {
  const times = new Map();
  return series.map((one) => {
    const before = times.get(one.name) ?? 0;
    times.set(one.name, before + 1);
    return before === 0 ? one : { ...one, name: `${one.name} (${before + 1})` };
  });
}
