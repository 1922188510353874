// A photo's dialog: what the model sees, why, and where the photo belongs.

import { api } from './api.js';
import { attempt, find, h, percent, sync, tell } from './dom.js';

const dialog = find('photo');
let photo; // ID
let piles = [];
let pileOf = new Map(); // photo -> pile
let prediction;
let shownLabel; // whose evidence is shown
let isLearning = false;
let model = 0; // counts models: each has its own evidence

export async function openPhoto(id) {
  photo = id;
  prediction = undefined;
  find('evidence').checked = false;
  find('photo-note').textContent = '';
  find('photo-title').textContent = 'A photo';
  show();
  dialog.showModal();
  await predict();
}

export function updatePhoto(state) {
  piles = state.piles;
  pileOf = new Map(piles.flatMap(pile => pile.photos.map(id => [id, pile])));
  const isThere = pileOf.has(photo) || state.unsorted.includes(photo);
  if (dialog.open && !isThere) dialog.close();
  else if (dialog.open) show();
}

/** Training ended: ask the model again. */
export async function askAgain(status) {
  model++;
  if (!dialog.open) return;
  const hasLearned = isLearning;
  isLearning = false;
  await predict();
  // With photos in one pile only, the note says that there is no model yet.
  if (hasLearned && status.stage !== 'waiting') find('photo-note').textContent = status.message ?? 'Learned.';
}

export function startPhoto() {
  find('evidence').addEventListener('change', showImage);
  find('photo-image').addEventListener('error', () => { find('evidence-hint').textContent = 'The evidence cannot be shown.'; });
  find('photo-delete').addEventListener('click', () => attempt(async () => {
    await api.removePhoto(photo);
    dialog.close();
    tell('The photo is deleted.');
  }));
}

async function predict() {
  const id = photo;
  try {
    const answer = await api.predict(id);
    if (id !== photo) return;
    prediction = answer;
    shownLabel = answer.scores[0].label;
  } catch (error) {
    if (id !== photo) return;
    prediction = undefined;
    find('photo-note').textContent = error.message;
  }
  show();
}

function show() {
  find('photo-title').textContent = !prediction ? 'A photo' : prediction.label ? `It is: ${prediction.label}` : 'None of these';
  find('evidence').disabled = !prediction;
  // Until the answer is there, lines without values: nothing moves below the pointer.
  const scores = prediction?.scores ?? piles.filter(pile => pile.photos.length > 0).map(pile => ({ label: pile.name }));
  sync(find('scores'), scores, score => score.label, createScore, updateScore);
  const pile = pileOf.get(photo);
  sync(find('choices'), [...piles, { id: 0, name: 'Unsorted' }], choice => choice.id, createChoice, (button, choice) => {
    button.textContent = choice.name;
    button.setAttribute('aria-pressed', String(choice.id === (pile?.id ?? 0)));
  });
  showImage();
}

function showImage() {
  const isEvidence = find('evidence').checked && prediction;
  const url = isEvidence ? api.evidenceUrl(photo, shownLabel, model) : api.photoUrl(photo);
  if (find('photo-image').getAttribute('src') !== url) find('photo-image').src = url;
  find('photo-image').alt = isEvidence ? `The photo, red where it looks like ${shownLabel}` : 'The photo';
  find('evidence-hint').hidden = !isEvidence;
  find('evidence-hint').textContent = `Red speaks for ${shownLabel}, blue against it. Choose another pile to compare.`;
}

function createScore(score) {
  return h('li', {},
    h('button', { type: 'button', onclick: () => { if (!prediction) return; shownLabel = score.label; find('evidence').checked = true; show(); } }, score.label),
    h('meter', { min: 0, max: 1, 'aria-label': `Probability of ${score.label}` }),
    h('span', { className: 'percent' }));
}

function updateScore(item, score) {
  item.querySelector('meter').value = score.score ?? 0;
  item.querySelector('.percent').textContent = score.score == null ? '' : percent(score.score);
  item.querySelector('button').title = `Show what speaks for ${score.label}`;
  item.querySelector('button').setAttribute('aria-pressed', String(find('evidence').checked && score.label === shownLabel));
}

function createChoice(choice) {
  return h('button', { type: 'button', onclick: () => attempt(async () => {
    find('photo-note').textContent = choice.id !== 0 ? 'Learning …' : '';
    await api.movePhoto(photo, choice.id || null);
    isLearning = choice.id !== 0; // not before: an earlier training may end meanwhile
  }) });
}
