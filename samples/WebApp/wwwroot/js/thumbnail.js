// A photo in a list: opens its dialog, and can be dragged.

import { api } from './api.js';
import { h } from './dom.js';
import { makeDraggable } from './drop.js';
import { openPhoto } from './photo.js';

export function createThumbnail(id) {
  const image = h('img', { src: api.photoUrl(id), alt: '', loading: 'lazy', draggable: false });
  const button = h('button', { type: 'button', className: 'thumbnail', onclick: () => openPhoto(id) }, image);
  makeDraggable(button, id);
  return h('li', {}, button);
}

export function nameThumbnail(item, name) {
  item.querySelector('img').alt = name;
}
