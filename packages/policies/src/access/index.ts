export * from './actor.ts';
export * from './grant.ts';
export * from './level.ts';
export * from './organization.ts';
export * from './provenance.ts';
export * from './repository.ts';
export * from './sight.ts';
export * from './user-administration.ts';
