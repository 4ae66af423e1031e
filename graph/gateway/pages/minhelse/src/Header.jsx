import { names, useSpeech } from './words/Speech.jsx';

// Header is the name of the place, its language, and the way out.
export function Header({ onLogOut }) {
  const { words, language, setLanguage } = useSpeech();
  return (
    <header className="top">
      <div className="top-inner">
        <p className="mark">
          <svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
            <circle cx="16" cy="16" r="16" className="mark-sky" />
            <circle cx="21.5" cy="11" r="3.5" className="mark-sun" />
            <path d="M2.2 22.5 11 12l6 7 4-4.5 8.7 8A16 16 0 0 1 2.2 22.5Z" className="mark-hill" />
            <path d="M3 25.4c4.5-1.6 8.5 1.2 13 0s8.500-1.600 13 0A16 16 0 0 1 3 25.400Z" className="mark-sea" />
          </svg>
          <span>{words.title}</span>
        </p>
        <div className="top-acts">
          <select aria-label={words.language} value={language} onChange={(event) => setLanguage(event.target.value)}>
            {Object.entries(names).map(([code, name]) => <option key={code} value={code} lang={code}>{name}</option>)}
          </select>
          {onLogOut && <button type="button" className="quiet" onClick={onLogOut}>{words.logOut}</button>}
        </div>
      </div>
    </header>
  );
}
