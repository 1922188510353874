// Photos without a pile, and which of them to label next.

import { api } from './api.js';
import { attempt, find, h, sync, tell } from './dom.js';
import { makeDropTarget } from './drop.js';
import { choose, upload } from './images.js';
import { createThumbnail, nameThumbnail } from './thumbnail.js';

let unsorted = [];
let suggestions = new Map(); // photo -> likely piles

export function showUnsorted(photos) {
  unsorted = photos;
  const suggested = [...suggestions.keys()].filter(id => photos.includes(id));
  const ordered = [...suggested, ...photos.filter(id => !suggested.includes(id))];
  find('suggest').disabled = photos.length === 0;
  sync(find('unsorted-list'), ordered, id => id, createThumbnail, (item, id, index) => {
    const likely = suggestions.get(id);
    const question = !likely ? '' : likely.length > 1 ? `${likely[0]} or ${likely[1]}?` : 'typical of many';
    nameThumbnail(item, `Unsorted photo ${index + 1}${question && `, suggested: ${question}`}`);
    item.classList.toggle('suggested', !!likely);
    item.querySelector('.caption')?.remove();
    if (question) item.append(h('span', { className: 'caption', 'aria-hidden': 'true' }, question));
  });
}

export function startUnsorted() {
  const section = document.querySelector('.unsorted');
  makeDropTarget(section, { onFiles: files => upload(files), onPhoto: id => attempt(() => api.movePhoto(id, null)) });
  find('unsorted-file').addEventListener('click', () => choose(true, files => upload(files)));
  find('suggest').addEventListener('click', suggest);
}

async function suggest({ target }) {
  target.setAttribute('aria-busy', 'true');
  const rows = await attempt(api.suggestions);
  target.removeAttribute('aria-busy');
  if (!rows) return;
  suggestions = new Map(rows.map(row => [row.id, row.likely]));
  showUnsorted(unsorted);
  tell(rows.length === 0 ? 'The photos look like those that are in piles already.' : 'The photos with a ring come first: sort these.');
}
