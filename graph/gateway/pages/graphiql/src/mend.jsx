// What GraphiQL does that we want otherwise, and has no property for.

import { useEffect, useLayoutEffect } from 'react';
import { pick, useGraphiQL } from '@graphiql/react';

export function Mend() {
  const { tabs, activeTabIndex, theme, queryEditor, variableEditor, responseEditor } = useGraphiQL(
    pick('tabs', 'activeTabIndex', 'theme', 'queryEditor', 'variableEditor', 'responseEditor'),
  );

  // Its tabs have the role of tabs, and hold two buttons each, which nothing
  // with that role may: a screen reader would tell of neither. They are a list
  // of buttons, of which one is current.
  useLayoutEffect(() => {
    const list = document.querySelector('.graphiql-tabs');
    if (!list) return;
    list.setAttribute('role', 'list');
    document.getElementById('graphiql-session')?.setAttribute('role', 'region');
    for (const [i, tab] of [...list.querySelectorAll('.graphiql-tab')].entries()) {
      tab.setAttribute('role', 'listitem');
      tab.removeAttribute('aria-selected');
      tab.removeAttribute('tabindex');
      tab.querySelector('.graphiql-tab-button')?.setAttribute('aria-current', String(i === activeTabIndex));
    }
  }, [tabs, activeTabIndex]);

  // Its panel scrolls, and could not be reached by those who scroll with keys.
  useEffect(() => {
    const panel = document.querySelector('.graphiql-plugin');
    panel?.setAttribute('tabindex', '0');
    panel?.setAttribute('role', 'region');
    panel?.setAttribute('aria-label', 'Panel');
  }, []);

  // Our panels follow its theme, and the system's where it has none.
  useEffect(() => {
    const system = matchMedia('(prefers-color-scheme: dark)');
    const follow = () => document.body.classList.toggle('hg-dark', theme ? theme === 'dark' : system.matches);
    follow();
    system.addEventListener('change', follow);
    return () => system.removeEventListener('change', follow);
  }, [theme]);

  // Its letters are large, and its margins too.
  useEffect(() => {
    for (const editor of [queryEditor, variableEditor, responseEditor]) {
      editor?.updateOptions({ fontSize: 13, lineNumbersMinChars: 2, lineDecorationsWidth: 6, scrollbar: { verticalScrollbarSize: 8, horizontalScrollbarSize: 8 } });
    }
  }, [queryEditor, variableEditor, responseEditor]);
  return null;
}
