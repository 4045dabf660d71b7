// main.js - the beginning.
import { html, render } from './lib/html.js';
import { sweepDrafts } from './lib/drafts.js';
import { App } from './parts/app.js';

sweepDrafts();
render(html`<${App} />`, document.getElementById('root'));
