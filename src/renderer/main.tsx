import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { startStudio } from './state/start.ts';
import './styles/tokens.css';
import './styles/studio.css';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root.');
void startStudio();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
