// SPDX-License-Identifier: Apache-2.0
// Queries of metrics: what can be asked of a metric, and a model of the answer for a chart.

import { poll } from '../api.js';
import { withGaps } from './points.js';
import { alignedUnit, unitOf } from './units.js';

const MOST_POINTS = 180;
const PERIODS = [60, 120, 300, 600, 1800, 3600, 10_800, 21_600, 86_400];
const PERCENTILES = ['PERCENTILE_99', 'PERCENTILE_95', 'PERCENTILE_50', 'PERCENTILE_05'];
const STATISTICS = ['MEAN', 'MIN', 'MAX', 'SUM', 'STDDEV', 'COUNT'];
/** The service's own table of what is valid, the usual first. */
const ALIGNERS = {
  BOOL: { GAUGE: ['FRACTION_TRUE', 'COUNT_TRUE', 'COUNT_FALSE', 'COUNT', 'NEXT_OLDER'] },
  DISTRIBUTION: { GAUGE: [...PERCENTILES, 'SUM', 'NEXT_OLDER'], DELTA: ['DELTA', ...PERCENTILES, 'SUM'], CUMULATIVE: ['DELTA'] },
  NUMBER: {
    GAUGE: [...STATISTICS, 'INTERPOLATE', 'NEXT_OLDER', 'PERCENT_CHANGE'], DELTA: ['RATE', 'DELTA', ...STATISTICS, 'PERCENT_CHANGE'],
    CUMULATIVE: ['RATE', 'DELTA'],
  },
};
const REDUCERS = {
  BOOL: ['FRACTION_TRUE', 'COUNT_TRUE', 'COUNT_FALSE', 'COUNT', 'NONE'],
  DISTRIBUTION: [...PERCENTILES, 'SUM', 'MEAN', 'STDDEV', 'COUNT', 'NONE'],
  NUMBER: ['SUM', 'MEAN', 'MAX', 'MIN', 'STDDEV', 'COUNT', ...PERCENTILES, 'NONE'],
};

/** Whole seconds of an aligned point, so that a range has about a hundred of them. */
export function periodOf({ start, end }) {
  const least = (end - start) / 1000 / MOST_POINTS;
  return PERIODS.find((period) => period >= least) ?? PERIODS.at(-1);
}

/** Aligners that a metric allows, the usual one first. */
export function alignersOf({ metricKind, valueType }) {
  const names = (ALIGNERS[valueType] ?? ALIGNERS.NUMBER)[metricKind] ?? ['NEXT_OLDER'];
  return names.map((name) => `ALIGN_${name}`);
}

/** Reducers after an aligner, the usual one first. */
export function reducersOf(metric, aligner) {
  const type = alignedType(metric, aligner);
  const usual = type === 'DISTRIBUTION' && isCounted(metric) ? 'SUM' : type !== 'NUMBER' ? REDUCERS[type][0]
    : aligner.startsWith('ALIGN_PERCENTILE') || aligner === 'ALIGN_MAX' ? 'MAX' : aligner === 'ALIGN_MIN' ? 'MIN'
      : metric.metricKind === 'GAUGE' ? 'MEAN' : 'SUM';
  return [usual, ...REDUCERS[type].filter((name) => name !== usual)].map((name) => `REDUCE_${name}`);
}

function alignedType({ valueType }, aligner) {
  const kept = ['ALIGN_DELTA', 'ALIGN_SUM', 'ALIGN_NEXT_OLDER'].includes(aligner);
  return kept && ['BOOL', 'DISTRIBUTION'].includes(valueType) ? valueType : 'NUMBER';
}

/** Whether a distribution is a counter of sampled lines: its sum is what counts, in things such as `{request}`. */
const isCounted = ({ valueType, unit }) => valueType === 'DISTRIBUTION' && /^\{.*\}$/.test(unit ?? '');

/** Numbers that stand for a distribution in a chart, the usual one first; none if the query gives plain numbers. */
export function valuesOf(metric, { aligner, reducer }) {
  if (alignedType(metric, aligner) !== 'DISTRIBUTION' || !['REDUCE_SUM', 'REDUCE_NONE'].includes(reducer)) {
    return [];
  }
  return isCounted(metric) ? ['sum', 'count', 'mean'] : ['mean', 'count', 'sum'];
}

const RESOURCE_LABELS = [
  [/^pubsub\.googleapis\.com\/subscription\//, 'subscription_id'], [/^pubsub\./, 'topic_id'], [/^cloudsql\./, 'database_id'], [/./, 'service_name'],
];

/** Labels by which series can be grouped, as the query language writes them. */
export function groupsOf({ type, labels = [] }) {
  const [, resource] = RESOURCE_LABELS.find(([pattern]) => pattern.test(type));
  return [...labels.map((label) => `metric.labels.${label}`), `resource.labels.${resource}`];
}

/** `SUM` as "Sum", `PERCENTILE_99` as "99th percentile". */
export function words(name) {
  const bare = name.replace(/^(?:ALIGN|REDUCE)_/, '');
  const percentile = /^PERCENTILE_(\d+)$/.exec(bare);
  return percentile ? `${Number(percentile[1])}th percentile` : bare[0] + bare.slice(1).toLowerCase().replaceAll('_', ' ');
}

/** A query in words, such as "99th percentile, by service_name". */
export function queryWords({ aligner, reducer, groupBy = [], value }) {
  const [aligned, reduced] = [aligner, reducer || 'REDUCE_NONE'].map((name) => words(name).toLowerCase());
  const told = value === 'mean' ? 'mean' : value ? 'a second'
    : aligner === 'ALIGN_DELTA' ? (reduced === 'none' || reduced === 'sum' ? 'a period' : reduced)
      : [aligner === 'ALIGN_RATE' ? 'a second' : aligned,
        [aligned, 'none', ...(aligner === 'ALIGN_RATE' ? ['sum'] : [])].includes(reduced) ? '' : `${reduced} of the series`].filter(Boolean).join(', ');
  const labels = reduced === 'none' ? [] : groupBy.map((label) => label.replace(/^(?:metric|resource)\.labels\./, ''));
  return [told, labels.length > 0 ? `by ${labels.join(' and ')}` : ''].filter(Boolean).join(', ');
}

/**
 * Asks for the aligned series of a metric.
 *
 * @param query `{metric, aligner, reducer, groupBy: [], filter, value}`; `value` is a number of a distribution: sum, count or mean
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
    if (query.groupBy?.length > 0) {
      search.set('groupBy', query.groupBy.join(','));
    }
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
    points: withGaps((points ?? []).map(([instant, value]) => [Date.parse(instant), numberOf(value, query.value, period)]), period * 1000),
  }));
  return { start: range.start, end: range.end, unit: unitOf(shownUnit(answer.unit, query)), series: distinct(series) };
}

/** A number of a point. Sums and counts of a distribution are told per second, as rates are. */
function numberOf(point, value, period) {
  if (point === null || typeof point !== 'object') {
    return typeof point === 'boolean' ? Number(point) : point;
  }
  const { count = 0, mean = 0 } = point;
  return value === 'count' ? count / period : value === 'sum' ? (count * mean) / period : count > 0 ? mean : null;
}

function shownUnit(unit, { aligner, value }) {
  return value === 'count' ? '/s' : value === 'sum' ? `${unit}/s` : alignedUnit(unit, aligner);
}

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
