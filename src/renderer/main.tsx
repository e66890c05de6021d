import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { followLookSettings } from './app/look.ts';
import { startStudio } from './state/start.ts';
import '@fontsource-variable/inter/wght.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/frame.css';
import './styles/list.css';
import './styles/canvas.css';
import './styles/depth.css';
import './styles/panels.css';
import './styles/body.css';
import './styles/dialogs.css';
import './styles/palette.css';
import './styles/settings.css';
import './styles/jobs.css';
import './styles/train.css';
import './styles/evaluate.css';
import './styles/review.css';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root.');
followLookSettings();
void startStudio();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
