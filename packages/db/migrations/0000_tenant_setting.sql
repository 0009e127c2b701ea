-- The company for which a transaction works. Set with set_config('app.company_id', …, true), so it ends with the
-- transaction; without it every tenant table is empty. The policies of the next migration use it.
CREATE FUNCTION current_company_id() RETURNS uuid
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('app.company_id', true), '')::uuid;
