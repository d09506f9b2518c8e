// SPDX-License-Identifier: Apache-2.0
// Mapping: proposes a mapping of the database, lets it be edited field by field, and checks each edit.

import { send } from '../api.js';
import { copy } from '../copyable.js';
import { byId, element, setAttribute, setText } from '../dom.js';
import { plural } from '../format.js';
import { checkPanel } from '../mapping/checks.js';
import { fieldList } from '../mapping/fields.js';
import { fieldName, present, textOf } from '../mapping/text.js';
import { attempt } from '../notices.js';

const SUGGEST = 'functions/migrate/mappings/suggest';
const FILE = 'my-corpus.yaml';
const PAUSE_MILLIS = 400;

const documents = element('input', { type: 'text', id: 'mapping-documents-hint', autocomplete: 'off', spellcheck: 'false' });
const schemas = element('input', { type: 'text', id: 'mapping-schemas-hint', autocomplete: 'off', spellcheck: 'false' });
const propose = element('button', { type: 'submit', class: 'primary' }, 'Propose a mapping');
const form = element('form', { class: 'acknowledge' },
  element('div', { class: 'field' }, element('label', { for: 'mapping-documents-hint' }, 'Table of documents, if you know it'), documents),
  element('div', { class: 'field' }, element('label', { for: 'mapping-schemas-hint' }, 'Only these schemas, with commas'), schemas), propose);

const state = element('p', { class: 'headline', role: 'status', tabindex: '-1' });
const text = element('pre', { tabindex: '0', 'aria-label': 'Mapping as YAML' });
const copyText = element('button', { type: 'button' }, 'Copy');
const download = element('a', { class: 'button', download: FILE }, 'Download');
const checks = checkPanel();
const fields = fieldList(edited);
let panels = [];
let warnings = [];
let turn = 0;
let timer = null;

export function open() {
  panels = [
    panel('yaml', 'Mapping', 'span-6 mapping-text', [state, text, element('div', { class: 'buttons' }, copyText, download)]),
    panel('inputs', 'Inputs', 'span-6', [fields.node]),
    panel('checks', 'Checks', 'span-12', [checks.node])];
  byId('page-mapping').append(panel('proposal', 'Mapping of your database', 'span-12', [
    element('p', { class: 'quiet' }, 'Reads the catalog and a sample of rows, and changes nothing. Each choice says how sure it is.'), form]), ...panels);
  panels.forEach((each) => { each.hidden = true; });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    attempt(propose, begin, 'The mapping is proposed.');
  });
  copyText.addEventListener('click', () => copy(text.textContent, 'mapping'));
}

function panel(id, title, span, children) {
  return element('section', { class: `panel ${span}`, 'aria-labelledby': `mapping-${id}` },
    element('div', { class: 'panel-head' }, element('h2', { id: `mapping-${id}` }, title)), ...children);
}

const names = (value) => value.split(',').map((name) => name.trim()).filter(Boolean);

async function begin() {
  turn++;
  clearTimeout(timer);
  const suggestion = await send('POST', SUGGEST, {
    ...(documents.value.trim() === '' ? {} : { documents: documents.value.trim() }),
    ...(names(schemas.value).length === 0 ? {} : { schemas: names(schemas.value) }),
  });
  warnings = suggestion.warnings;
  fields.show(suggestion.choices);
  panels.forEach((each) => { each.hidden = false; });
  write();
  show(suggestion, suggestion.missing.map((missing) => `${fieldName(missing.field.replace(/\/accept$/, ''))}: ${missing.reason} ${missing.remedy}`));
  state.focus({ preventScroll: true });
}

/** Writes the YAML; returns the fields that have no value. */
function write() {
  const values = fields.values();
  setText(text, textOf(values));
  URL.revokeObjectURL(download.href);
  download.href = URL.createObjectURL(new Blob([text.textContent], { type: 'application/yaml' }));
  return present(values).filter(({ value }) => value === null).map(({ field }) => field);
}

function edited() {
  const gaps = write();
  clearTimeout(timer);
  const own = ++turn;
  if (gaps.length > 0) {
    tellState(`${plural(gaps.length, 'field')} without a value: ${gaps.map(fieldName).join(', ')}.`, 'bad');
    return;
  }
  tellState('Checking…', null);
  timer = setTimeout(() => check(own), PAUSE_MILLIS);
}

/** Checks the text; a result that comes after a further edit is dropped. */
async function check(own) {
  try {
    const suggestion = await send('POST', SUGGEST, { mapping: text.textContent });
    if (own === turn) {
      // Remarks of the proposal stay true while its fields are edited.
      show({ ...suggestion, warnings: [...warnings, ...suggestion.warnings] }, []);
    }
  } catch (problem) {
    if (own === turn) {
      tellState(problem.message, 'bad');
    }
  }
}

function show(suggestion, missing) {
  checks.show(suggestion);
  const refusals = suggestion.findings.filter((finding) => finding.severity === 'REFUSAL').length;
  const unsure = (suggestion.choices ?? []).filter((choice) => choice.certainty === 'uncertain').length;
  if (missing.length > 0) {
    tellState(missing.join(' '), 'bad');
  } else if (refusals > 0) {
    tellState(`${plural(refusals, 'finding')} would refuse a plan. See the remedies below.`, 'bad');
  } else {
    tellState(`Nothing refuses a plan with this mapping.${unsure === 0 ? '' : ` ${plural(unsure, 'choice')} to confirm: look for “uncertain”.`}`, 'good');
  }
}

function tellState(words, level) {
  setText(state, words);
  setAttribute(state, 'data-level', level);
}
