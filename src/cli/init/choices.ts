/** What `init` can be asked for; apart from what it does, which only `init` loads. */

export const HOOKS = ['pre-commit', 'pre-push', 'pre-receive'] as const;
export type Hook = (typeof HOOKS)[number];

export const SERVICES = ['github', 'gitlab', 'jenkins', 'azure', 'bitbucket', 'circleci'] as const;
export type Service = (typeof SERVICES)[number];
