// html.js - the one place that knows which libraries draw: the rest imports from here.
import { h, render } from '../vendor/preact.js';
import htm from '../vendor/htm.js';

export { render };
export { useEffect, useLayoutEffect, useRef, useState } from '../vendor/preact-hooks.js';
export { batch, computed, effect, signal } from '../vendor/signals.js';
export const html = htm.bind(h);
