// SPDX-License-Identifier: Apache-2.0
// Queries of metrics: what can be asked of a metric, and a model of the answer for a chart.

import { poll } from '../api.js';
import { withGaps } from './points.js';
import { alignedUnit, unitOf } from './units.js';

const MOST_POINTS = 180;
const PERIODS = [60, 120, 300, 600, 1800, 3600, 10_800, 21_600, 86_400];
const PERCENTILES = ['PERCENTILE_99', 'PERCENTILE_95', 'PERCENTILE_50', 'PERCENTILE_05'];
const NUMBERS = ['MEAN', 'MIN', 'MAX', 'SUM', 'STDDEV', 'COUNT'];

/** Whole seconds of an aligned point, so that a range has about a hundred of them. */
export function periodOf({ start, end }) {
  const least = (end - start) / 1000 / MOST_POINTS;
  return PERIODS.find((period) => period >= least) ?? PERIODS.at(-1);
}

/** Aligners that a metric allows, the usual one first. */
export function alignersOf({ metricKind, valueType }) {
  const names = [];
  if (valueType === 'DISTRIBUTION') {
    names.push(...PERCENTILES, 'DELTA', 'SUM', 'COUNT', 'MEAN');
    return names.map((name) => `ALIGN_${name}`);
  }
  if (valueType === 'BOOL') {
    return ['ALIGN_FRACTION_TRUE', 'ALIGN_COUNT_TRUE', 'ALIGN_COUNT_FALSE', 'ALIGN_COUNT', 'ALIGN_NEXT_OLDER'];
  }
  if (metricKind === 'GAUGE') {
    names.push(...NUMBERS, 'INTERPOLATE', 'NEXT_OLDER', ...PERCENTILES, 'PERCENT_CHANGE');
  } else {
    names.push('RATE', 'DELTA', ...(metricKind === 'DELTA' ? NUMBERS : []), 'PERCENT_CHANGE');
  }
  return names.map((name) => `ALIGN_${name}`);
}

/** Reducers after an aligner, the usual one first. */
export function reducersOf({ valueType, metricKind }, aligner) {
  if (valueType === 'DISTRIBUTION' && aligner === 'ALIGN_DELTA') {
    return ['REDUCE_PERCENTILE_99', 'REDUCE_PERCENTILE_95', 'REDUCE_PERCENTILE_50', 'REDUCE_PERCENTILE_05', 'REDUCE_SUM', 'REDUCE_MEAN', 'REDUCE_COUNT', 'REDUCE_NONE'];
  }
  const rest = ['REDUCE_SUM', 'REDUCE_MEAN', 'REDUCE_MAX', 'REDUCE_MIN', 'REDUCE_COUNT', 'REDUCE_STDDEV', 'REDUCE_PERCENTILE_99', 'REDUCE_PERCENTILE_50', 'REDUCE_NONE'];
  const usual = aligner.startsWith('ALIGN_PERCENTILE') || aligner === 'ALIGN_MAX' ? 'REDUCE_MAX' : metricKind === 'GAUGE' ? 'REDUCE_MEAN' : 'REDUCE_SUM';
  return [usual, ...rest.filter((name) => name !== usual)];
}

/** Labels by which series can be grouped, as the query language writes them. */
export const groupsOf = ({ labels = [] }) => [...labels.map((label) => `metric.labels.${label}`), 'resource.labels.service_name'];

/** `SUM` as "Sum", `PERCENTILE_99` as "99th percentile". */
export function words(name) {
  const bare = name.replace(/^(?:ALIGN|REDUCE)_/, '');
  const percentile = /^PERCENTILE_(\d+)$/.exec(bare);
  return percentile ? `${Number(percentile[1])}th percentile` : bare[0] + bare.slice(1).toLowerCase().replaceAll('_', ' ');
}

/**
 * Asks for the aligned series of a metric.
 *
 * @param query `{metric, aligner, reducer, groupBy: [], filter}`
 * @returns the model of a chart
 */
export async function ask(query, range) {
  const period = periodOf(range);
  const search = new URLSearchParams({
    metric: query.metric, start: new Date(range.start).toISOString(), end: new Date(range.end).toISOString(), alignmentPeriod: `${period}s`,
    aligner: query.aligner,
  });
  if (query.reducer && query.reducer !== 'REDUCE_NONE') {
    search.set('reducer', query.reducer);
    (query.groupBy ?? []).forEach((label) => search.append('groupBy', label));
  }
  if (query.filter) {
    search.set('filter', query.filter);
  }
  return modelOf(await poll(`api/metrics/query?${search}`), query, range, period);
}

/** Model of an answer of the API. */
export function modelOf(answer, query, range, period) {
  const series = (answer.series ?? []).map(({ labels, points }) => ({
    name: nameOf(labels),
    points: withGaps((points ?? []).map(([instant, value]) => [Date.parse(instant), numberOf(value)]), period * 1000),
  }));
  return { start: range.start, end: range.end, unit: unitOf(alignedUnit(answer.unit, query.aligner)), series: distinct(series) };
}

const numberOf = (value) => (typeof value === 'boolean' ? Number(value) : value);

function nameOf(labels) {
  const shown = Object.entries(labels ?? {}).map(([key, value]) => `${key.replace(/^(?:metric|resource)\.labels\./, '')} ${value}`);
  return shown.join(', ') || 'all';
}

/** Names are keys: two series of one name get numbers. */
function distinct(series) {
  const times = new Map();
  return series.map((one) => {
    const before = times.get(one.name) ?? 0;
    times.set(one.name, before + 1);
    return before === 0 ? one : { ...one, name: `${one.name} (${before + 1})` };
  });
}
