// SPDX-License-Identifier: Apache-2.0
// Formats of numbers and times. Missing values are shown as a dash, never as 0.

const NOTHING = '–';
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const known = (value) => typeof value === 'number' && Number.isFinite(value);

export const count = (value) => (known(value) ? whole.format(value) : NOTHING);

export const plural = (value, one, many = one + 's') => `${count(value)} ${value === 1 ? one : many}`;

export function bytes(value) {
  if (!known(value)) {
    return NOTHING;
  }
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${short.format(value)} ${units[unit]}`;
}

export const millis = (value) => (!known(value) ? NOTHING : value < 1000 ? `${short.format(value)} ms` : `${short.format(value / 1000)} s`);

export function seconds(value) {
  if (!known(value)) {
    return NOTHING;
  }
  if (value < 60) {
    return `${whole.format(value)} s`;
  }
  if (value < 3600) {
    return `${whole.format(value / 60)} min`;
  }
  return value < 86400 ? `${short.format(value / 3600)} h` : `${short.format(value / 86400)} d`;
}

/** Formats the duration of a batch. */
export const shortSeconds = (value) => (known(value) ? `${short.format(value)} s` : NOTHING);

/** Formats a duration with about two significant digits. */
export const span = (value) => (known(value) && value < 10 ? shortSeconds(Math.round(value * 10) / 10) : seconds(value));

/** "in 5 min" or "12 s ago", seen from the cloud's own clock. */
export function relative(instant, now) {
  const distance = (Date.parse(instant) - Date.parse(now)) / 1000;
  if (!known(distance)) {
    return NOTHING;
  }
  if (Math.abs(distance) < 1) {
    return 'now';
  }
  return distance > 0 ? `in ${seconds(distance)}` : `${seconds(-distance)} ago`;
}

/** Formats a time of day in the user's time zone. */
export function timeOfDay(instant) {
  const time = Date.parse(instant);
  return known(time) ? clock.format(time) : NOTHING;
}

export const percent = (part, whole) => Math.floor((100 * part) / whole);
