// SPDX-License-Identifier: Apache-2.0
// Numbers and states of reports in words: the numbers as the reports themselves show them. No drawing here.

const KINDS = { savings: 'Savings', cost: 'Cost', weekly: 'Production', migration: 'Migration', feedback: 'Feedback' };
const STATES = { RUNNING: ['being made', 'wait'], READY: ['ready', 'good'], FAILED: ['not made', 'bad'] };
const BYTES = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
const known = (value) => typeof value === 'number' && Number.isFinite(value);

export const kindWords = (kind) => KINDS[kind] ?? kind;
export const stateWords = ({ state, done = 0, of = 0 }) => (state === 'RUNNING' && of > 0 ? `${done} of ${of} made` : STATES[state]?.[0] ?? state);
export const stateLevel = ({ state }) => STATES[state]?.[1] ?? null;
export const windowWords = ({ from, until }) => `${String(from).slice(0, 10)} until ${String(until).slice(0, 10)}`;

/** Of the shortest text of the number: 0.9995 times 100 is 99.95 for a reader. */
const shortest = (number) => Number(number.toPrecision(14));

function decimals(number, places) {
  return shortest(number).toLocaleString('en', { minimumFractionDigits: places, maximumFractionDigits: places });
}

function bytes(number) {
  let amount = number;
  let unit = 0;
  while (Math.abs(amount) >= 999.5 && unit < BYTES.length - 1) {
    amount /= 1000;
    unit++;
  }
  return `${decimals(amount, unit === 0 || amount >= 100 ? 0 : 1)} ${BYTES[unit]}`;
}

function seconds(number) {
  if (number < 10) {
    return `${decimals(number, 1)} s`;
  }
  const minutes = Math.round(number / 60);
  if (number < 119.5) {
    return `${Math.round(number)} s`;
  }
  const hours = Math.floor(minutes / 60);
  return minutes < 120 ? `${minutes} min` : hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** A good share is never rounded up, so that 100 % means all. */
function ratio(number) {
  const percent = shortest(number < 1 ? Math.min(number * 100, 99.9999) : number * 100);
  return `${(Math.floor(shortest(percent * 1000)) / 1000).toFixed(3)} %`;
}

function money(number, currency) {
  return number !== 0 && Math.abs(number) < 0.01
    ? `${number.toLocaleString('en', { maximumSignificantDigits: 3 })} ${currency}` : `${decimals(number, 2)} ${currency}`;
}

/** A value of a report: a number with its unit, or the word in its place. */
export function valueWords(value, unit) {
  if (!known(value)) {
    return value === null || value === undefined ? '–' : String(value);
  }
  switch (unit) {
    case 'count': return decimals(value, 0);
    case 'bytes': return bytes(value);
    case 'seconds': return seconds(value);
    case 'share': return `${decimals(value * 100, 1)} %`;
    case 'per_second': return `${decimals(value, 0)} /s`;
    case 'ratio': return ratio(value);
    case 'minutes': return `${decimals(value, 1)} min`;
    case 'milliseconds': return `${decimals(value, value < 100 ? 1 : 0)} ms`;
    case 'times': return `${decimals(value, 1)}×`;
    case 'points': return decimals(value, 1);
    default: return money(value, unit ?? '');
  }
}

/** Difference of two numbers of one unit, in their unit or in points of a hundred, and as a share of the first. */
export function differenceWords(before, after) {
  if (!known(before?.value) || !known(after?.value) || before.unit !== after.unit) {
    return '–';
  }
  const difference = shortest(after.value - before.value);
  if (difference === 0) {
    return 'same';
  }
  const sign = difference > 0 ? '+' : '−';
  const size = Math.abs(difference);
  if (after.unit === 'ratio' || after.unit === 'share') {
    return `${sign}${decimals(size * 100, 3)} points`;
  }
  const part = before.value === 0 ? '' : ` (${sign}${decimals(Math.abs(difference / before.value) * 100, 1)} %)`;
  return `${sign}${valueWords(size, after.unit)}${part}`;
}

/** Figures of two reports side by side, in the order of the newer one; those that one does not have are there too. */
export function compared(before, after) {
  const rows = new Map();
  const put = (report, side) => report.sections.filter((section) => section.kind === 'figures').forEach((section) => section.figures.forEach((figure) => {
    const key = `${section.key}.${figure.key}`;
    rows.set(key, { key, label: figure.label, section: section.title, ...rows.get(key), [side]: { value: figure.value, unit: figure.unit } });
  }));
  put(after, 'after');
  put(before, 'before');
  return [...rows.values()];
}
