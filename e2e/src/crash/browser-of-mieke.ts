import type { Product } from '@onfact-ponto/launcher/product';

/**
 * What the admin's server and the browser of Mieke do together, without either: it signs in through onFact and talks to
 * the api as the admin would.
 */
export class BrowserOfMieke {
  readonly #product: Product;
  readonly #cookies = new Map<string, string>();

  constructor(product: Product) {
    this.#product = product;
  }

  async signIn(): Promise<void> {
    const { demo } = this.#product.endpoints;
    const toOnfact = await this.#send('/auth/sign-in?returnTo=/');
    const form = new URLSearchParams({ email: demo.email, password: demo.password, decision: 'confirm' });
    const toUs = await fetch(locationOf(toOnfact), { method: 'POST', body: form, redirect: 'manual' });
    const back = new URL(locationOf(toUs));
    locationOf(await this.#send(back.pathname + back.search));
  }

  /** From the green button to the first pull: shares every account of her organization. */
  async linkPonto(): Promise<void> {
    const { company } = await this.#chooseFirstCompany();
    if (!company) throw new Error('No company was chosen');
    await this.post('/v1/connection/activate');
    const { redirectUrl } = (await this.post('/v1/connection/authorizations', { language: 'nl' })) as {
      redirectUrl: string;
    };

    const back = await fetch(redirectUrl, {
      method: 'POST',
      body: await this.#consentOf(company.name),
      redirect: 'manual',
    });
    const query = new URL(locationOf(back)).searchParams;
    const { outcome } = (await this.post('/v1/connection/authorizations/complete', {
      state: query.get('state'),
      code: query.get('code'),
      error: query.get('error'),
    })) as { outcome: string };
    if (outcome !== 'connected') throw new Error(`The return from Ponto ended as ${outcome}`);
  }

  /** Uploads a CODA file and starts the import. */
  async importStatements(file: Blob): Promise<void> {
    const form = new FormData();
    form.append('files', file, 'statements.cod');
    const preview = (await bodyOf(await this.#send('/v1/statement-imports', { method: 'POST', form }))) as {
      id: string;
    };
    await this.post(`/v1/statement-imports/${preview.id}/start`);
  }

  get(path: string): Promise<unknown> {
    return this.#send(path).then(bodyOf);
  }

  post(path: string, body?: object): Promise<unknown> {
    return this.#send(path, { method: 'POST', body }).then(bodyOf);
  }

  async #chooseFirstCompany() {
    const { companies } = (await this.get('/v1/session')) as { companies: { id: string; name: string }[] };
    const [first] = companies.filter(({ name }) => name.includes('Linde'));
    const answer = await this.#send('/v1/session/company', { method: 'PUT', body: { companyId: first?.id } });
    return (await bodyOf(answer)) as { company: { name: string } | null };
  }

  async #consentOf(companyName: string): Promise<URLSearchParams> {
    const control = this.#product.endpoints.ponto.controlUrl;
    const organizations = (await (await fetch(`${control}/organizations`)).json()) as { id: string; name: string }[];
    const accounts = (await (await fetch(`${control}/accounts`)).json()) as { id: string; organizationId: string }[];
    const organization = organizations.find(({ name }) => name === companyName);
    const own = accounts.filter(({ organizationId }) => organizationId === organization?.id);
    const form = new URLSearchParams({ decision: 'confirm' });
    for (const { id } of own) form.append('account', id);
    return form;
  }

  async #send(
    path: string,
    { method = 'GET', body, form }: { method?: string; body?: object | undefined; form?: FormData } = {},
  ): Promise<Response> {
    const { endpoints, facts } = this.#product;
    const response = await fetch(new URL(path, endpoints.apiUrl), {
      method,
      redirect: 'manual',
      headers: {
        cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        origin: endpoints.adminUrl,
        'x-admin-proxy': facts.secrets.adminProxySecret,
        'x-forwarded-for': '203.0.113.7',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(form === undefined ? {} : { body: form }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      this.#cookies.set(name, value);
    }
    return response;
  }
}

function locationOf(response: Response): string {
  const location = response.headers.get('location');
  if (response.status >= 400 || location === null) throw new Error(`${response.url} answered ${response.status}`);
  return location;
}

async function bodyOf(response: Response): Promise<unknown> {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`);
  return response.json();
}
