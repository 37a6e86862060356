export const robotSorts = ['login', '-login'] as const;
export type RobotSort = (typeof robotSorts)[number];
