import { testEveryWay } from './every-way.js';
import { TOOLS } from './tools.js';

for (const tool of TOOLS) testEveryWay(tool);
