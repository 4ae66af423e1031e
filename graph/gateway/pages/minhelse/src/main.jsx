import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.jsx';
import { Boundary, Broken } from './Boundary.jsx';
import { Speech } from './words/Speech.jsx';
import './style/base.css';
import './style/frame.css';
import './style/content.css';

createRoot(document.getElementById('root')).render(
  <StrictMode>
    <Speech>
      <Boundary fallback={(again) => <main className="login"><Broken onAgain={again} /></main>}>
        <App />
      </Boundary>
    </Speech>
  </StrictMode>,
);
