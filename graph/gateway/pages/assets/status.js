// Keeps the status page alive: asks status.json every so often and writes what
// has changed into the page as it stands. All words come from the gateway.

const main = document.querySelector('main');
const every = Number(main.dataset.refresh) * 1000;
const at = (id) => document.getElementById(id);
const pause = at('pause');
let timer;
let lost = false;

// write changes a text only when it is another, so that nothing is selected or
// read anew for nothing.
function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function draw(svg, bars) {
  bars.forEach((bar, i) => {
    const rect = svg.children[i];
    rect.setAttribute('y', bar.y);
    rect.setAttribute('height', bar.height);
    rect.setAttribute('class', bar.class);
  });
}

function show(status) {
  const news = [];
  at('overall').dataset.state = status.state;
  write(at('says'), status.says);
  write(at('more'), status.more);
  for (const tile of status.registers) {
    const node = at(tile.key);
    if (!node) continue;
    if (node.dataset.state !== tile.state) {
      node.dataset.state = tile.state;
      news.push(`${tile.name}${tile.region ? ' ' + tile.region : ''}: ${tile.stateSays}.`);
    }
    for (const part of node.querySelectorAll('[data-is]')) write(part, tile[part.dataset.is]);
    draw(node.querySelector('.spark'), tile.bars);
  }
  // A screen reader is told of what has changed, and not of every figure.
  if (news.length) write(at('news'), news.join(' '));
}

async function refresh() {
  clearTimeout(timer);
  try {
    const response = await fetch('status.json', { signal: AbortSignal.timeout(5000) });
    if (!response.ok) throw new Error(String(response.status));
    const status = await response.json();
    show(status);
    lost = false;
    write(at('fresh'), `Live, ${new Date(status.at).toLocaleTimeString([], { hour12: false })}`);
  } catch {
    if (!lost) write(at('news'), 'Lost contact with the gateway.');
    lost = true;
    write(at('fresh'), 'Lost contact with the gateway. These figures are old. Reconnecting …');
  }
  at('overall').classList.toggle('stale', lost);
  if (pause.getAttribute('aria-pressed') === 'false' && !document.hidden) timer = setTimeout(refresh, every);
}

pause.hidden = false;
pause.addEventListener('click', () => {
  const paused = pause.getAttribute('aria-pressed') === 'false';
  pause.setAttribute('aria-pressed', String(paused));
  if (paused) {
    clearTimeout(timer);
    write(at('fresh'), at('fresh').textContent.replace(/^Live/, 'Paused'));
  } else refresh();
});
document.addEventListener('visibilitychange', () => {
  if (!document.hidden && pause.getAttribute('aria-pressed') === 'false') refresh();
});
refresh();
