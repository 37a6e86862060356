export { measureLedger, type ServerFacts, saveLedger } from './measure-ledger.ts';
export { serverId } from './tally.ts';
