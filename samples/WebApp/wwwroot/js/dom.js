// Elements without markup in strings: a name of a pile is always text.

export const find = id => document.getElementById(id);

/** Creates an element. Properties that start with "on" are listeners, those with a hyphen attributes. */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name.includes('-') || name === 'role') element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children);
  return element;
}

/** Makes the children of an element match a list. Elements stay if their key does, and with them focus and scroll position. */
export function sync(parent, items, key, create, update) {
  const known = new Map([...parent.children].map(element => [element.dataset.key, element]));
  items.forEach((item, index) => {
    const id = String(key(item));
    let element = known.get(id);
    known.delete(id);
    if (!element) {
      element = create(item);
      element.dataset.key = id;
    }
    if (parent.children[index] !== element) parent.insertBefore(element, parent.children[index] ?? null);
    update?.(element, item, index);
  });
  for (const element of known.values()) element.remove();
}

/** Shows a message for a while; screen readers speak it. */
export function tell(text, isError = false) {
  const message = h('p', { className: isError ? 'message error' : 'message', textContent: text });
  // What is outside of an open dialog cannot be seen.
  (document.querySelector('dialog[open]') ?? document.body).append(find('messages'));
  find('messages').append(message);
  setTimeout(() => message.remove(), isError ? 12_000 : 5_000);
}

/** Runs something, and shows why it failed if it does. */
export async function attempt(action) {
  try {
    return await action();
  } catch (error) {
    tell(error.message, true);
  }
}

export const count = (number, noun) => `${number} ${noun}${number === 1 ? '' : 's'}`;

export const percent = share => `${Math.round(share * 100)} %`;
