import { testHours } from './test-hours.ts';

testHours(150, 200);
