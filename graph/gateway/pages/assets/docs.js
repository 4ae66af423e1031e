// Searches the page that is open, in the browser: what is typed is sent nowhere.

const search = document.getElementById('search');
const find = document.getElementById('find');
const found = document.getElementById('found');
const hits = document.getElementById('hits');
const most = 12;

// What can be found: its name, and the words of its description.
const all = [...document.querySelectorAll('[data-find]')].map((node) => ({
  id: node.id,
  name: node.dataset.find,
  words: (node.querySelector('p, dd, td')?.textContent ?? '').trim().replaceAll(/\s+/g, ' '),
}));

// How well something fits what is looked for; 0 is not at all. A name that
// begins so comes before one that has it inside, and that before a description.
function fits(one, wanted) {
  const name = one.name.toLowerCase();
  const last = name.slice(name.lastIndexOf('.') + 1);
  if (name === wanted || last === wanted) return 4;
  if (last.startsWith(wanted) || name.startsWith(wanted)) return 3;
  if (name.includes(wanted)) return 2;
  return one.words.toLowerCase().includes(wanted) ? 1 : 0;
}

function show() {
  const wanted = find.value.trim().toLowerCase();
  const best = wanted
    ? all.map((one) => [fits(one, wanted), one]).filter(([fit]) => fit).sort(([a, x], [b, y]) => b - a || x.name.length - y.name.length)
    : [];
  found.replaceChildren(...best.slice(0, most).map(([, one]) => {
    const [item, link, about] = ['li', 'a', 'span'].map((tag) => document.createElement(tag));
    link.href = `#${one.id}`;
    link.textContent = one.name;
    about.textContent = one.words.slice(0, 90);
    item.append(link, about);
    return item;
  }));
  found.hidden = !best.length;
  hits.textContent = wanted ? `${best.length} found` : '';
}

// Arrows go through what was found, Escape lets go of it.
function step(event) {
  const links = [find, ...found.querySelectorAll('a')];
  const at = links.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
  if (event.key === 'Escape') {
    find.value = '';
    show();
    find.focus();
  } else if (to !== undefined && links[to]) {
    event.preventDefault();
    links[to].focus();
  } else if (event.key === 'Enter' && at === 0 && links[1]) links[1].click();
}

// What an address points at is opened, and its place in the contents marked.
function arrive() {
  const id = decodeURIComponent(location.hash.slice(1));
  const node = id && document.getElementById(id);
  if (!node) return;
  for (let up = node; up; up = up.parentElement) if (up.tagName === 'DETAILS') up.open = true;
  for (const link of document.querySelectorAll('.contents a')) {
    const here = link.getAttribute('href') === `#${id.split('.')[0]}` || link.getAttribute('href') === `#${id}`;
    if (here) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
  find.value = '';
  show();
}

if (matchMedia('(max-width: 60rem)').matches) for (const node of document.querySelectorAll('.contents')) node.open = false;
search.hidden = false;
find.addEventListener('input', show);
search.addEventListener('keydown', step);
addEventListener('hashchange', arrive);
document.addEventListener('keydown', (event) => {
  if (event.key === '/' && !event.ctrlKey && !event.metaKey && document.activeElement !== find) {
    event.preventDefault();
    find.focus();
  }
});
arrive();
