export { cancelJob } from './cancel-job.ts';
export { createJobs, type Jobs, type JobsParts } from './create-jobs.ts';
export { enqueueJob, type NewJob } from './enqueue-job.ts';
export { type EventFollower, eventsSettledBefore, type FollowedEvent, followEvents } from './follow-events.ts';
export { type JobAuthor, type JobContext, type JobKind, type JobProgress, JobRefused } from './job-kind.ts';
export { isSchedule, type JobSchedule } from './schedules.ts';
