// SPDX-License-Identifier: Apache-2.0
// YAML of a mapping from the values of its fields, as migrate writes it.

/** Value of a field that is left out. */
export const LEFT_OUT = '';

const parts = (field) => field.slice(1).split('/');

/** Fields that the mapping has, in order: without those that are left out, and without an entry whose table is. */
export function present(values) {
  const without = values.filter(({ field, value }) => value === LEFT_OUT && field.endsWith('/table')).map(({ field }) => field.replace(/table$/, ''));
  return values.filter(({ field, value }) => value !== LEFT_OUT && !without.some((entry) => field.startsWith(entry)));
}

/** Text of the mapping; a value of null is a gap. */
export function textOf(values) {
  const sections = new Map();
  for (const { field, value } of present(values)) {
    const [section, ...steps] = parts(field);
    const written = value ?? '# missing';
    const line = steps.length === 2 ? `${steps[1] === 'table' ? '  - ' : '    '}${steps[1]}: ${written}`
      : section === 'documents' ? `  ${steps[0]}: ${written}` : `  - ${written}`;
    sections.set(section, [...(sections.get(section) ?? []), line]);
  }
  return [...sections].map(([section, lines]) => `${section}:\n${lines.join('\n')}\n`).join('');
}

/** Name of a field for people: documents.user, chunks[0].ordinal, or a soft reference with its number. */
export function fieldName(field) {
  const [section, ...steps] = parts(field);
  if (section === 'softReferences') {
    return `Soft reference ${Number(steps[0]) + 1}`;
  }
  return steps.length === 2 ? `${section}[${steps[0]}].${steps[1]}` : `${section}.${steps[0]}`;
}

const OPTIONAL = /^\/(softReferences\/\d+|documents\/(bytes|createdAt|status)|chunks\/\d+\/(table|embedding))$/;

/** Whether a mapping may do without the field. */
export const isOptional = (field) => OPTIONAL.test(field);
