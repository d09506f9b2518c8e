// SPDX-License-Identifier: Apache-2.0
// Words and order of alerts and incidents.

import { unitOf } from '../charts/units.js';
import { seconds } from '../format.js';

const STATES = { firing: 'firing', silenced: 'silenced', noData: 'no data', ok: 'ok' };
const LEVELS = { firing: 'bad', silenced: 'wait', noData: null, ok: 'good' };

export const stateWords = (state) => STATES[state] ?? state;
export const levelOf = (state) => LEVELS[state] ?? null;
export const priorityLevel = (priority) => ({ P1: 'bad', P2: 'wait' }[priority] ?? null);

/** By priority and title. */
export const worstFirst = (alerts) => [...alerts].sort((one, other) => one.priority.localeCompare(other.priority) || one.title.localeCompare(other.title));

/** A value with its unit. */
export function valueWords(value, unit) {
  return value === null || value === undefined ? 'none' : unitOf(unit).format(value);
}

/** `service_name generate, response_code_class 5xx`: the names as people say them. */
export function labelWords(labels) {
  return Object.entries(labels ?? {}).filter(([name]) => !/\.project_id$/.test(name))
    .map(([name, value]) => `${name.slice(name.lastIndexOf('.') + 1)} ${value}`).join(', ');
}

/** `p95 > 200 ms for 5 min`. */
export function conditionWords(condition) {
  const lasting = condition.forSeconds > 0 ? ` for ${seconds(condition.forSeconds)}` : '';
  return condition.kind === 'absent' ? `${condition.title}: no points${lasting}`
    : `${condition.title} ${condition.comparison} ${valueWords(condition.threshold, condition.unit)}${lasting}`;
}

/** The value of a condition that is nearest to its threshold, or beyond it. */
export function worstSeries(condition) {
  const values = (condition.series ?? []).filter((series) => series.value !== null);
  const sign = condition.comparison === '<' ? -1 : 1;
  return values.sort((one, other) => sign * (other.value - one.value))[0] ?? null;
}
