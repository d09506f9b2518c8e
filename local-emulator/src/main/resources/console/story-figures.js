// SPDX-License-Identifier: Apache-2.0
// Picks the few numbers that tell a story's result, and puts the rest into words. No drawing here.

const MOST = 6;
/** The most telling first. Other facts are shown as figures only if there is room. */
const WANTED = ['Documents', 'Duplicates', 'Ids per second', 'Migrated', 'Rows per second', 'Retrieved after', 'Chunks', 'Files',
  'Reads meanwhile', 'Writes meanwhile', 'Not stored twice', 'Events arrived'];
const LONGEST_UNIT = 4;

/** The summary without its details: each sentence up to its colon. */
export function headline(summary) {
  return String(summary ?? '').split(/(?<=\.)\s+/)
    .map((sentence) => sentence.replace(/:.*$/s, '.')).join(' ').trim();
}

/** At most six `{name, value}`, each value a number with a short unit. */
export function figuresOf(facts) {
  const rank = ({ name }) => (WANTED.includes(name) ? WANTED.indexOf(name) : WANTED.length);
  return facts.map(figureOf).filter(Boolean).sort((one, other) => rank(one.fact) - rank(other.fact)).slice(0, MOST);
}

function figureOf(fact) {
  const found = /^(\d(?:[\d.,]*\d)?(?: of \d(?:[\d.,]*\d)?)?)\s*([^,]*)/.exec(fact.value);
  if (!found) {
    return null;
  }
  const [, number, unit] = found;
  const short = unit.length <= LONGEST_UNIT;
  return { fact, name: short ? fact.name : `${fact.name}, ${unit.trim()}`, value: short ? `${number} ${unit}`.trim() : number };
}

/** A value in words: `true` and `false` as yes and no. */
export function factWords(value) {
  return value === 'true' ? 'yes' : value === 'false' ? 'no' : value;
}
