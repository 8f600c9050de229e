import { testHours } from './test-hours.ts';

testHours(50, 100);
