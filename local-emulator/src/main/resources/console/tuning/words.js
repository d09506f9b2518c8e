// SPDX-License-Identifier: Apache-2.0
// Thresholds and their evidence in words. No drawing here.

import { unitOf } from '../charts/units.js';
import { plural, seconds } from '../format.js';

const HOUR_MILLIS = 3_600_000;
const WEEK_HOURS = 168;
/** 1970 began on a Thursday, a week of hours begins on Monday. */
const MONDAY = 72;
const known = (value) => typeof value === 'number' && Number.isFinite(value);

/** A share as people say it: with decimals only where a whole number would say nothing. */
export function share(value) {
  if (!known(value)) {
    return '–';
  }
  const percent = 100 * value;
  return `${percent === 0 || percent === 100 ? percent : percent < 10 || percent > 99 ? Math.floor(percent * 10) / 10 : Math.floor(percent)} %`;
}

/** The threshold of a time: one for each hour of the week in UTC, from Monday, or one for all. */
export function thresholdAt(hours, time) {
  const threshold = hours[(Math.floor(time / HOUR_MILLIS) + MONDAY) % WEEK_HOURS % hours.length];
  return known(threshold) ? threshold : null;
}

export function thresholdWords(hours, unit) {
  // An hour in which nothing is found to be too much has no threshold.
  const numbers = hours.filter(known);
  if (numbers.length === 0) {
    return 'none';
  }
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)].map((value) => unit.format(value));
  return least === most ? least : `${least} to ${most} by the hour`;
}

/** The thresholds of the alert's own tier, which is the one that opens its incidents; undefined where there are none. */
export const own = (result, when) => {
  const bounds = result[when] ?? [];
  return bounds.find((bound) => bound.severity === (result.tier ?? result.today?.[0]?.severity));
};

/** What becomes of a part: changed, kept, failed or running. Thresholds that may not be applied are not in `changed`. */
export const outcomeOf = (part) => (part.error ? 'failed' : !part.result ? 'running'
  : (part.result.proposed ?? []).length > 0 && (part.result.kept ?? []).length === 0 ? 'changed' : 'kept');

/** `{changed, kept, failed, running}` of a proposal, by its own numbers. */
export const countsOf = ({ total = 0, made = 0, failed = 0, changed = 0 }) => ({ changed, kept: made - failed - changed, failed, running: total - made });

export function countWords({ changed, kept, failed, running }) {
  return [`${changed} changed`, `${kept} kept`, failed > 0 ? `${failed} not made` : '', running > 0 ? `${running} to be made` : ''].filter(Boolean).join(', ');
}

/** Thresholds of before and after: `200 ms → 148 ms`. */
export function changeWords(part) {
  const { result } = part;
  const unit = unitOf(result.unit);
  const [before, after] = [own(result, 'today'), own(result, 'proposed')];
  return before && after ? `${thresholdWords(before.hours, unit)} → ${thresholdWords(after.hours, unit)}` : result.changes?.[0] ?? '';
}

/** Why a threshold is what it is, in one sentence. */
export function headline(part) {
  const { result } = part;
  switch (outcomeOf(part)) {
    case 'failed': return `Not made: ${part.error}`;
    case 'running': return 'Still to be made.';
    case 'kept': {
      const before = own(result, 'today');
      return `Stays${before ? ` at ${thresholdWords(before.hours, unitOf(result.unit))}` : ''}: ${lowerFirst(result.kept?.[0] ?? 'nothing better was found.')}`;
    }
    default: {
      const told = evidenceWords(result.evidence);
      return told === '' ? ended(changeWords(part)) : `${changeWords(part).replace(/\.$/, '')}: ${told}.`;
    }
  }
}

function evidenceWords(evidence) {
  if (!evidence?.proposed) {
    return '';
  }
  const { today, proposed } = evidence;
  const { events, trials } = proposed.falseHours;
  const before = today?.falseHours.events;
  const falseHours = `${plural(before ?? events, 'false hour')} in ${trials >= 48 ? plural(Math.round(trials / 24), 'day') : plural(trials, 'hour')}`
    + (before === undefined ? '' : before === events ? ', as before' : ` ${before === 1 ? 'becomes' : 'become'} ${events}`);
  return [falseHours, foundWords(evidence)].filter(Boolean).join(', and ');
}

function foundWords({ today, proposed, smallestSize }) {
  const time = proposed.medianMinutesToAlarm > 0 ? ` within ${minutes(proposed.medianMinutesToAlarm)}` : '';
  if (known(smallestSize)) {
    return `a change of ${share(smallestSize)} is found 99 times in 100${time ? `, half of them${time}` : ''}`;
  }
  const before = today && share(today.found.share) !== share(proposed.found.share) ? ` instead of ${share(today.found.share)}` : '';
  return known(proposed.found?.share) ? `${share(proposed.found.share)} of injected incidents are found${before}${time ? `, half of them${time}` : ''}` : '';
}

export const minutes = (value) => (known(value) && value > 0 ? seconds(60 * value) : '–');

const ended = (text) => (/[.!?]$/.test(text) ? text : `${text}.`);
/** Names and abbreviations keep their capitals. */
const lowerFirst = (text) => (/^[A-Z][a-z ]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text);

/** `9 of 168 (5.3 %, at most 9 %)`. */
export function rateWords(rate, bound) {
  return rate ? `${rate.events} of ${rate.trials} (${share(rate.share)}${known(rate[bound]) ? `, at ${bound === 'upper' ? 'most' : 'least'} ${share(rate[bound])}` : ''})` : '–';
}

/** Events of a share: usually so many are bad, of so many in a value. */
export function countedWords({ usual, distribution, medianEvents, quietEvents }) {
  return `Usually ${share(usual)} of the events are bad (${distribution}); a value is of ${Math.round(medianEvents)} at the median, of ${Math.round(quietEvents)} in quiet times.`;
}

export const stateLevel = (state) => ({ READY: 'wait', APPLIED: 'good' })[state] ?? null;
export const stateWords = (state) => ({ RUNNING: 'being made', READY: 'to be decided', APPLIED: 'applied', REJECTED: 'rejected' })[state] ?? String(state ?? '').toLowerCase();
