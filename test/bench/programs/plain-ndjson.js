// Every event as a line of JSON.
import { printEvents } from './print-events.js';

await printEvents((message) => JSON.stringify(message));
