/** Alive: this process answers. Whether the api does is the api's own business. */
export const GET = () => Response.json({ status: 'alive' });
