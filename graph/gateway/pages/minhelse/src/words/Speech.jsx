import { Children, createContext, Fragment, useContext, useEffect, useMemo, useState } from 'react';
import { en } from './en.js';
import { nb } from './nb.js';
import { nn } from './nn.js';

const languages = { nb, nn, en };
const locales = { nb: 'nb-NO', nn: ['nn-NO', 'nb-NO'], en: 'en-GB' };

// names are the languages in their own words.
export const names = { nb: 'Bokmål', nn: 'Nynorsk', en: 'English' };

const SpeechContext = createContext(null);

export const useSpeech = () => useContext(SpeechContext);

// begin is the first of the browser's languages that the page has; bokmål where
// it has none of them.
function begin() {
  for (const tag of navigator.languages ?? []) {
    const code = tag.slice(0, 2);
    if (code === 'no') return 'nb';
    if (Object.hasOwn(languages, code)) return code;
  }
  return 'nb';
}

// Speech gives the page its language: words, dates and amounts.
export function Speech({ children }) {
  const [language, setLanguage] = useState(begin);
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = languages[language].title;
  }, [language]);
  const speech = useMemo(() => speaking(language, setLanguage), [language]);
  return <SpeechContext value={speech}>{children}</SpeechContext>;
}

function speaking(language, setLanguage) {
  const locale = locales[language];
  const oslo = { timeZone: 'Europe/Oslo' };
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  const onDay = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', ...oslo });
  const hour = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', ...oslo });
  const clock = (at) => (language === 'en' ? hour.format(at) : hour.format(at).replace(':', '.'));
  const words = languages[language];
  const kroner = new Intl.NumberFormat(locale, { style: 'currency', currency: 'NOK', trailingZeroDisplay: 'stripIfInteger', currencyDisplay: language === 'en' ? 'code' : 'narrowSymbol' });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  return {
    language,
    setLanguage,
    words,
    date: (iso) => day.format(new Date(iso + 'T00:00:00Z')),
    // moment is a day and a time; today's is a time alone.
    moment: (iso) => {
      const at = new Date(iso);
      return onDay.format(at) === onDay.format(new Date()) ? words.todayAt(clock(at)) : words.dayAt(onDay.format(at), clock(at));
    },
    clock,
    listed: (names) => list.format(names),
    money: ({ amount }) => kroner.format(Number(amount)),
  };
}

// Register marks what registers say, which is bokmål in every language.
export function Register({ children }) {
  const { language } = useSpeech();
  return language === 'nb' ? children : <span lang="nb">{children}</span>;
}

// Dotted puts dots between what there is of its children.
export function Dotted({ children }) {
  return Children.toArray(children).map((child, i) => <Fragment key={i}>{i > 0 && ' · '}{child}</Fragment>);
}
