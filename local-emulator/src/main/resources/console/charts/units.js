// SPDX-License-Identifier: Apache-2.0
// Units of metrics (UCUM) as people write them, with a format for their values.

import { bytes } from '../format.js';

const short = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const large = new Intl.NumberFormat('en', { maximumSignificantDigits: 3, notation: 'compact' });
const number = (value) => (Math.abs(value) >= 10_000 ? large : short).format(value);
const SECONDS = { ns: 1e-9, us: 1e-6, ms: 1e-3, s: 1, min: 60, h: 3600, d: 86_400 };
const BYTES = { By: 1, kBy: 1e3, KiBy: 1024, MBy: 1e6, MiBy: 1024 ** 2, GBy: 1e9, GiBy: 1024 ** 3 };

/** `{name, share, format(value)}`; a value that is missing is a dash. */
export function unitOf(unit) {
  const [base, per] = split(String(unit ?? '1'));
  const suffix = per ? `/${per}` : '';
  const [name, words] = plain(base);
  return {
    name: name === '' ? '' : `${name}${suffix}`,
    /** Whether 1 is everything. */
    share: unit === '10^2.%',
    format: (value) => (value === null || value === undefined || Number.isNaN(value) ? '–' : words(value, suffix)),
  };
}

/** Unit of aligned values: a rate is per second, a count has no unit. */
export function alignedUnit(unit, aligner) {
  const own = String(unit ?? '1');
  if (aligner === 'ALIGN_RATE') {
    return /\/s$/.test(own) ? own : `${own === '1' ? '' : own}/s`;
  }
  if (aligner === 'ALIGN_COUNT' || aligner?.startsWith('ALIGN_COUNT_')) {
    return '1';
  }
  return aligner === 'ALIGN_PERCENT_CHANGE' ? '%' : aligner === 'ALIGN_FRACTION_TRUE' ? '10^2.%' : own;
}

function split(unit) {
  const slash = unit.lastIndexOf('/');
  return slash < 0 ? [unit, ''] : [unit.slice(0, slash), unit.slice(slash + 1)];
}

function plain(unit) {
  const annotation = /^\{(.+)\}$/.exec(unit);
  if (annotation) {
    return [plural(annotation[1]), (value, suffix) => `${number(value)}${suffix}`];
  }
  if (unit === '' || unit === '1') {
    return ['', (value, suffix) => `${number(value)}${suffix}`];
  }
  if (unit === '%' || unit === '10^2.%') {
    return ['', (value) => `${number(unit === '%' ? value : value * 100)} %`];
  }
  if (SECONDS[unit]) {
    return ['', (value, suffix) => `${duration(value * SECONDS[unit])}${suffix}`];
  }
  if (BYTES[unit]) {
    return ['', (value, suffix) => `${bytes(value * BYTES[unit])}${suffix}`];
  }
  return [unit, (value, suffix) => `${number(value)} ${unit}${suffix}`];
}

const plural = (word) => (/[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : word.endsWith('s') ? word : /(?:ch|sh|x)$/.test(word) ? `${word}es` : `${word}s`);

function duration(seconds) {
  const size = Math.abs(seconds);
  if (size === 0) {
    return '0 s';
  }
  for (const [limit, factor, name] of [[1e-3, 1e6, 'µs'], [1, 1e3, 'ms'], [120, 1, 's'], [7200, 1 / 60, 'min'], [172_800, 1 / 3600, 'h']]) {
    if (size < limit) {
      return `${short.format(seconds * factor)} ${name}`;
    }
  }
  return `${short.format(seconds / 86_400)} d`;
}
