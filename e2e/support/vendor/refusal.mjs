/** A request that the stand-in refuses, in the vendor's words. */
export class Refusal extends Error {
  /**
   * @param {number} status
   * @param {string | null} code
   * @param {string} title
   * @param {string} message
   * @param {Record<string, string>} headers
   */
  constructor(status, code, title, message, headers = {}) {
    super(message)
    this.status = status
    this.code = code
    this.title = title
    this.headers = headers
  }
}

/** @param {string} message */
export function bad(message, code = null) {
  return new Refusal(400, code, 'Bad Request', message)
}

/** The body of a refusal as this version of the API writes it, and its type. */
export function refusalBody(refusal, version, requestId) {
  if (version < '2026-03-01') return { type: 'text/plain; charset=utf-8', body: `${refusal.title}: ${refusal.message}` }
  const body = { error_code: refusal.code, title: refusal.title, message: refusal.message, request_id: requestId }
  return { type: 'application/json', body: JSON.stringify(body) }
}
