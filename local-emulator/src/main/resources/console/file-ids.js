// SPDX-License-Identifier: Apache-2.0
// Panel "The id of your file": hashes the file, requests its id from generate, and shows that equal content has an equal id.

import { path, send } from './api.js';
import { copy } from './copyable.js';
import { byId, element, setText } from './dom.js';
import { droppedFiles } from './dropped-files.js';
import { sha256Of } from './file-hash.js';
import { bytes, percent, plural } from './format.js';
import { warn } from './notices.js';

const KEPT_ROWS = 200;
/** "user sha256" -> the rows with a response so far, with their ids. */
const given = new Map();

export function openFilePanel() {
  const picker = byId('files');
  picker.addEventListener('change', () => {
    take([...picker.files]);
    picker.value = '';
  });
  byId('files-clear').addEventListener('click', () => {
    byId('file-results').replaceChildren();
    byId('files-clear').hidden = true;
    picker.focus();
  });

  // A file dropped beside the zone must not replace the page.
  const zone = byId('dropzone');
  const carriesFiles = (event) => event.dataTransfer?.types.includes('Files');
  window.addEventListener('dragover', (event) => {
    if (carriesFiles(event)) {
      event.preventDefault();
      zone.classList.add('over');
    }
  });
  window.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) {
      zone.classList.remove('over');
    }
  });
  window.addEventListener('drop', async (event) => {
    if (!carriesFiles(event)) {
      return;
    }
    event.preventDefault();
    zone.classList.remove('over');
    try {
      take(await droppedFiles(event.dataTransfer));
    } catch (problem) {
      warn(`The dropped files cannot be read: ${problem.message}`);
    }
  });
}

async function take(files) {
  const userId = byId('user').value;
  const outcomes = await Promise.all(files.map((file) => answer(file, userId)));
  const failed = outcomes.filter((ok) => !ok).length;
  if (files.length > 0) {
    byId('files-clear').hidden = false;
    setText(byId('files-news'), `${plural(files.length - failed, 'id')} shown${failed > 0 ? `, ${failed} failed` : ''}.`);
  }
}

/** Shows the row of a file and fills it. Returns true if the id was received. */
async function answer(file, userId) {
  const row = addRow(file, userId);
  try {
    const sha256 = await sha256Of(file, (done) => {
      row.bar.value = file.size === 0 ? 1 : done / file.size;
      setText(row.note, `hashing, ${percent(done, Math.max(1, file.size))} %`);
    });
    row.bar.remove();
    row.show('SHA-256', sha256, `${sha256.slice(0, 12)}…${sha256.slice(-6)}`);
    setText(row.note, 'requesting the id');
    const { id } = await send('POST', path('functions', 'generate', 'ids'), { kind: 'document', userId, fileSha256: sha256 });
    row.show('id', id, id);
    row.node.dataset.state = 'done';
    compare(row, `${userId} ${sha256}`, id);
    return true;
  } catch (problem) {
    row.bar.remove();
    row.node.dataset.state = 'failed';
    setText(row.note, problem.message);
    const again = element('button', { type: 'button' }, 'Try again');
    again.addEventListener('click', () => {
      row.node.remove();
      take([file]);
    });
    row.node.append(again);
    return false;
  }
}

/** Marks every row of one content as equal, or as different from the first response. */
function compare(row, content, id) {
  const answers = given.get(content) ?? [];
  given.set(content, [...answers, { row, id }]);
  if (answers.length === 0) {
    setText(row.note, '');
  } else if (answers.every((answer) => answer.id === id)) {
    for (const { row: equal } of given.get(content)) {
      equal.node.dataset.same = 'true';
      setText(equal.note, 'same content, same id');
    }
  } else {
    row.node.dataset.state = 'failed';
    setText(row.note, `same content, but a different id: it was ${answers[0].id} before`);
  }
}

function addRow(file, userId) {
  const bar = element('progress', { max: 1, value: 0, 'aria-label': `Hashing ${file.name}` });
  const note = element('p', { class: 'note' }, 'waiting to be hashed');
  const values = element('dl', { class: 'file-values' });
  const node = element('li', { class: 'file' },
    element('p', { class: 'file-name' }, element('span', { class: 'name' }, file.name),
      element('span', { class: 'quiet' }, `${bytes(file.size)} · user ${userId}`)),
    bar, values, note);
  byId('file-results').prepend(node);
  while (byId('file-results').children.length > KEPT_ROWS) {
    byId('file-results').lastElementChild.remove();
  }

  function show(label, value, shown) {
    const code = element('code', { title: value }, shown);
    const button = element('button', { type: 'button', class: 'copy', 'aria-label': `Copy the ${label} of ${file.name}` }, 'Copy');
    button.addEventListener('click', () => copy(value, label));
    values.append(element('dt', {}, label), element('dd', {}, code, button));
  }

  return { node, bar, note, show };
}
