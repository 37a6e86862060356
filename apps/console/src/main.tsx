import './app.css';
import './ui/page.css';
import './ui/parts.css';
import './ui/states.css';
import './ui/table.css';
import './ui/command.css';
import './ui/chart.css';
import './shell/layout.css';
import './shell/rail.css';
import './shell/top-bar.css';
import './shell/palette.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router';
import { nonceForStyleElements } from './lib/csp-nonce.ts';
import { startI18n } from './lib/i18n.ts';
import { Providers } from './providers.tsx';
import { createRouter } from './router.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root".');

nonceForStyleElements();
await startI18n();
createRoot(root).render(
  <StrictMode>
    <Providers>
      <RouterProvider router={createRouter()} />
    </Providers>
  </StrictMode>,
);
