import postgres from 'postgres';
import { migrateDatabase } from './db/migrate.ts';
import { openDb } from './db/client.ts';
import { read } from './db/work.ts';
import { listAlerts } from './src/domain/alerts/listing.ts';
import { keyFromSecret, makeVault } from './src/lib/vault.ts';
const base='postgres://postgres@127.0.0.1:54999/';
const a=postgres(base+'postgres',{max:1,onnotice:()=>{}});
await a.unsafe('drop database if exists d_alerts with (force)'); await a.unsafe('create database d_alerts template template0');
const url=base+'d_alerts';
await migrateDatabase(url,{today:'2026-11-22'});
const o=postgres(url,{max:1,onnotice:()=>{}});
await o`insert into we.project (id,code,name,region_code,owner_id,contractor_id,fund_source,status,known_at) select n,'P'||n,'项目'||n,320701+n%20,'o'||n,'c'||n,'state','active',now() from generate_series(1,2000) n`;
await o`insert into we.project_directory (code,project_id,region_code) select code,id,region_code from we.project`;
await o`insert into we.alert (project_id,id,region_code,owner_id,contractor_id,rule_id,subject,period,episode,status,held,level,found_level,due_day,facts,audience,opened_on,risen_on,last_found_on)
 select 1+n%2000, md5('b'||n)::uuid, 320701+(1+n%2000)%20,'o','c',(array['W01','F01','S01'])[1+n%3],'b'||n,'-',1,case when n<=100000 then 'open' else 'cleared' end,false,1+n%3,1,'2026-01-01'::date+n%300,'{}','parties','2026-06-01','2026-06-01','2026-06-01' from generate_series(1,300000) n`;
await o`analyze`;
const db=openDb(base.replace('postgres@','we_app@')+'d_alerts',makeVault([keyFromSecret('x')]),1);
const actor=(lo:number,hi:number)=>({id:'k',holder:'h',org:null,bank:null,region:{lo,hi},grants:[],projects:[]});
async function time(name:string,act:any,filter:any,deep=0){let after:string|undefined;const t:number[]=[];
 for(let i=0;i<30+deep;i++){const s=performance.now();const r=await read(db,act,new Date('2026-11-22T04:00:00Z'),'2026-11-22',w=>listAlerts(w,filter,{limit:50,after}));t.push(performance.now()-s);after=r.next??undefined;}
 t.sort((x,y)=>x-y);console.log(name,'p50',t[t.length>>1]!.toFixed(1),'p95',t[Math.floor(t.length*.95)]!.toFixed(1));}
await time('warm',actor(320700,320799),{status:'open'});
await time('open city, 600 pages',actor(320700,320799),{status:'open'},600);
await time('open district',actor(320706,320706),{status:'open'},60);
await time('open, regionCode filter',actor(320700,320799),{status:'open',regionCode:'320706'},60);
await time('all statuses',actor(320700,320799),{},100);
await time('rule+level',actor(320700,320799),{status:'open',rule:'W01',level:'red'},0);
await time('project',actor(320700,320799),{projectCode:'P77'},0);
await time('q name',actor(320700,320799),{status:'open',q:'目77'},0);
await db.end();await o.end();await a.unsafe('drop database d_alerts with (force)');await a.end();
