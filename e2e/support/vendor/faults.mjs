const json = (status, body, headers = {}) => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
})

/** What has been seen of the service when it does not do what was asked, by name: steps of a script. */
export const faults = {
  unauthorized: json(401, {
    error_code: null,
    title: 'Unauthorized',
    message: 'invalid API key',
    request_id: 'req-401',
  }),
  'out-of-credits': json(402, {
    error_code: 'quota_exceeded',
    title: 'Payment Required',
    message: 'credit limit reached',
    request_id: 'req-402',
  }),
  busy: json(
    429,
    {
      error_code: 'concurrency_limited',
      title: 'Too Many Requests',
      message: 'too many requests',
      request_id: 'req-429',
    },
    { 'retry-after': '1' },
  ),
  failure: json(500, { error_code: null, title: 'Internal Server Error', message: 'it broke', request_id: 'req-500' }),
  gateway: { status: 502, headers: { 'content-type': 'text/html' }, body: '<html><h1>502 Bad Gateway</h1></html>' },
  html: { status: 200, headers: { 'content-type': 'text/html' }, body: '<!doctype html><p>Welcome' },
  empty: { status: 200, headers: { 'content-type': 'audio/wav' }, body: '' },
  json: json(200, { error: 'no audio today' }),
  cut: { act: 'cut' },
  stall: { act: 'stall' },
  hang: { act: 'hang' },
  drop: { act: 'drop' },
}
