import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Door } from './door.jsx';

createRoot(document.getElementById('root')).render(
  <StrictMode>
    <Door />
  </StrictMode>,
);
