// Asks the server everything that graphql-http's audits ask; prints each audit that is not met and ends with 1 where there is one.
//
//   node audit.mjs http://127.0.0.1:5080/graphql
import { serverAudits } from 'graphql-http';

const url = process.argv[2];
let count = 0;
let missed = 0;
for (const audit of serverAudits({ url, fetchFn: fetch })) {
  const result = await audit.fn();
  count++;
  if (result.status !== 'ok') {
    missed++;
    console.error(`${result.status} ${audit.id} ${audit.name}: ${result.reason}`);
  }
}

console.log(`${count} audits, ${missed} not met`);
process.exitCode = count === 0 || missed > 0 ? 1 : 0;
