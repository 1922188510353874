// The piles, each a drop target.

import { api } from './api.js';
import { openCamera } from './camera.js';
import { attempt, count, find, h, sync, tell } from './dom.js';
import { makeDropTarget } from './drop.js';
import { choose, upload } from './images.js';
import { createThumbnail, nameThumbnail } from './thumbnail.js';

export function showPiles(piles) {
  find('welcome').hidden = piles.length >= 2;
  sync(find('pile-list'), piles, pile => pile.id, createPile, updatePile);
}

export function startPiles() {
  find('new-pile').addEventListener('submit', async event => {
    event.preventDefault();
    const name = find('new-name');
    if (await attempt(() => api.addPile(name.value))) name.value = '';
    name.focus();
  });
}

function createPile(pile) {
  const add = files => upload(files, pile.id);
  const name = h('input', {
    className: 'name', maxLength: 60, value: pile.name, 'aria-label': 'Name of the pile', autocomplete: 'off',
    onchange: event => rename(pile, event.target),
    onkeydown: event => event.key === 'Enter' && event.target.blur(),
  });
  const card = h('article', { className: 'card pile' },
    h('div', { className: 'section-header' }, name, h('span', { className: 'count' }),
      h('button', { type: 'button', className: 'close remove', onclick: () => attempt(() => api.removePile(pile.id)) }, '×')),
    h('ul', { className: 'photos' }),
    h('div', { className: 'actions' },
      h('button', { type: 'button', className: 'add', onclick: () => choose(true, add) }, 'Add photos'),
      h('button', { type: 'button', className: 'shoot', onclick: () => openCamera(`Photos for ${card.querySelector('.name').value}`, add) }, 'Camera')));
  makeDropTarget(card, { onFiles: add, onPhoto: id => attempt(() => api.movePhoto(id, pile.id)) });
  return card;
}

async function rename(pile, input) {
  try {
    await api.renamePile(pile.id, input.value);
  } catch (error) {
    input.value = input.defaultValue;
    tell(error.message, true);
  }
}

function updatePile(card, pile) {
  const name = card.querySelector('.name');
  name.defaultValue = pile.name; // what a failed change returns to
  if (document.activeElement !== name) name.value = pile.name;
  card.setAttribute('aria-label', `Pile ${pile.name}`);
  for (const [button, action] of [['add', 'Add photos to'], ['shoot', 'Camera for'], ['remove', 'Remove pile']])
    card.querySelector(`.${button}`).setAttribute('aria-label', `${action} ${pile.name}`);
  card.querySelector('.count').textContent = count(pile.photos.length, 'photo');
  sync(card.querySelector('.photos'), pile.photos, id => id, createThumbnail, (item, _, index) => nameThumbnail(item, `${pile.name}, photo ${index + 1}`));
}
