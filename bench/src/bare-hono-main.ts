import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import postgres from 'postgres';

/** The yardstick of the bench `api`: one route, one query, nothing else. Arguments: database URL, account, port. */
const [url = '', bankAccountId = '', port = '0'] = process.argv.slice(2);
const sql = postgres(url, { max: 12 });

const app = new Hono();
app.get('/', async (c) => {
  const rows = await sql`
    select bank_transaction_id, execution_date, amount_minor, currency, counterpart_name, remittance_information
    from bank_transaction where bank_account_id = ${bankAccountId}
    order by execution_date desc, bank_transaction_id desc limit 50`;
  return c.json({ items: rows });
});
serve({ fetch: app.fetch, port: Number(port), hostname: 'localhost' });
