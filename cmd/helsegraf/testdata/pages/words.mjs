// Looks through the words of Min helse: each is there in every language, every
// value of the graph's enums has one, and whatever advice can be given can be
// said. Prints what is wrong, a line each. Arguments: the page's src, and the
// values of enums as JSON.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [src, { tables, AccessReason: codes, RemedyAction: actions }] = [process.argv[2], JSON.parse(process.argv[3])];
const load = (file) => import(pathToFileURL(join(src, file)).href);
const { nb } = await load('words/nb.js');
const { nn } = await load('words/nn.js');
const { en } = await load('words/en.js');
const { addressOf, adviceOn } = await load('advice.js');
const languages = { nb, nn, en };

const kind = (word) => (typeof word === 'function' ? `function of ${word.length}` : typeof word);
const complain = (text) => console.log(text);

// alike looks for what one language has, or has otherwise, than another.
function alike(a, b, at, [one, other]) {
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const path = `${at}${key}`;
    if (!(key in a) || !(key in b)) complain(`${path} is in ${key in a ? one : other} only`);
    else if (kind(a[key]) !== kind(b[key])) complain(`${path} is a ${kind(a[key])} in ${one}, a ${kind(b[key])} in ${other}`);
    else if (typeof a[key] === 'object') alike(a[key], b[key], `${path}.`, [one, other]);
    else if (a[key] === '') complain(`${path} is empty in ${one}`);
  }
}
alike(nb, nn, '', ['nb', 'nn']);
alike(nb, en, '', ['nb', 'en']);

for (const [name, [table, values]] of Object.entries(tables)) {
  for (const [language, words] of Object.entries(languages)) {
    for (const value of values) if (!words[table][value]) complain(`${language} has no word for ${name} ${value}`);
  }
}

// Whatever is closed, to whomever: what is said is whole. Without a remedy there
// is advice for two only: children, and the parents of who has come of age.
const [relations, levels] = [tables.Relation[1], tables.ConsentLevel[1]];
const said = new Set();
for (const code of codes) {
  for (const action of [null, ...actions]) {
    for (const relation of relations) {
      for (const age of [9, 15, 16, 83]) {
        for (const level of levels) {
          const self = relation === 'SELF';
          const advice = adviceOn({ code, remedy: action && { action, level, service: 'MEDICATION' } }, { self, relation, age });
          if (!advice) {
            if (action) complain(`nothing is said of ${action}`);
            continue;
          }
          if (!action && !(self && age < 16) && code !== 'CHILD_AGE_LIMIT') complain(`advice where nothing helps: ${code}, ${relation}`);
          said.add(advice.what);
          for (const [language, words] of Object.entries(languages)) {
            const text = words.advice[advice.what]?.({ name: 'Berit', level: words.levels[level], service: words.services.MEDICATION });
            if (!text || /undefined|null/.test(text)) complain(`${language} says of ${code}, ${action}: ${text}`);
            if (advice.place && (!words.places[advice.place] || !addressOf(advice.place, language).startsWith('https://'))) complain(`${language} does not say where ${advice.what} is done`);
          }
        }
      }
    }
  }
}
said.add(adviceOn({ code: 'ACTOR_NOT_ELIGIBLE', changesOn: '2033-07-20' }, { self: true, relation: 'SELF', age: 9 }).what);
for (const what of Object.keys(nb.advice)) if (!said.has(what)) complain(`advice.${what} is never said`);

// What was found to be bad Norwegian, and its kin, read aloud.
const bad = /\bhandler (for|på)\b|\bintet\b|det er reservert|\bikke hel\b|i fred|være åpent når|vilkårene for/i;
function read(words, at) {
  for (const [key, word] of Object.entries(words)) {
    const text = typeof word === 'function' ? String(word) : word;
    if (typeof text === 'object') read(text, `${at}${key}.`);
    else if (bad.test(text)) complain(`${at}${key}: ${text}`);
  }
}
read(nb, 'nb.');
