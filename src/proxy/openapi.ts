import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { HEADER } from '../infill/contract'
import { OPERATIONS, type Operation } from './operations'
import { anyObject, errorSchema, healthSchema, statusSchema, voiceSchema, voicesSchema } from './schemas'

const jsonContent = (schema: z.ZodType) => ({ 'application/json': { schema } })
const binary = () => z.any().meta({ type: 'string', format: 'binary' })
const refused = { description: 'Refused, with the reason.', content: jsonContent(errorSchema) }

/** The OpenAPI 3.1 document of our own routes, made from the schemas that check them. */
export function openApiDocument(version: string) {
  const app = new OpenAPIHono()
  const registry = app.openAPIRegistry
  registry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' })
  registry.registerComponent('securitySchemes', 'key', { type: 'apiKey', in: 'header', name: 'X-API-Key' })
  registry.registerPath(
    createRoute({
      method: 'get',
      path: '/status',
      operationId: 'status',
      summary: 'Which engine answers and what it can do',
      responses: { 200: { description: 'The engine.', content: jsonContent(statusSchema) } },
    }),
  )
  registry.registerPath(
    createRoute({
      method: 'get',
      path: '/health',
      operationId: 'health',
      summary: 'Whether the service can be reached with the key, and what is left of the budget',
      responses: { 200: { description: 'How it is.', content: jsonContent(healthSchema) } },
    }),
  )
  for (const operation of OPERATIONS) registry.registerPath(routeOf(operation))
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Pickup',
      version,
      description:
        'The wire form of the speech service, as Pickup’s server answers it. A token is asked for where one is set.',
    },
    servers: [{ url: '/api' }],
    security: [{}, { bearer: [] }, { key: [] }],
  })
}

function routeOf(operation: Operation) {
  const ids = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  const params = ids.length === 0 ? {} : { params: z.object(Object.fromEntries(ids.map((id) => [id, z.string()]))) }
  const query = operation.query === null ? {} : { query: operation.query }
  const headers = operation.price === null ? {} : { headers: z.object({ 'X-Pickup-Take': z.string().optional() }) }
  const body = bodyOf(operation)
  return createRoute({
    method: operation.method,
    path: operation.path,
    operationId: operation.id,
    summary: operation.summary,
    ...(operation.gone === undefined ? {} : { deprecated: true }),
    request: { ...params, ...query, ...headers, ...(body === null ? {} : { body }) },
    responses: operation.gone === undefined ? { ...answersOf(operation), default: refused } : { 410: refused },
  })
}

function bodyOf({ body }: Operation) {
  switch (body.kind) {
    case 'none':
      return null
    case 'json':
      return { required: true, content: jsonContent(body.schema) }
    case 'form': {
      const files = body.files.map(({ name, about, required }) => {
        const schema = binary().describe(about)
        return [name, required ? schema : schema.optional()] as const
      })
      const schema = body.fields.extend(Object.fromEntries(files))
      return { required: true, content: { 'multipart/form-data': { schema } } }
    }
  }
}

function answersOf({ answer, price }: Operation) {
  const spent = { [HEADER.credits]: { schema: { type: 'integer' as const }, description: 'What it cost.' } }
  const same = { description: 'Done.', ...(price === null ? {} : { headers: spent }) }
  switch (answer) {
    case 'audio': {
      const audio = { schema: binary() }
      const content = { 'audio/wav': audio, 'audio/mpeg': audio, 'application/octet-stream': audio }
      return { 200: { ...same, content } }
    }
    case 'events':
      return { 200: { ...same, content: { 'text/event-stream': { schema: z.string() } } } }
    case 'voices':
      return { 200: { ...same, content: jsonContent(voicesSchema) } }
    case 'voice':
      return { 200: { ...same, content: jsonContent(voiceSchema) } }
    case 'json':
      return { 200: { ...same, content: jsonContent(anyObject) } }
    case 'nothing':
      return { 204: { description: 'Done.' } }
  }
}
