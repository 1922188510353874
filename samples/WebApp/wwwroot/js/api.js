// The server's API. Every change carries the antiforgery token.

let token;

async function request(method, path, body) {
  const headers = {};
  if (method !== 'GET') {
    token ??= (await (await fetch('api/token')).json()).token;
    headers['X-CSRF-TOKEN'] = token;
  }
  const isBlob = body instanceof Blob;
  if (body && !isBlob) headers['Content-Type'] = 'application/json';
  const response = await fetch(`api/${path}`, { method, headers, body: isBlob || !body ? body : JSON.stringify(body) })
    .catch(() => { throw new Error('The server does not answer. Is it running?'); });
  const text = await response.text();
  const isJson = response.headers.get('Content-Type')?.includes('json');
  if (response.ok) return isJson ? JSON.parse(text) : text;
  throw new Error((isJson && JSON.parse(text).detail) || `The server answers ${response.status} ${response.statusText}.`);
}

export const api = {
  piles: () => request('GET', 'piles'),
  addPile: name => request('POST', 'piles', { name }),
  renamePile: (id, name) => request('PUT', `piles/${id}`, { name }),
  removePile: id => request('DELETE', `piles/${id}`),
  startOver: () => request('DELETE', 'everything'),
  addPhoto: (blob, pile) => request('POST', pile ? `photos?pile=${pile}` : 'photos', blob),
  movePhoto: (id, pile) => request('PUT', `photos/${id}`, { pile }),
  removePhoto: id => request('DELETE', `photos/${id}`),
  predict: id => request('GET', `photos/${id}/prediction`),
  suggestions: () => request('GET', 'suggestions'),
  report: () => request('GET', 'downloads/report.html'),
  photoUrl: id => `api/photos/${id}`,
  evidenceUrl: (id, label, model) => `api/photos/${id}/evidence?label=${encodeURIComponent(label)}&model=${model}`,
};
