// SPDX-License-Identifier: Apache-2.0
// A remedy: its SQL in a block with a button that copies it, the rest as a sentence.

import { element, setText } from './dom.js';
import { tell, warn } from './notices.js';

/** A statement at the beginning or after a colon, up to a comment or the end. */
const SQL = /(^|:\s+)((?:CREATE|ALTER|DROP|GRANT|REVOKE|VACUUM|ANALYZE|REINDEX|UPDATE|DELETE FROM|INSERT INTO)\s[^]*?)(?:\s+--\s*([^]*))?$/;

/** A node with `show(text)`. */
export function copyable(subject) {
  const words = element('span', {});
  const code = element('code', {});
  const button = element('button', { type: 'button', class: 'copy', 'aria-label': `Copy the SQL for ${subject}` }, 'Copy');
  const block = element('span', { class: 'sql' }, code, button);
  const node = element('div', { class: 'remedy' }, words, block);
  button.addEventListener('click', () => copy(code.textContent, 'SQL'));
  node.show = (text) => {
    const [said, sql] = split(String(text ?? ''));
    setText(words, said);
    words.hidden = words.textContent === '';
    setText(code, sql);
    block.hidden = sql === '';
  };
  return node;
}

/** `[words, sql]` of a remedy; either may be empty. */
export function split(text) {
  const found = SQL.exec(text);
  if (!found) {
    return [text, ''];
  }
  const [, , sql, comment = ''] = found;
  return [[text.slice(0, found.index), comment].filter(Boolean).join('; '), sql.trim()];
}

/** Copies a text and says so. */
export async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
    tell(`The ${what} is in the clipboard.`);
  } catch {
    warn(`The browser does not let this page copy. The ${what} is ${text}`);
  }
}
