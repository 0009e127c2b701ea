import { forwardToAuth } from '#lib/server/auth.ts';

export const GET = forwardToAuth;
export const POST = forwardToAuth;
