// Live status of training.

import { count, find, percent } from './dom.js';

const Svg = 'http://www.w3.org/2000/svg';

/** Listens to the server. The browser connects again when the connection is lost. */
export function listen({ onChanged, onTrained }) {
  const events = new EventSource('api/events');
  events.addEventListener('open', onChanged);
  events.addEventListener('error', () => { find('stage').textContent = 'The connection is lost. Trying again …'; });
  events.addEventListener('changed', onChanged);
  events.addEventListener('training', event => {
    const status = JSON.parse(event.data);
    show(status);
    if (status.stage !== 'learning') onTrained(status);
  });
}

function show(status) {
  document.body.dataset.stage = status.stage;
  find('stage').textContent = describe(status);
  find('progress').hidden = status.stage !== 'learning';
  find('progress').max = Math.max(1, status.total);
  find('progress').value = status.done;
  find('accuracy').textContent = status.accuracy == null ? '–' : percent(status.accuracy);
  const isEmpty = status.stage === 'waiting';
  find('downloads').hidden = find('report').hidden = isEmpty;
  find('no-downloads').hidden = !isEmpty;
  if (status.history) showHistory(status.history);
}

// The number of photos that are done is left to the progress bar: a screen reader would speak every one.
function describe(status) {
  switch (status.stage) {
    case 'waiting': return 'Put photos into two piles, and it starts to learn.';
    case 'learning': return status.total ? `Learning ${count(status.total, 'photo')} …` : 'Learning …';
    case 'ready': return `Ready. It has learned ${count(status.total, 'photo')}.`
      + (status.accuracy == null ? ' With two photos in each pile, it can tell how well.' : '');
    default: return `It could not learn: ${status.message}`;
  }
}

function showHistory(steps) {
  find('history').replaceChildren(...steps.length > 1 ? [drawHistory(steps)] : []);
}

function drawHistory(steps) {
  const drawing = document.createElementNS(Svg, 'svg');
  drawing.setAttribute('viewBox', '-2 -2 104 18');
  drawing.setAttribute('role', 'img');
  drawing.setAttribute('aria-label', `Accuracy over time: ${steps.map(step => `${percent(step.accuracy)} with ${count(step.photos, 'photo')}`).join(', ')}`);
  const points = steps.map((step, index) => [100 * index / (steps.length - 1), 14 * (1 - step.accuracy)]);
  const line = document.createElementNS(Svg, 'polyline');
  line.setAttribute('points', points.join(' '));
  const dot = document.createElementNS(Svg, 'circle');
  dot.setAttribute('cx', points.at(-1)[0]);
  dot.setAttribute('cy', points.at(-1)[1]);
  dot.setAttribute('r', 2);
  drawing.append(line, dot);
  return drawing;
}
