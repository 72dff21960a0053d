import { machine } from '../machine.ts';
import { withServer } from '../server.ts';
import { makeCallers } from '../site.ts';
import { intake } from './intake.ts';
import { nights } from './nights.ts';

// Our intake and our night's claim beside two job queues on the same PostgreSQL, on the same work.
try {
  await withServer(async (server, house) => {
    const callers = await makeCallers(house);
    const owner = house.ownerDb(2);
    const at = { server, callers, owner, ownerUrl: house.ownerUrl };
    console.table(machine());
    console.table(await intake(at));
    console.table(await nights(at));
    await owner.end();
  });
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
