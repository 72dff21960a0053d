import { makeUscc } from '../../../src/demo/identities.ts';
import { invitePerson } from '../../../src/domain/people/invitations.ts';
import { type Role, type RoleName, roleNames, roles } from '../../../src/domain/people/roles.ts';
import { newToken, signed } from '../../../src/domain/people/tokens.ts';
import { aBank, asOperator } from '../../helpers/people.ts';
import type { Caller, Row, Site } from './kinds.ts';
import { NOW, prefixOf, type World } from './world.ts';

// People of every role beside the callers with keys: those who ask, and those whom an administrator may act on.

type Place = Pick<Caller, 'org' | 'region'> & { name: string };

const aPerson = (role: RoleName, { name, org, region }: Place, proved = true): Caller => ({
  name: `${role} of ${name}${proved ? '' : ', without a second factor'}`,
  kinds: [],
  org,
  region,
  bank: null,
  person: {
    username: `${role}-${name}${proved ? '' : '-half'}`.toLowerCase().replaceAll(' ', '-'),
    role,
    proved,
  },
});

/** The organisation that a bank is. */
export const bankOrg = (bank: string) => makeUscc(900 + Number(bank));

/** Where people of a kind of organisation are: at their own, and at others that have nothing to do with its rows. */
function placesOf(kind: Role['kind'], { sites, callers }: World): Place[] {
  const [city, , , far] = callers as [Caller, Caller, Caller, Caller];
  if (kind === 'authority') {
    const { region } = sites[0];
    // Of the city's authority, and narrower than it.
    return [city, { ...city, name: 'district', region: [region, region] }, { ...far, name: 'far' }];
  }
  if (kind === 'bank')
    return sites.map(({ bank }) => ({ name: `bank ${bank}`, org: bankOrg(bank), region: null }));
  const firms = sites.map((site) => ({
    name: site.code,
    org: site[kind as 'owner' | 'contractor'],
  }));
  const guests = { name: 'guest', org: sites[0].employers[1] };
  return [...firms, ...(kind === 'contractor' ? [guests] : [])].map((firm) => ({
    ...firm,
    region: null,
  }));
}

/** People of each role in each place, and once more where a second factor is due and was not shown. */
export async function makePeople(world: World): Promise<Caller[]> {
  for (const { bank } of world.sites) await aBank(world.app, bank, bankOrg(bank));
  const people = roleNames
    .filter((role) => !('machine' in roles[role]))
    .flatMap((role) => {
      const { kind, secondFactor }: Role = roles[role];
      const places = placesOf(kind, world);
      const half = secondFactor ? [aPerson(role, places[0] as Place, false)] : [];
      return [...places.map((place) => aPerson(role, place)), ...half];
    });
  for (const caller of people) await enter(world, caller);
  for (const site of world.sites) site.rows.person = await watched(world, site);
  return people;
}

const enter = ({ app }: World, { org, region, person }: Caller) => {
  const { username, role } = person as NonNullable<Caller['person']>;
  return asOperator(app, (work) =>
    invitePerson(work, 'all', {
      ...{ username, role, name: username, companyId: org },
      region: region ? prefixOf(region) : undefined,
    }),
  );
};

/** Whom administrators act on: of a firm, of the district and of the whole city. None of them asks. */
async function watched(world: World, site: Site): Promise<Row[]> {
  const city = world.callers[0] as Caller;
  const made: Caller[] = [
    aPerson('contractor-clerk', {
      name: `${site.code} watched`,
      org: site.contractor,
      region: null,
    }),
    aPerson('inspector', {
      ...city,
      name: `${site.code} near`,
      region: [site.region, site.region],
    }),
    aPerson('auditor', { ...city, name: `${site.code} wide` }),
  ];
  for (const caller of made) await enter(world, caller);
  return made.map((caller) => rowOf(caller, site));
}

/** The row that a person is. */
export const rowOf = ({ person, region }: Caller, site: Site): Row => ({
  ...{ id: person?.username as string, site, role: person?.role as RoleName },
  ...(region && { region }),
});

/** A new session's cookie for somebody, as after signing in with all that they have; no password is hashed for it. */
export async function cookieOf({ app }: World, { person }: Caller): Promise<string> {
  const token = newToken();
  const { username, proved } = person as NonNullable<Caller['person']>;
  const sql = app.ownerDb;
  await sql`delete from we.two_factor where user_id = (select id from we.person where username = ${username})`;
  await sql`insert into we.session (id, token, user_id, expires_at, created_at, updated_at, began_at, seen_at, second_at)
    select gen_random_uuid(), ${token}, id, now() + interval '1 day', now(), now(), ${NOW}, ${NOW},
      ${proved ? NOW : null}::timestamptz from we.person where username = ${username}`;
  const value = encodeURIComponent(signed(token, app.deps.signIn.secrets));
  return `wage_session=${value}`;
}
