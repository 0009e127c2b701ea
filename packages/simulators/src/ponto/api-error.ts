/** An answer in Ponto's error shape. Thrown by a resource, written by the app. */
export class PontoApiError extends Error {
  override readonly name = 'PontoApiError';
  readonly status: 400 | 401 | 403 | 404 | 409 | 429 | 503;
  readonly code: string;
  readonly meta: Readonly<Record<string, string>>;

  constructor(status: PontoApiError['status'], code: string, detail: string, meta: Record<string, string> = {}) {
    super(detail);
    this.status = status;
    this.code = code;
    this.meta = meta;
  }
}

export function errorDocument(code: string, detail: string, meta: Readonly<Record<string, string>> = {}): object {
  const pointer = meta.attribute === undefined ? {} : { source: { pointer: `/data/attributes/${meta.attribute}` } };
  return { errors: [{ code, detail, meta, ...pointer }] };
}

export function notFound(resource: string): PontoApiError {
  return new PontoApiError(404, 'resourceNotFound', 'The requested resource was not found.', { resource });
}

export function invalidAttribute(attribute: string, detail: string): PontoApiError {
  return new PontoApiError(400, 'attributeInvalid', detail, { attribute });
}
