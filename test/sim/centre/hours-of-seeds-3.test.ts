import { testHours } from './test-hours.ts';

testHours(100, 150);
