import { createRoot } from 'react-dom/client';
import { handOver } from './login.js';

// The issuer sends the log-in window back here; it hands over what it was
// given, and closes.
if (!(await handOver())) {
  const { App, start } = await import('./app.jsx');
  await start();
  createRoot(document.getElementById('root')).render(<App />);
}
