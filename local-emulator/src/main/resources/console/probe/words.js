// SPDX-License-Identifier: Apache-2.0
// Words of the probe for people.

const STATES = { OPEN: 'open', ACKNOWLEDGED: 'acknowledged', RESOLVED: 'resolved' };
const SEVERITIES = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'];

/** `id.wrong-recipe` as "Id: wrong recipe". */
export function kindWords(kind) {
  const [first, ...rest] = String(kind ?? '').split('.');
  const words = [first, rest.join(' ')].map((part) => part.replaceAll('-', ' ')).filter(Boolean).join(': ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export const stateWords = (state) => STATES[state] ?? String(state ?? 'unknown').toLowerCase();

/** Worst first, then the most rows. */
export function worstFirst(findings) {
  const rank = ({ severity }) => (SEVERITIES.includes(severity) ? SEVERITIES.indexOf(severity) : SEVERITIES.length);
  return [...findings].sort((one, other) => rank(one) - rank(other) || (other.count ?? 0) - (one.count ?? 0));
}

export const levelOf = (severity) => ({ CRITICAL: 'bad', HIGH: 'bad', MEDIUM: 'wait' })[severity] ?? null;

/** A share as a percentage with two decimals at most, rounded down so that 99.996 % is not 100 %. */
export function share(value) {
  return typeof value === 'number' && Number.isFinite(value) ? `${Math.floor(value * 10000) / 100} %` : '–';
}

/** The newest self-check in one line: its outcome, and the ways that differ or could not be checked with their reasons. */
export function selfCheckWords(check, when) {
  if (!check) {
    return 'No self-check yet.';
  }
  const others = (check.ways ?? []).filter((way) => way.outcome !== 'agreed').map((way) => `${way.way} ${way.outcome}: ${way.reason}`);
  return `Self-check ${when}: ${others.length > 0 ? others.join(' ') : 'Java, PostgreSQL and generate agree.'}`;
}
