// SPDX-License-Identifier: Apache-2.0
// Shows Markdown as elements. The library reads it; each part becomes an element here, so no text can become markup.

import { copy } from '../copyable.js';
import { element } from '../dom.js';

/** Headings of the text begin at this level of the page. */
const FIRST_LEVEL = 4;

export async function showMarkdown(node, text) {
  const { lexer } = await import('./marked.js');
  node.replaceChildren(...blocks(lexer(text ?? '')));
}

const blocks = (tokens) => (tokens ?? []).flatMap(block);

function block(token) {
  switch (token.type) {
    case 'heading':
      return [element(`h${Math.min(6, FIRST_LEVEL + Math.max(0, token.depth - 2))}`, {}, ...inline(token.tokens))];
    case 'paragraph':
      return [element('p', {}, ...inline(token.tokens))];
    case 'list':
      return [element(token.ordered ? 'ol' : 'ul', {}, ...token.items.map((item) => element('li', {}, ...blocks(item.tokens))))];
    case 'code': {
      const button = element('button', { type: 'button', class: 'copy', 'aria-label': `Copy the commands that begin with ${token.text.slice(0, 40)}` }, 'Copy');
      button.addEventListener('click', () => copy(token.text, 'text'));
      return [element('div', { class: 'sql' }, element('code', {}, token.text), button)];
    }
    case 'blockquote':
      return [element('blockquote', {}, ...blocks(token.tokens))];
    case 'table':
      return [element('div', { class: 'scrolled' }, element('table', {},
        element('thead', {}, element('tr', {}, ...token.header.map((cell) => element('th', { scope: 'col' }, ...inline(cell.tokens))))),
        element('tbody', {}, ...token.rows.map((row) => element('tr', {}, ...row.map((cell) => element('td', {}, ...inline(cell.tokens))))))))];
    case 'text':
      return token.tokens ? inline(token.tokens) : [plain(token)];
    case 'hr':
      return [element('hr')];
    default:
      // Comments and other HTML are not shown.
      return [];
  }
}

const inline = (tokens) => (tokens ?? []).map((token) => {
  switch (token.type) {
    case 'strong': case 'em': case 'del':
      return element(token.type, {}, ...inline(token.tokens));
    case 'codespan':
      return element('code', {}, plain(token));
    case 'link':
      return /^https?:/.test(token.href) ? element('a', { href: token.href, rel: 'noreferrer' }, ...inline(token.tokens)) : element('span', {}, ...inline(token.tokens));
    case 'br':
      return element('br');
    default:
      return token.tokens ? element('span', {}, ...inline(token.tokens)) : plain(token);
  }
});

/** The lexer leaves entities as they are written. */
const plain = (token) => document.createTextNode((token.type === 'html' ? '' : token.text ?? '')
  .replace(/&(lt|gt|amp|quot|#39);/g, (_, name) => ({ lt: '<', gt: '>', amp: '&', quot: '"', '#39': "'" }[name])));
