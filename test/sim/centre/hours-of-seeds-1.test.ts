import { testHours } from './test-hours.ts';

testHours(0, 50);
